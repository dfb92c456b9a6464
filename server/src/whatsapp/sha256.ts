/**
 * A SHA-256 as lower-case hex, from hex or base64; null when it is neither.
 * Source: Meta for Developers, "Media" and webhook examples, 2025-11 (base64 in message webhooks, hex in REST answers).
 */
export function readSha256(text: string): string | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
  return bytes?.length === 32 ? bytes.toString('hex') : null;
}
