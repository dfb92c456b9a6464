import { isIP } from 'node:net';
import { AppError } from '#platform/errors';
import { parseRange } from '#platform/http/client-ip';

/**
 * The canonical form of an allowlist: each entry an address or CIDR range, IPv4-mapped IPv6 as IPv4, doubles once. Bits beyond the
 * prefix may be set; they do not count. Short and octal spellings (`10.1`, `010.0.0.1`) are refused, because not everybody reads them alike.
 * `path` is where the list stands in the request.
 *
 * Errors: `validation_failed` naming each entry that is neither.
 */
export function readIpAllowlist(entries: readonly string[], path: string): string[] {
  const issues: { path: string; message: string }[] = [];
  const ranges = entries.map((entry, index) => {
    try {
      const text = entry.trim();
      if (isIP(text.split('/', 1)[0] ?? '') === 0) throw new TypeError('not an address');
      const [address, bits] = parseRange(text);
      const isWhole = bits === (address.kind() === 'ipv4' ? 32 : 128);
      return isWhole ? address.toString() : `${address.toString()}/${bits}`;
    } catch {
      issues.push({ path: `${path}.${index}`, message: 'must be an IP address or a range such as 203.0.113.0/24' });
      return '';
    }
  });
  if (issues.length > 0) throw new AppError('validation_failed', { details: { issues } });
  return [...new Set(ranges)];
}
