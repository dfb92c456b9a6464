import { ERRORS, errorDocsPath, type ErrorCode, type ErrorEntry } from '@kabar/contract/errors';
import { webhookParameters } from './openapi-events.ts';
import type { Json } from './openapi-schemas.ts';
import type { Route } from './route.ts';
import { takesIdempotencyKey } from './run-once.ts';

/** What the groups of operations are about. A route with another tag fails the test of the document. */
const tagWords: Readonly<Record<string, string>> = {
  Account: 'Signing up, signing in and what belongs to a person',
  'Single sign-on': 'Members sign in at their company’s own identity provider',
  'API keys': 'Keys for programs',
  Assignment: 'Who gets which conversation',
  Attributes: 'Fields of your own on contacts',
  Audit: 'Who changed what',
  'Automatic replies': 'Answers Kabar gives by itself',
  Backups: 'Copies of the installation',
  'Business transfers': 'The installation changes hands',
  Consent: 'What customers agreed to and what they stopped',
  'Contact form': 'Questions of people without WhatsApp',
  Contacts: 'Customers, known by their identifiers',
  Conversations: 'Contacts on numbers: threads, work, notes',
  'Cookies and statistics': 'What browsers keep and count',
  'Crash reports': 'Faults that people reported',
  Disclosures: 'What was handed to authorities',
  Events: 'The live stream',
  Exports: 'Files of contacts and persons',
  Imports: 'Contacts out of CSV files',
  Incidents: 'When somebody may have got at data',
  Intake: 'What WhatsApp delivered, as it was stored',
  Media: 'Files',
  Members: 'People in the workspace, and invitations',
  Messages: 'Sending, and what became of it',
  Notices: 'Public privacy pages',
  Notifications: 'What members are told',
  Numbers: 'WhatsApp senders',
  Operators: 'For those who run the installation',
  'Pages for customers': 'What customers see and do about their own data',
  Privacy: 'Retention, holds, the data map',
  'Privacy requests': 'Requests of people about their data',
  Promises: 'What a notice may say, and its proof',
  Recipients: 'Who receives data',
  Reports: 'Figures of the inbox',
  'Request log': 'Which calls programs made',
  'Saved replies': 'Texts ready to send',
  Search: 'Finding messages and contacts',
  Segments: 'Saved filters over contacts',
  'Service levels': 'Targets, and how they were met',
  Stages: 'Steps that contacts go through',
  'Support access': 'Letting operators of the installation in for a time',
  System: 'Probes',
  Tags: 'Labels',
  Teams: 'Members who work together',
  Templates: 'Messages WhatsApp has approved',
  Usage: 'How much is used',
  Views: 'Saved views of the inbox',
  Webhooks: 'Events sent to your server',
  'Working hours': 'When somebody answers',
  Workspaces: 'The workspace and its settings',
};

/** The groups that are used, in the order of the alphabet, with what they are about. */
export function tagsOf(routes: readonly Route[]): Json[] {
  const used = [...new Set(routes.map((route) => route.tag))].toSorted((a, b) => a.localeCompare(b, 'en'));
  return used.map((name) => ({ name, ...(tagWords[name] === undefined ? {} : { description: tagWords[name] }) }));
}

/** Which statuses of refusals a route can answer with. */
export function refusalsOf(route: Route): Record<string, Json> {
  const isKnown = route.auth !== 'public';
  const isWrite = route.method !== 'GET';
  const statuses = [
    ...(route.params !== undefined || route.query !== undefined || route.body !== undefined ? [400] : []),
    ...(isKnown ? [401, 403] : []),
    ...(route.params === undefined ? [] : [404]),
    ...(isWrite ? [409] : []),
    ...(route.body === undefined ? [] : [413, 415]),
    ...(takesIdempotencyKey(route) ? [422] : []),
    429,
    500,
    503,
  ];
  return {
    ...Object.fromEntries(statuses.map((status) => [String(status), { $ref: `#/components/responses/Refused${status}` }])),
    default: { $ref: '#/components/responses/Error' },
  };
}

const statusWords: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Who asks is not known',
  403: 'Who asks may not do this',
  404: 'It does not exist, or not in this workspace',
  409: 'It does not fit what is there',
  405: 'The path exists with other methods',
  410: 'It existed and is gone',
  413: 'The body is too large',
  415: 'The body is of another type',
  422: 'It cannot be done, or the idempotency key belongs to another request',
  429: 'Too many requests; wait for `Retry-After`',
  500: 'A fault of ours; the request id finds it in the log',
  503: 'For the moment it does not work; wait for `Retry-After`',
};

const entries = Object.entries<ErrorEntry>(ERRORS) as [ErrorCode, ErrorEntry][]; // the keys of a literal object

function refusal(status: number): Json {
  const codes = entries.filter(([, entry]) => entry.status === status);
  const [first] = codes.map(([code]) => code);
  const waits = status === 429 || status === 503;
  return {
    description: `${statusWords[status] ?? 'Refusal'}. Codes: ${codes.map(([code]) => `\`${code}\``).join(', ')}`,
    'x-codes': codes.map(([code]) => code),
    headers: {
      'Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(waits ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        ...(first === undefined ? {} : { example: errorExample(first) }),
      },
    },
  };
}

function errorExample(code: ErrorCode): Json {
  const { title, message, retryable } = ERRORS[code];
  return { error: { code, title, message, doc_url: errorDocsPath(code), request_id: 'req_01jd8z3t5kf6v9b2m4n7p0q1rs', retryable } };
}

/** Everything that operations refer to; `schemas` are those of the contract, by name. */
export function openApiComponents(schemas: Readonly<Record<string, Json>>): Json {
  return {
    securitySchemes: {
      apiKey: {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key (`kabar_live_…`). It stands for its workspace; what it may do are its scopes, named at each operation.',
      },
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'kabar_session',
        description: 'The cookie of a person who signed in to the dashboard.',
      },
      workspace: {
        type: 'apiKey',
        in: 'header',
        name: 'Kabar-Workspace',
        description: 'The workspace (`wsp_…`) that a signed-in person works in.',
      },
    },
    parameters: {
      IdempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description:
          'Your own unique text for this request: 1 to 255 printable ASCII characters without spaces. A repeat with the same key and the same request does nothing twice and is given the first answer, with the header `Idempotent-Replayed`.',
        schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
        example: 'order-2026-0042',
      },
      ...webhookParameters,
    },
    headers: {
      RequestId: {
        description: 'Id of this request; name it when you ask for help.',
        schema: { type: 'string' },
        example: 'req_01jd8z3t5kf6v9b2m4n7p0q1rs',
      },
      RateLimit: {
        description:
          'How the limits stand: `r` requests are left, the quota is full again in `t` seconds. As in draft-ietf-httpapi-ratelimit-headers-10.',
        schema: { type: 'string' },
        example: '"key";r=998;t=1, "workspace";r=1990;t=1',
      },
      RateLimitPolicy: {
        description: 'The limits this request counts against: a quota of `q` requests that fills within `w` seconds.',
        schema: { type: 'string' },
        example: '"key";q=1000;w=2, "workspace";q=2000;w=2',
      },
      IdempotentReplayed: {
        description: '`true` when this is the answer of an earlier request with the same `Idempotency-Key`.',
        schema: { type: 'string', enum: ['true'] },
      },
      RetryAfter: { description: 'Seconds to wait before the next try.', schema: { type: 'integer', minimum: 1 }, example: 2 },
    },
    responses: {
      Error: {
        description: 'Refusal; see the error catalogue at /docs/errors',
        headers: { 'Request-Id': { $ref: '#/components/headers/RequestId' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' }, example: errorExample('not_found') } },
      },
      ...Object.fromEntries(Object.keys(statusWords).map((status) => [`Refused${status}`, refusal(Number(status))])),
    },
    schemas: {
      ...schemas,
      Error: {
        type: 'object',
        description: 'The body of every refusal.',
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            required: ['code', 'title', 'message', 'doc_url', 'request_id', 'retryable'],
            properties: {
              code: { type: 'string', enum: Object.keys(ERRORS), description: 'Stable; decide by it' },
              title: { type: 'string' },
              message: { type: 'string', description: 'Safe to show; says what to do next' },
              doc_url: { type: 'string', format: 'uri-reference', description: 'Page about this code, on this server' },
              request_id: { type: 'string' },
              retryable: { type: 'boolean', description: 'The very same request may succeed later' },
              details: { description: 'More about some codes, of a fixed form for each' },
            },
          },
        },
      },
    },
  };
}
