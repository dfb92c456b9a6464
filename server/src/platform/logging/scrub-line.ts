// The last net under typed keys and value kinds: it works on the finished line and therefore knows nothing of its meaning.

const bearer = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;
const ownKey = /\bkabar_[a-z]+_[0-9A-Za-z]{8,}/g;
const metaToken = /\bEAA[0-9A-Za-z]{8,}/g;
const jsonWebToken = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;
const email = /[A-Za-z0-9._%+-]+(?:@|%40|\\u0040)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g;
const wamid = /\bwamid\.[A-Za-z0-9+/=_-]{8,}/g;
const phoneWithPlus = /\+\d(?:[ ().-]?\d){6,15}/g;
const phoneGrouped = /(?<![\w-])\(?\d{2,5}\)?(?:[ .-]\d{3,5}){2,3}(?![\w-])/g;
const phoneDigits = /(?<![\w-])\d{9,15}(?![\w-])/g;

/**
 * Takes what looks like a token, a bearer header, an e-mail address or a phone number out of a finished log line. Ids
 * (uuid, public ids), ISO times and numbers below nine digits stay. The result is still valid JSON. Never throws.
 */
export function scrubLine(line: string): string {
  return line
    .replace(bearer, '$1 [token]')
    .replace(ownKey, '[token]')
    .replace(metaToken, '[token]')
    .replace(jsonWebToken, '[token]')
    .replace(wamid, '[wamid]')
    .replace(email, '[email]')
    .replace(phoneWithPlus, '[phone]')
    .replace(phoneGrouped, (found) => (digitCount(found) >= 9 ? '[phone]' : found))
    .replace(phoneDigits, (found, offset: number, whole: string) => (isJsonNumber(whole, offset) ? '0' : '[phone]'));
}

function digitCount(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** A bare number after `":` is replaced by a number, so that the line stays JSON. */
function isJsonNumber(line: string, offset: number): boolean {
  return line.endsWith('":', offset);
}
