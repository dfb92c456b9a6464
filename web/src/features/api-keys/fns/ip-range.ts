const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const v4Pattern = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

function isV6(text: string): boolean {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(':')) return false;
  try {
    // The address parser of the browser knows every spelling of an IPv6 address.
    return new URL(`http://[${text}]/`).hostname !== '';
  } catch {
    return false;
  }
}

/** Whether a text is an address or a range ("203.0.113.7", "203.0.113.0/24", "2001:db8::/32"). The server decides in the end. */
export function isIpRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0) return false;
  const widest = v4Pattern.test(address) ? 32 : isV6(address) ? 128 : null;
  if (widest === null) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
}

/** The first part of such a text that is neither; null when all are. */
export function wrongIpRange(text: string): string | null {
  return splitIpRanges(text).find((part) => !isIpRange(part)) ?? null;
}

/** The addresses of a text with one per line or with commas; empty lines do not count. */
export function splitIpRanges(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
