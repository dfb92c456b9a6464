import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/**
 * Ranges that nobody outside may be reached under: this machine, private networks, link-local (with it the metadata services of clouds), documentation,
 * multicast, and the ranges that carry an IPv4 address inside an IPv6 one. Sources: IANA IPv4 and IPv6 Special-Purpose
 * Address Registries, read 2026-11-20.
 */
const notPublic = new BlockList();
const v4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const v6: readonly (readonly [string, number])[] = [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
for (const [net, bits] of v4) notPublic.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of v6) notPublic.addSubnet(net, bits, 'ipv6');

/** Whether an IP address, without brackets, may be reached as somebody else's server. IPv4 inside IPv6 is judged as IPv4. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const plain = family === 6 ? new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1) : address;
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain);
  if (mapped !== null) {
    const high = Number.parseInt(mapped[1] ?? '', 16);
    const low = Number.parseInt(mapped[2] ?? '', 16);
    return !notPublic.check([high >> 8, high & 255, low >> 8, low & 255].join('.'), 'ipv4');
  }
  if (family === 6 && /^::(?:[0-9a-f]{1,4}:)?[0-9a-f]{1,4}$/.test(plain)) return false; // the long retired "compatible" form
  return !notPublic.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** How names become addresses; `node:dns` outside tests. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A look-up for sockets that gives public addresses only. The address that was checked is the one that is dialled, so a name that answers
 * differently the second time gains nothing. A name with a single address that is not public is refused whole.
 */
export function lookupPublic(resolveAll: Resolve = resolve): (host: string, options: LookupOptions, done: Done) => void {
  return (host, options, done) => {
    resolveAll(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        done(error, []);
        return;
      }
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        done(Object.assign(new Error('the name leads to an address that is not public'), { code: 'ENOTPUBLIC' }), []);
      } else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
