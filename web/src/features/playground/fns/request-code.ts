/** Any value that JSON can hold. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A body of a request. */
export type Body = { readonly [key: string]: Json | undefined };

/** Text inside single quotes of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command that sends a message; every value is quoted, so it can be pasted as it is. The key comes from the environment. */
export function curlOf(origin: string, body: Body, idempotencyKey: string | null): string {
  return [
    `curl ${quoted(`${origin}/v1/messages`)} \\`,
    `  -H "Authorization: Bearer $KABAR_API_KEY" \\`,
    `  -H ${quoted('Content-Type: application/json')} \\`,
    ...(idempotencyKey === null ? [] : [`  -H ${quoted(`Idempotency-Key: ${idempotencyKey}`)} \\`]),
    `  -d ${quoted(JSON.stringify(body, null, 2))}`,
  ].join('\n');
}

function literal(value: Json | undefined, indent: string): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value)
      .slice(1, -1)
      .replaceAll(String.raw`\"`, '"')
      .replaceAll("'", String.raw`\'`)}'`;
  if (value === null || typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item: Json) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(
    ([key, item]) => `${inner}${/^[a-z_$][\w$]*$/i.test(key) ? key : literal(key, '')}: ${literal(item, inner)},\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

/** The same request with the SDK, which makes an idempotency key by itself. */
export function typescriptOf(origin: string, body: Body): string {
  return [
    `import { createKabar } from '@kabar/sdk';`,
    '',
    `const kabar = createKabar({ baseUrl: ${literal(origin, '')}, apiKey: process.env.KABAR_API_KEY });`,
    `const message = await kabar.messages.send(${literal(body, '')});`,
    'console.log(message.id, message.status);',
  ].join('\n');
}
