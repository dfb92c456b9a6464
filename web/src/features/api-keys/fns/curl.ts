/** What a ready `curl` needs. `to` is a phone number with country code. */
export interface SendCurl {
  origin: string;
  apiKey: string;
  numberId: string;
  to: string;
}

/** Text inside single quotes of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command that sends a text by API; every value is quoted, so it can be pasted as it is. */
export function sendCurl({ origin, apiKey, numberId, to }: SendCurl): string {
  const body = JSON.stringify({ number_id: numberId, to, type: 'text', text: { body: 'Hello from the API' } });
  return [
    `curl ${quoted(`${origin}/v1/messages`)} \\`,
    `  -H ${quoted(`Authorization: Bearer ${apiKey}`)} \\`,
    `  -H ${quoted('Content-Type: application/json')} \\`,
    `  -d ${quoted(body)}`,
  ].join('\n');
}
