import ipaddr from 'ipaddr.js';
import { browserKind } from '#platform/http/browser-kind';
import type { Caller } from './caller.ts';

/** Where somebody signs in from, as coarse as it is kept. */
export type Whereabouts = { browser: string | null; system: string | null; network: string | null; time_zone: string | null };

/**
 * The coarse words for a caller: families of browser and system, the first half of the address, the time zone that the browser said. Nobody outside is
 * asked, so there is no town; enough to recognise oneself, too little to be followed by.
 */
export function whereaboutsOf(caller: Caller): Whereabouts {
  const kind = browserKind(caller.userAgent);
  return {
    browser: kind.browser === 'other' ? null : kind.browser,
    system: kind.system === 'other' ? null : kind.system,
    network: networkWords(caller.clientIp),
    time_zone: knownTimeZone(caller.timeZone ?? null),
  };
}

function networkWords(clientIp: string): string | null {
  if (!ipaddr.isValid(clientIp)) return null;
  const address = ipaddr.process(clientIp);
  const range = address.range();
  if (range === 'loopback') return 'this machine';
  if (range === 'private' || range === 'uniqueLocal' || range === 'linkLocal') return 'private network';
  const bytes = address.toByteArray();
  if (address.kind() === 'ipv4') return `${bytes[0]}.${bytes[1]}.*`;
  const group = (at: number): string => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);
  return `${group(0)}:${group(2)}:*`;
}

/** The IANA name, or null for anything that is none. */
function knownTimeZone(name: string | null): string | null {
  if (name === null || name.length > 60 || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
