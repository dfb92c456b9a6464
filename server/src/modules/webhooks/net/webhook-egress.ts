import { Resolver } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { createEgress, type Egress } from '#platform/egress/egress';
import type { EgressGate, EgressVerdict, RuledGate } from '#platform/egress/gate';
import type { AddressRules } from './address-rules.ts';

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** All addresses of a name. Rejects with what DNS said. */
export type ResolveName = (host: string) => Promise<readonly string[]>;

/** What `EgressAnswer.code` holds when a name leads where nobody may go. */
export const refusedCode = 'ENOTALLOWED';

/** Largest answer that is read; its rest is of no interest. */
export const maxAnswerBytes: number = 64 * 1024;

/**
 * The way out to servers of customers. Every name is looked up once per connection and the address that was checked is the one that is dialled, so that a
 * second answer of DNS gains nothing; a name of which any address is refused is refused whole. No redirect is followed, no proxy of the
 * environment is asked, certificates are checked against the name. Each endpoint has connections of its own. `count` is told of every connection.
 */
export function createWebhookEgress(
  rules: AddressRules,
  options: { resolve?: ResolveName; ca?: string; count?: RuledGate['count'] } = {},
): Egress {
  const resolve = options.resolve ?? resolveByDns();
  return createEgress({
    gate: webhookGate(rules, options.count ?? (() => undefined)),
    lookups: {
      public: lookupAllowed((address) => rules.mayDial(address), resolve),
      any: lookupAllowed((address) => rules.isOwn(address), resolve),
    },
    maxConnections: 64,
    maxOrigins: 1_000,
    maxResponseBytes: maxAnswerBytes,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
}

/** Recipients that workspaces name themselves stand in no register of the installation: here addresses decide. */
function webhookGate(rules: AddressRules, count: RuledGate['count']): EgressGate {
  const judge: EgressGate['admit'] = ({ host, port, purpose }): EgressVerdict => {
    if (purpose !== 'webhook') return { allowed: false, reason: 'other_purpose' };
    const plain = host.replace(/^\[(.*)\]$/, '$1');
    const isAddress = isIP(plain) !== 0;
    if (isAddress && !rules.mayDial(plain)) return { allowed: false, reason: 'private_address' };
    if (rules.ports.includes(port)) return { allowed: true, addresses: 'public' };
    // Every other port is for own networks alone: there the look-up gives own addresses and no other.
    const isOwn = isAddress ? rules.isOwn(plain) : rules.hasOwn;
    return isOwn ? { allowed: true, addresses: 'any' } : { allowed: false, reason: 'private_address' };
  };
  return {
    admit: (target) => {
      const verdict = judge(target);
      count(target, verdict.allowed ? 'allowed' : verdict.reason);
      return verdict;
    },
  };
}

/** A look-up for sockets that gives addresses which may be dialled, or fails with `ENOTALLOWED`. */
export function lookupAllowed(
  mayDial: (address: string) => boolean,
  resolve: ResolveName,
): (host: string, options: LookupOptions, done: Done) => void {
  return (host, options, done) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(mayDial)) {
          done(Object.assign(new Error('the name leads to an address that may not be reached'), { code: refusedCode }), []);
        } else if (options.all === true) {
          done(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          );
        } else done(null, first, isIP(first));
      },
      (error: unknown) => done(error instanceof Error ? error : new Error('the name could not be looked up'), []),
    );
  };
}

/**
 * Asks DNS directly. Not through the system's resolver: that has four threads for the whole process, and four names whose servers are silent would stop
 * everybody's look-ups and files.
 */
export function resolveByDns(servers?: readonly string[]): ResolveName {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const ask = (method: 'resolve4' | 'resolve6', host: string): Promise<readonly string[] | Error> =>
    new Promise((done) => resolver[method](host, (error, addresses) => done(error ?? addresses)));
  return async (host) => {
    if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const answers = await Promise.all([ask('resolve4', host), ask('resolve6', host)]);
    const addresses = answers.flatMap((answer) => (answer instanceof Error ? [] : answer));
    const [failure] = answers.filter((answer) => answer instanceof Error);
    if (addresses.length === 0 && failure !== undefined) throw failure;
    return addresses;
  };
}
