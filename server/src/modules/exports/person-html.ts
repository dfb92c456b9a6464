import type { ExportedMessage, PersonRecord } from './collect-person.ts';

/** The beginning of a page that a person without any tool can read: who they are on record, notes, consent, history. */
export function htmlHead(person: PersonRecord): string {
  const { contact } = person;
  const facts: [string, string][] = [
    ['Name', contact.name ?? ''],
    ['Name in WhatsApp', contact.profile_name ?? ''],
    ['Stage', person.stage ?? ''],
    ['Tags', person.tags.join(', ')],
    ['Country', contact.country ?? ''],
    ['On record since', contact.created_at],
    ['Last wrote', contact.last_seen_at ?? ''],
    ...contact.identifiers.map((identifier): [string, string] => [identifier.kind, identifier.value]),
    ...Object.entries(contact.attributes).map(([key, value]): [string, string] => [key, String(value)]),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Everything about one person</title>
<style>body{font:14px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}.m{margin:.4rem 0;padding:.4rem .6rem;border-radius:.5rem;background:#8881}.out{margin-left:20%}small{opacity:.7}</style></head><body>
<h1>Everything about one person</h1><p>Written on ${escape(person.exported_at)}.</p>
<h2>Record</h2><table>${facts.map(([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(value)}</td></tr>`).join('')}</table>
<h2>Notes</h2>${list(person.notes.map((note) => `<small>${escape(note.written_at)}</small> ${escape(note.text)}`))}
<h2>Consent</h2>${list(
    person.consents.map((one) => ['occurred_at', 'purpose', 'state', 'source'].map((field) => escape(wordOf(one[field]))).join(' · ')),
  )}
<h2>History</h2>${list(person.history.map((one) => `${escape(wordOf(one['occurred_at']))} · ${escape(wordOf(one['kind']))}`))}
<h2>Messages</h2>
`;
}

/** One message. */
export function htmlMessage(message: ExportedMessage): string {
  const file = message.media_id === null ? '' : `<br><small>File: media/${escape(message.media_id)}</small>`;
  return `<div class="m ${message.direction}"><small>${escape(message.occurred_at)} · ${escape(message.author)} · ${escape(message.type)}</small><br>${escape(textOf(message.content))}${file}</div>\n`;
}

/** The end of the page. */
export function htmlFoot(): string {
  return '</body></html>\n';
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '<p>None.</p>' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

/** The words of a message where it has any, else all of it as it is stored. */
function textOf(content: unknown): string {
  if (typeof content === 'object' && content !== null) {
    if ('body' in content && typeof content.body === 'string') return content.body;
    if ('caption' in content && typeof content.caption === 'string') return content.caption;
  }
  return content === null || content === undefined ? '' : JSON.stringify(content);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Dates, ids and words of ours as text; anything else, which no field of these has, as nothing. */
function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
