import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { addressOf, isFree, usualPort } from '../listen.ts';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check } from './check.ts';

const patienceMs = 5_000;

/** The port we listen on and the mail server we send to. */
export const networkChecks: readonly Check[] = [
  defineCheck('Port', async ({ config }) => {
    const { host } = config.http;
    const memory = join(config.paths.home, 'http.port');
    const remembered = config.isEmbedded && existsSync(memory) ? Number(readFileSync(memory, 'utf8')) : usualPort;
    const port = config.http.port ?? remembered;
    if (await isFree(host, port)) return ok(`Port ${port} on ${host} is free for Kabar.`);
    if (await isKabar(addressOf(host, port))) return ok(`Kabar answers on port ${port}.`);
    if (config.http.port === undefined && config.isEmbedded)
      return ok(`Port ${port} is taken by another program; Kabar will take the next free one.`);
    return problem(`Port ${port} on ${host} is taken by another program. Stop it, or choose another with KABAR_HTTP_PORT.`);
  }),
  defineCheck('Public address', async ({ config }) => {
    const { publicUrl, host } = config.http;
    if (publicUrl === undefined)
      return config.isEmbedded
        ? ok('Kabar is used on this machine only.')
        : warning('KABAR_PUBLIC_URL is not set: links in mails and webhook addresses name this machine only.');
    if (publicUrl.startsWith('https://')) return ok(`Kabar is reached as ${publicUrl}.`);
    return warning(`${publicUrl} is not encrypted: passwords and messages can be read on the way. Put TLS in front of ${host}.`);
  }),
  defineCheck('Mail', async ({ config }) => {
    const { smtpUrl } = config.mail;
    if (smtpUrl === undefined)
      return config.runsEmulator
        ? ok('Mail goes to the mailbox of the emulator.')
        : skipped('KABAR_SMTP_URL is not set: mail is kept and not sent.');
    const { hostname, port, protocol } = new URL(smtpUrl);
    const portNumber = port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port);
    if (await canConnect(hostname, portNumber)) return ok(`The mail server ${hostname}:${portNumber} can be reached.`);
    return problem(`The mail server ${hostname}:${portNumber} cannot be reached. Check KABAR_SMTP_URL and the firewall.`);
  }),
];

async function isKabar(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(patienceMs) });
    return response.ok && z.object({ status: z.literal('ok') }).safeParse(await response.json()).success;
  } catch {
    return false;
  }
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceMs });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
