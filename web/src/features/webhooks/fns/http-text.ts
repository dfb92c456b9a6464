/** Headers and body of a request or an answer. */
export interface HttpPart {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A request or an answer as text: headers, an empty line, the body; JSON is indented. */
export function httpText({ headers, body }: HttpPart): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...head, ...(body === '' ? [] : ['', indented(body)])].join('\n');
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
