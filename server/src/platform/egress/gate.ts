import { isIP } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { isPublicAddress } from './public-address.ts';

/** What a connection to somebody else's server may be for. */
export const egressPurposes = [
  'messaging',
  'mail',
  'media_storage',
  'database',
  'malware_scan',
  'hosting',
  'backup_storage',
  'key_management',
  'payments',
  'analytics',
  'support',
  'identity',
  'webhook',
] as const;
export type EgressPurpose = (typeof egressPurposes)[number];

/** Where a connection is to lead, and what for. `host` is a name or an address; brackets around IPv6 are taken off. */
export type EgressTarget = { host: string; port: number; purpose: EgressPurpose };

/**
 * Why a connection is refused. `not_registered`: no recipient has this host. `other_purpose`: one has it, for something else. `not_active`: it was not
 * activated, or was ended. `no_transfer`: it lies in a region for which no transfer is recorded. `private_address`: it is
 * somebody else's by the register and leads into a private network. `not_ready`: the register was not read yet.
 */
export type EgressRefusal = 'not_registered' | 'other_purpose' | 'not_active' | 'no_transfer' | 'private_address' | 'not_ready';

/** `addresses`: whether the name may lead into private networks, which only recipients of one's own network may. */
export type EgressVerdict = { allowed: true; addresses: 'any' | 'public' } | { allowed: false; reason: EgressRefusal };

/** One recipient as connections are judged by. `hosts` are names, addresses, or `*.example.com` for names below one. */
export type EgressRule = {
  hosts: readonly string[];
  purposes: readonly EgressPurpose[];
  addresses: 'any' | 'public';
  /** Null: no call may be made, for `refusal`. A date: until then. */
  openUntil: Date | 'always' | null;
  refusal: 'not_active' | 'no_transfer';
};

/** Asked before every connection to somebody else's server. Synchronous, and never throws. */
export type EgressGate = { admit(target: EgressTarget): EgressVerdict };

/** Connections to one place since the last count. */
export type EgressTally = { host: string; purpose: EgressPurpose; outcome: 'allowed' | EgressRefusal; count: number; lastAt: Date };

/** A gate with rules that can be replaced while it stands. */
export type RuledGate = EgressGate & {
  /** Holds from now on, whole. */
  replaceRules(rules: readonly EgressRule[]): void;
  /** What was asked since the last call, for the record. */
  drainTallies(): EgressTally[];
  /** Counts a connection that was judged by other rules than those of the register: to an address that a workspace chose. */
  count(target: EgressTarget, outcome: EgressTally['outcome']): void;
};

/** Names that a caller can make up would otherwise fill the memory. */
const maxTallies = 1_000;

/**
 * Makes the gate of this process. It is shut until it is given rules: nothing is said to anybody whom the register does not name. `beforeRules` are
 * for what is needed to get there, such as the holder of the root key.
 * Refusals are counted (`kabar_egress_refused_total`), and the first of each place per count is logged.
 */
export function createEgressGate(options: { clock: Clock; log: Log; metrics: Metrics; beforeRules?: readonly EgressRule[] }): RuledGate {
  const { clock, log, metrics, beforeRules = [] } = options;
  const refusals = metrics.counter<'purpose' | 'reason'>({
    name: 'kabar_egress_refused_total',
    help: 'Connections that were refused because the register of recipients does not allow them',
    labels: ['purpose', 'reason'],
  });
  let rules: readonly EgressRule[] | null = null;
  let tallies = new Map<string, EgressTally>();

  const note = (host: string, { port, purpose }: EgressTarget, outcome: EgressTally['outcome']): void => {
    const key = `${host} ${purpose} ${outcome}`;
    const known = tallies.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.lastAt = clock.now();
      return;
    }
    if (outcome !== 'allowed')
      log.warn('a connection to a recipient that the register does not allow was refused', { host, port, kind: purpose, reason: outcome });
    if (tallies.size < maxTallies) tallies.set(key, { host, purpose, outcome, count: 1, lastAt: clock.now() });
  };

  const count: RuledGate['count'] = (target, outcome) => {
    note(plainHost(target.host), target, outcome);
    if (outcome !== 'allowed') refusals.add({ purpose: target.purpose, reason: outcome });
  };

  return {
    count,
    admit: (target) => {
      const judged = judge(rules ?? beforeRules, plainHost(target.host), target.purpose, clock.now());
      const verdict = rules === null && !judged.allowed ? ({ allowed: false, reason: 'not_ready' } as const) : judged;
      count(target, verdict.allowed ? 'allowed' : verdict.reason);
      return verdict;
    },
    replaceRules: (next) => {
      rules = next;
    },
    drainTallies: () => {
      const drained = [...tallies.values()];
      tallies = new Map();
      return drained;
    },
  };
}

/** A host as the register writes it. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** Judges one connection. Pure. Of several recipients with the same host the one that allows it decides. */
export function judge(rules: readonly EgressRule[], host: string, purpose: EgressPurpose, now: Date): EgressVerdict {
  const named = rules.filter((rule) => rule.hosts.some((pattern) => matchesHost(pattern, host)));
  if (named.length === 0) return { allowed: false, reason: 'not_registered' };
  const meant = named.filter((rule) => rule.purposes.includes(purpose));
  if (meant.length === 0) return { allowed: false, reason: 'other_purpose' };
  const open = meant.find(({ openUntil }) => openUntil === 'always' || (openUntil !== null && openUntil > now));
  if (open === undefined) return { allowed: false, reason: meant[0]?.refusal ?? 'not_active' };
  if (open.addresses === 'public' && isIP(host) !== 0 && !isPublicAddress(host)) return { allowed: false, reason: 'private_address' };
  return { allowed: true, addresses: open.addresses };
}

/** Whether a name is meant by a pattern: itself, or any name below `*.`. */
export function matchesHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 : host === pattern;
}
