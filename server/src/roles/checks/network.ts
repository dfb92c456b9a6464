import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { readCertificate, type CertificateFiles } from '#platform/tls/certificate';
import { addressOf, isFree, usualPort } from '../listen.ts';
import { certificateFilesOf } from '../own-tls.ts';
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
    const files = certificateFilesOf(config);
    if (files === null ? await isKabar(addressOf(host, port)) : await isKabarBehind(files, host, port))
      return ok(`Kabar answers on port ${port}.`);
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
    return warning(
      `${publicUrl} is not encrypted: passwords and messages can be read on the way. Give Kabar a certificate (KABAR_TLS_CERT), or put a proxy with TLS in front of ${host}.`,
    );
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

/** Trusts the very certificate of the settings and no other, under whatever name: the question is who has the port. */
async function isKabarBehind(files: CertificateFiles, host: string, port: number): Promise<boolean> {
  const { cert: ca } = await readCertificate(files);
  const { hostname } = new URL(addressOf(host, port));
  return new Promise((resolve) => {
    const asked = request(
      {
        host: hostname.replaceAll(/[[\]]/g, ''),
        port,
        path: '/healthz',
        ca,
        allowPartialTrustChain: true,
        checkServerIdentity: () => undefined,
        signal: AbortSignal.timeout(patienceMs),
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    asked.once('error', () => resolve(false));
    asked.end();
  });
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
