import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import ipaddr from 'ipaddr.js';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check } from './check.ts';

const patienceMs = 8_000;
const dayMs = 24 * 60 * 60_000;
const warningDays = 14;

/** What browsers and Meta see of the public address: a name that leads here, and a certificate that holds. */
export const tlsChecks: readonly Check[] = [
  defineCheck('Public name', async ({ config }) => {
    const { publicUrl } = config.http;
    if (publicUrl === undefined) return skipped('KABAR_PUBLIC_URL is not set.');
    const { hostname } = new URL(publicUrl);
    const host = hostname.replaceAll(/[[\]]/g, '');
    let addresses: string[];
    try {
      addresses = (await lookup(host, { all: true })).map(({ address }) => address);
    } catch {
      return problem(`The name ${host} of KABAR_PUBLIC_URL leads nowhere. Add a DNS record for it.`);
    }
    if (addresses.some((address) => ipaddr.process(address).range() === 'unicast'))
      return ok(`${host} is a public address: ${addresses.join(', ')}.`);
    return warning(
      `${host} leads to ${addresses.join(', ')}, which the internet cannot reach: Meta can deliver nothing here. Use a public name.`,
    );
  }),
  defineCheck('Certificate', async ({ config }) => {
    const { publicUrl } = config.http;
    if (publicUrl === undefined || !publicUrl.startsWith('https://')) return skipped('The public address is not https.');
    const { hostname, port } = new URL(publicUrl);
    const seen = await readCertificate(hostname.replaceAll(/[[\]]/g, ''), port === '' ? 443 : Number(port));
    if (seen.kind === 'unreachable')
      return problem(`Nothing answers at ${publicUrl} from this machine (${seen.why}). Start the proxy with TLS, and open its port.`);
    if (seen.kind === 'refused')
      return problem(
        `The certificate of ${hostname} is not accepted (${seen.why}). Meta refuses it, too: get one from a public authority, with its chain.`,
      );
    const days = Math.floor((seen.until.getTime() - Date.now()) / dayMs);
    if (days < warningDays) return warning(`The certificate of ${hostname} ends in ${days} days. Check that it is renewed by itself.`);
    return ok(`The certificate of ${hostname} holds for ${days} days.`);
  }),
];

type Seen = { kind: 'unreachable'; why: string } | { kind: 'refused'; why: string } | { kind: 'held'; until: Date };

function readCertificate(host: string, port: number): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceMs, ...(isIP(host) === 0 ? { servername: host } : {}) });
    const finish = (seen: Seen): void => {
      socket.destroy();
      resolve(seen);
    };
    let isConnected = false;
    socket.once('connect', () => {
      isConnected = true;
    });
    socket.once('secureConnect', () => finish({ kind: 'held', until: new Date(socket.getPeerCertificate().valid_to) }));
    socket.once('timeout', () => finish({ kind: 'unreachable', why: `no answer within ${patienceMs / 1_000} s` }));
    // After the connection stands, what fails is the handshake: a certificate that is expired, unknown, or of another name.
    socket.once('error', (error: Error) =>
      finish(isConnected ? { kind: 'refused', why: error.message } : { kind: 'unreachable', why: error.message }),
    );
  });
}
