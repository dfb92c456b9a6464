/**
 * What a value under a log key may look like. Everything that does not fit its kind is written as `[refused]`, so free
 * text (and with it message content) has no way into a line.
 */
export type LogKind =
  | 'id' // a database uuid or a public id such as msg_01jb…
  | 'word' // a name from our own source: code, state, table, event type; letters, digits and _ . : / -
  | 'number'
  | 'flag'
  | 'route' // a declared path with :parameters, never the path that was called
  | 'host' // host name or address with an optional port
  | 'url' // origin and path of an address of ours; user, query and fragment are cut off
  | 'path' // a place in the file system
  | 'instant';

/**
 * Every key a log line may have. Add a key here before logging it; there is no other way. There is no key for names,
 * phone numbers, e-mail addresses, tokens, text, nor for Meta's message ids, which hold the phone number in base64.
 */
export const logKeys = {
  requestId: 'id',
  workspaceId: 'id',
  actorId: 'id',
  userId: 'id',
  memberId: 'id',
  sessionId: 'id',
  apiKeyId: 'id',
  numberId: 'id',
  contactId: 'id',
  conversationId: 'id',
  messageId: 'id',
  templateId: 'id',
  mediaId: 'id',
  deliveryId: 'id',
  unitId: 'id',
  mailId: 'id',
  jobId: 'id',
  eventId: 'id',
  leaseId: 'id',
  auditId: 'id',

  code: 'word',
  reason: 'word',
  kind: 'word',
  type: 'word',
  state: 'word',
  from: 'word',
  to: 'word',
  job: 'word',
  queue: 'word',
  lane: 'word',
  role: 'word',
  step: 'word',
  consumer: 'word',
  channel: 'word',
  table: 'word',
  migration: 'word',
  setting: 'word',
  permission: 'word',
  template: 'word',
  method: 'word',
  signal: 'word',
  version: 'word',
  day: 'word',
  metaClass: 'word',

  count: 'number',
  acceptedCount: 'number',
  failedCount: 'number',
  skippedCount: 'number',
  waitingCount: 'number',
  rowCount: 'number',
  unitCount: 'number',
  attemptCount: 'number',
  connectionCount: 'number',
  durationMs: 'number',
  delayMs: 'number',
  lagMs: 'number',
  retryAfterMs: 'number',
  sizeBytes: 'number',
  limitBytes: 'number',
  status: 'number',
  httpStatus: 'number',
  metaCode: 'number',
  metaSubcode: 'number',
  exitCode: 'number',
  port: 'number',
  fence: 'number',

  ok: 'flag',
  retryable: 'flag',

  route: 'route',
  host: 'host',
  url: 'url',
  path: 'path',
  at: 'instant',
  since: 'instant',
  until: 'instant',
} as const satisfies Record<string, LogKind>;

/** Name of a key that a log line may have. */
export type LogKey = keyof typeof logKeys;

type ValueOf = {
  id: string;
  word: string;
  number: number;
  flag: boolean;
  route: string;
  host: string;
  url: string;
  path: string;
  instant: Date;
};

/** The fields of one line: known keys only, each with the type of its kind, and `error` for anything thrown. */
export type LogFields = { readonly [K in LogKey]?: ValueOf[(typeof logKeys)[K]] | null | undefined } & {
  readonly error?: unknown;
};

/** What is written in place of a value that does not fit its kind. */
export const refused = '[refused]';

const idForm = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z]{3,4}_[0-7][0-9a-hjkmnp-tv-z]{25})$/;
const wordForm = /^[A-Za-z0-9_.:/-]{1,80}$/;
const routeForm = /^\/[A-Za-z0-9_.:/*{}-]{0,200}$/;
const hostForm = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]{2,39}\])(?::\d{1,5})?$/;
const pathForm = /^(?:[A-Za-z]:\\|\/|\.{1,2}\/)[^\p{Cc}]{0,400}$/u;
const longDigits = /\d{9}/;

/**
 * Gives the value as it may be written, or `[refused]`. Types keep wrong values out when the program is checked; this
 * keeps them out when it runs. Never throws.
 */
export function readLogValue(kind: LogKind, value: unknown): string | number | boolean {
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 100) / 100 : refused;
    case 'flag':
      return typeof value === 'boolean' ? value : refused;
    case 'instant':
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : refused;
    case 'id':
      return typeof value === 'string' && idForm.test(value) ? value : refused;
    case 'word':
      return typeof value === 'string' && wordForm.test(value) && !longDigits.test(value) ? value : refused;
    case 'route':
      return typeof value === 'string' && (value === '' || routeForm.test(value)) && !longDigits.test(value) ? value : refused;
    case 'host':
      return typeof value === 'string' && hostForm.test(value) ? value : refused;
    case 'url':
      return typeof value === 'string' ? bareAddress(value) : refused;
    case 'path':
      return typeof value === 'string' && pathForm.test(value) ? value : refused;
  }
}

function bareAddress(text: string): string {
  if (!URL.canParse(text)) return refused;
  const url = new URL(text);
  if (!/^(?:https?|postgres(?:ql)?|smtps?):$/.test(url.protocol)) return refused;
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
