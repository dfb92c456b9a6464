import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Parses an address or CIDR range; IPv4-mapped IPv6 becomes IPv4. Errors: throws `Error` when it is neither. */
export function parseRange(text: string): Range {
  if (text.includes('/')) {
    const [address, bits] = ipaddr.parseCIDR(text);
    if (address.kind() === 'ipv6') {
      const v6 = address as ipaddr.IPv6; // kind() has just said so
      if (v6.isIPv4MappedAddress() && bits >= 96) return [v6.toIPv4Address(), bits - 96];
    }
    return [address, bits];
  }
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Whether `ip` lies in one of `ranges`; an IPv4-mapped IPv6 address counts as its IPv4 address. False for nonsense. */
export function ipInRanges(ip: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return ranges.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits));
}

/**
 * The caller's address behind trusted proxies: walks `X-Forwarded-For` from the right as long as the hop it came from is
 * trusted. With no trusted proxy configured the header is ignored, so nobody can choose their own address.
 */
export function clientIp(socketAddress: string, forwardedFor: string | undefined, trusted: readonly Range[]): string {
  let current = normalise(socketAddress);
  if (forwardedFor === undefined) return current;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  while (ipInRanges(current, trusted)) {
    const next = hops.pop();
    if (next === undefined || !ipaddr.isValid(next)) break;
    current = normalise(next);
  }
  return current;
}

// What nearly every address looks like is in its one form already.
const plainIpv4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

function normalise(address: string): string {
  if (plainIpv4.test(address)) return address;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}
