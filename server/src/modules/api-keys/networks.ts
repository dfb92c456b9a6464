import ipaddr from 'ipaddr.js';
import { ipInRanges, parseRange } from '#platform/http/client-ip';

/**
 * The network of an address, coarse enough to say where a key is used from and not by which machine: /24 of IPv4, /48 of IPv6. Null for what is
 * no address.
 */
export function coarseNetwork(ip: string): string | null {
  if (!ipaddr.isValid(ip)) return null;
  const address = ipaddr.process(ip);
  const bits = address.kind() === 'ipv4' ? 24 : 48;
  const kept = address.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(kept).toString()}/${bits}`;
}

/** Whether a network and one of `ranges` have an address in common. */
export function overlaps(network: string, ranges: readonly string[]): boolean {
  const [start] = parseRange(network);
  const parsed = ranges.map(parseRange);
  // Of two ranges that overlap, one contains the first address of the other.
  if (ipInRanges(start.toString(), parsed)) return true;
  const within = [parseRange(network)];
  return parsed.some(([address, bits]) => ipInRanges(firstOf(address, bits), within));
}

function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(bytes).toString();
}
