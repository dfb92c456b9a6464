import { createHmac } from 'node:crypto';

// Everything beyond printable ASCII; JSON.stringify has already escaped what stands below the space.
const BEYOND_ASCII = /[\u007f-\uffff]/g;
// eslint-disable-next-line no-control-regex -- the range is the point
const HAS_BEYOND_ASCII = /[^\u0000-\u007e]/;

/**
 * A webhook body as Meta writes it: JSON with everything beyond ASCII as lower-case `\uXXXX`, and `/` as `\/` on request.
 * A receiver that parses and writes the body again before checking the signature fails, as it would live.
 * Source: public captures and issue threads about signature failures, 2025 to 2026.
 */
export function toWireBody(value: unknown, escapeSlashes: boolean): string {
  const json = JSON.stringify(value);
  const ascii = HAS_BEYOND_ASCII.test(json)
    ? json.replaceAll(BEYOND_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : json;
  return escapeSlashes ? ascii.replaceAll('/', '\\/') : ascii;
}

/** `X-Hub-Signature-256` over exactly these bytes. Source: "Create a webhook endpoint", 2026-04-21. */
export function signBody(body: string | Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}
