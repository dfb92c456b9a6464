import { Agent, FormData, request } from 'undici';
import type { Behaviours, BehavioursPatch } from './behaviours.ts';
import type { ChatMessage, Mail } from './customers/chat-types.ts';
import type { LedgerCounts, LedgerMessage } from './store/ledger.ts';
import type { WebhookCounts, WebhookRecord } from './webhooks/deliverer.ts';
import type { App, Customer, PhoneNumber, Template, Token, Waba } from './world/entities.ts';

/** What is needed to connect to the seeded business. */
export interface ConnectionInfo {
  graphUrl: string;
  graphVersion: string;
  phoneUrl: string;
  mailboxUrl: string;
  appId: string;
  appSecret: string;
  businessId: string;
  wabaId: string;
  wabaName: string;
  accessToken: string;
  numbers: { phoneNumberId: string; displayPhoneNumber: string; verifiedName: string }[];
  templates: { id: string; name: string; language: string; category: string; status: string }[];
  customers: {
    id: string;
    name: string;
    phone: string | null;
    waId: string | null;
    userId: string;
    username: string | null;
  }[];
}

/** What a customer writes; see the README for `content` by type. */
export interface InboundMessageInput {
  numberId?: string;
  type: string;
  content?: unknown;
  replyTo?: string;
  isForwarded?: boolean;
  referral?: Record<string, unknown>;
  extras?: Record<string, unknown>;
  timestamp?: number;
}

/** Place of a message in the ledger. */
export interface MessageReference {
  order: number;
  wamid: string;
}

/** An event of an account, a number or a limit. */
export type AccountEvent =
  | { type: 'quality_update'; numberId?: string; quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN' }
  | { type: 'limit_update'; numberId?: string; limit: string }
  | { type: 'throughput_upgrade'; numberId?: string }
  | { type: 'name_update'; numberId?: string; decision: string; name: string }
  | { type: 'account_restriction'; wabaId?: string; restrictionType: string; days: number }
  | { type: 'account_banned'; wabaId?: string }
  | { type: 'account_reinstated'; wabaId?: string };

/** A refusal of the control API. */
export class EmulatorControlError extends Error {
  readonly httpStatus: number;

  constructor(httpStatus: number, message: string) {
    super(message);
    this.httpStatus = httpStatus;
  }
}

/** Typed client of the control API, one method per thing a test or a tool wants. All reject with EmulatorControlError. */
export interface EmulatorControl {
  readonly url: string;
  info(): Promise<ConnectionInfo>;

  /** Switches, globally or for one number. */
  behaviours(numberId?: string): Promise<Behaviours>;
  setBehaviours(patch: BehavioursPatch, numberId?: string): Promise<Behaviours>;
  resetBehaviours(numberId?: string): Promise<Behaviours>;
  clock(): Promise<{ nowMs: number; offsetMs: number }>;
  advanceClock(byMs: number): Promise<{ nowMs: number; offsetMs: number }>;
  seedRandom(seed: number): Promise<void>;

  createApp(fields: Partial<Omit<App, 'id'>> & { skipVerification?: boolean }): Promise<App>;
  updateApp(id: string, fields: Partial<Omit<App, 'id'>> & { skipVerification?: boolean }): Promise<App>;
  createWaba(fields: { name: string; country?: string; businessId?: string }): Promise<Waba>;
  /** Subscribes an app to a WABA without the Graph; webhooks then go to the app's callback or the override. */
  subscribe(wabaId: string, appId: string, overrideCallbackUrl?: string | null): Promise<Waba>;
  createNumber(fields: { wabaId: string; phone: string } & Partial<PhoneNumber>): Promise<PhoneNumber>;
  updateNumber(id: string, fields: Partial<PhoneNumber>): Promise<PhoneNumber>;
  createToken(fields: { appId: string; wabaIds: string[]; scopes?: string[]; expiresInMs?: number }): Promise<Token>;
  revokeToken(value: string): Promise<Token>;
  createSignupCode(appId: string, wabaIds: string[]): Promise<string>;
  templates(): Promise<Template[]>;
  updateTemplate(id: string, fields: { isPaced?: boolean; category?: string }): Promise<Template>;
  setTemplateStatus(id: string, status: string, options?: { reason?: string; title?: string; description?: string }): Promise<Template>;
  setTemplateQuality(id: string, quality: string): Promise<Template>;
  /** With `isNotice` only the notice that comes a day before. */
  setTemplateCategory(id: string, category: string, isNotice?: boolean): Promise<Template>;
  setTemplateComponents(id: string, components: Template['components']): Promise<Template>;
  accountEvent(event: AccountEvent): Promise<void>;
  /** Sends any webhook: `value` whole, or as an item of a list beside the metadata of a number. */
  sendWebhook(webhook: {
    field: string;
    value: Record<string, unknown>;
    wabaId?: string;
    list?: { name: string; numberId?: string };
  }): Promise<void>;
  retryWebhooksNow(): Promise<number>;

  customers(search?: string): Promise<Customer[]>;
  /** `id` may also be a phone number or a business-scoped user id, here and below. */
  customer(id: string): Promise<Customer>;
  createCustomer(fields: Partial<Omit<Customer, 'numbers' | 'isImplicit' | 'waId'>>): Promise<Customer>;
  updateCustomer(id: string, fields: Partial<Customer>): Promise<Customer>;
  deleteCustomer(id: string): Promise<void>;
  write(customerId: string, message: InboundMessageInput): Promise<MessageReference>;
  writeText(customerId: string, body: string, numberId?: string): Promise<MessageReference>;
  /** Many messages in one call; `customer` is an id, a phone number or a user id. They share webhook batches. */
  writeMany(messages: (InboundMessageInput & { customer: string })[]): Promise<MessageReference[]>;
  uploadAsCustomer(
    customerId: string,
    file: { bytes: Uint8Array; mimeType: string; fileName?: string },
    numberId?: string,
  ): Promise<{ id: string }>;
  readChat(customerId: string, numberId?: string): Promise<void>;
  setBlocked(customerId: string, isBlocked: boolean, numberId?: string): Promise<void>;
  setMarketing(customerId: string, value: 'stop' | 'resume' | 'signup', numberId?: string): Promise<void>;
  changePhone(customerId: string, phone: string): Promise<Customer>;
  changeUserId(customerId: string): Promise<Customer>;
  chat(customerId: string, numberId: string, limit?: number): Promise<ChatMessage[]>;

  /** Tells a status of an accepted message on demand. */
  setStatus(wamid: string, status: 'sent' | 'delivered' | 'read' | 'played' | 'failed', code?: number): Promise<void>;
  ledger(numberId?: string): Promise<{ messages: LedgerCounts; webhooks: WebhookCounts }>;
  /** One page of what was accepted, ascending; ask again with `nextAfter` until it is null. */
  ledgerMessages(options?: {
    after?: number;
    limit?: number;
    direction?: 'in' | 'out';
    numberId?: string;
  }): Promise<{ messages: LedgerMessage[]; nextAfter: number | null }>;
  /** Everything that was accepted, page by page. */
  allLedgerMessages(direction?: 'in' | 'out'): Promise<LedgerMessage[]>;
  ledgerMessage(wamid: string): Promise<LedgerMessage>;
  ledgerWebhooks(options?: { after?: number; limit?: number }): Promise<{ webhooks: WebhookRecord[]; nextAfter: number | null }>;
  duplicates(limit?: number): Promise<{ bizOpaqueCallbackData: string; count: number; wamids: string[] }[]>;

  mails(to?: string): Promise<Mail[]>;
  clearMails(): Promise<void>;
  close(): Promise<void>;
}

function queryOf(parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined) query.set(key, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Creates a client for the emulator at `url`, such as `http://127.0.0.1:4010`. Call `close` to release its connections. */
export function createEmulatorControl(url: string): EmulatorControl {
  const agent = new Agent({ connections: 16, keepAliveTimeout: 10_000 });

  async function call<Answer>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const isForm = body instanceof FormData;
    const answer = await request(`${url}/emulator/${path}`, {
      method,
      dispatcher: agent,
      ...(body === undefined ? {} : isForm ? { body } : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const json: unknown = await answer.body.json();
    if (answer.statusCode !== 200) {
      const message = (json as { error?: { message?: string } }).error?.message; // the form of all refusals
      throw new EmulatorControlError(answer.statusCode, message ?? `HTTP ${answer.statusCode}`);
    }
    return json as Answer; // the emulator is our own program; its routes and these types are tested together
  }

  const done = async (promise: Promise<unknown>) => {
    await promise;
  };
  const person = (id: string, rest = '') => `customers/${encodeURIComponent(id)}${rest}`;

  const control: EmulatorControl = {
    url,
    info: () => call('GET', 'info'),
    behaviours: (number) => call('GET', `behaviours${queryOf({ number })}`),
    setBehaviours: (patch, number) => call('PATCH', `behaviours${queryOf({ number })}`, patch),
    resetBehaviours: (number) => call('DELETE', `behaviours${queryOf({ number })}`),
    clock: () => call('GET', 'clock'),
    advanceClock: (byMs) => call('POST', 'clock/advance', { byMs }),
    seedRandom: (seed) => done(call('POST', 'random/seed', { seed })),
    createApp: (fields) => call('POST', 'apps', fields),
    updateApp: (id, fields) => call('PATCH', `apps/${id}`, fields),
    createWaba: (fields) => call('POST', 'wabas', fields),
    subscribe: (wabaId, appId, overrideCallbackUrl = null) => call('POST', `wabas/${wabaId}/subscriptions`, { appId, overrideCallbackUrl }),
    createNumber: (fields) => call('POST', 'numbers', fields),
    updateNumber: (id, fields) => call('PATCH', `numbers/${id}`, fields),
    createToken: (fields) => call('POST', 'tokens', fields),
    revokeToken: (value) => call('POST', 'tokens/revoke', { value }),
    createSignupCode: async (appId, wabaIds) => (await call<{ code: string }>('POST', 'signup-codes', { appId, wabaIds })).code,
    templates: async () => (await call<{ templates: Template[] }>('GET', 'templates')).templates,
    updateTemplate: (id, fields) => call('PATCH', `templates/${id}`, fields),
    setTemplateStatus: (id, status, options = {}) => call('POST', `templates/${id}/status`, { status, ...options }),
    setTemplateQuality: (id, quality) => call('POST', `templates/${id}/quality`, { quality }),
    setTemplateCategory: (id, category, isNotice = false) => call('POST', `templates/${id}/category`, { category, isNotice }),
    setTemplateComponents: (id, components) => call('POST', `templates/${id}/components`, { components }),
    accountEvent: (event) => done(call('POST', 'account-events', event)),
    sendWebhook: (webhook) => done(call('POST', 'webhooks', webhook)),
    retryWebhooksNow: async () => (await call<{ retried: number }>('POST', 'webhooks/retry-now', {})).retried,
    customers: async (search) => (await call<{ customers: Customer[] }>('GET', `customers${queryOf({ search, limit: 1000 })}`)).customers,
    customer: (id) => call('GET', person(id)),
    createCustomer: (fields) => call('POST', 'customers', fields),
    updateCustomer: (id, fields) => call('PATCH', person(id), fields),
    deleteCustomer: (id) => done(call('DELETE', person(id))),
    write: (id, message) => call('POST', person(id, '/messages'), message),
    writeText: (id, body, numberId) =>
      call('POST', person(id, '/messages'), { type: 'text', content: { body }, ...(numberId === undefined ? {} : { numberId }) }),
    writeMany: async (messages) => (await call<{ messages: MessageReference[] }>('POST', 'inbound', { messages })).messages,
    uploadAsCustomer(id, file, numberId) {
      const form = new FormData();
      if (numberId !== undefined) form.set('numberId', numberId);
      form.set('file', new Blob([new Uint8Array(file.bytes)], { type: file.mimeType }), file.fileName ?? 'file');
      return call('POST', person(id, '/media'), form);
    },
    readChat: (id, numberId) => done(call('POST', person(id, '/read'), numberId === undefined ? {} : { numberId })),
    setBlocked: (id, isBlocked, numberId) =>
      done(call('POST', person(id, '/block'), { isBlocked, ...(numberId === undefined ? {} : { numberId }) })),
    setMarketing: (id, value, numberId) =>
      done(call('POST', person(id, '/marketing'), { value, ...(numberId === undefined ? {} : { numberId }) })),
    changePhone: (id, phone) => call('POST', person(id, '/change-phone'), { phone }),
    changeUserId: (id) => call('POST', person(id, '/change-user-id'), {}),
    chat: async (id, numberId, limit) =>
      (await call<{ messages: ChatMessage[] }>('GET', person(id, `/chats/${numberId}/messages${queryOf({ limit })}`))).messages,
    setStatus: (wamid, status, code) =>
      done(call('POST', `messages/${encodeURIComponent(wamid)}/status`, { status, ...(code === undefined ? {} : { code }) })),
    ledger: (number) => call('GET', `ledger${queryOf({ number })}`),
    ledgerMessages: ({ after, limit, direction, numberId } = {}) =>
      call('GET', `ledger/messages${queryOf({ after, limit, direction, number: numberId })}`),
    async allLedgerMessages(direction = 'out') {
      const all: LedgerMessage[] = [];
      for (let after: number | null = 0; after !== null;) {
        const page: { messages: LedgerMessage[]; nextAfter: number | null } = await control.ledgerMessages({
          after,
          limit: 5000,
          direction,
        });
        all.push(...page.messages);
        after = page.nextAfter;
      }
      return all;
    },
    ledgerMessage: (wamid) => call('GET', `ledger/messages/${encodeURIComponent(wamid)}`),
    ledgerWebhooks: ({ after, limit } = {}) => call('GET', `ledger/webhooks${queryOf({ after, limit })}`),
    duplicates: async (limit) =>
      (
        await call<{ duplicates: { bizOpaqueCallbackData: string; count: number; wamids: string[] }[] }>(
          'GET',
          `ledger/duplicates${queryOf({ limit })}`,
        )
      ).duplicates,
    mails: async (to) => (await call<{ mails: Mail[] }>('GET', `mails${queryOf({ to })}`)).mails,
    clearMails: () => done(call('DELETE', 'mails')),
    close: () => agent.close(),
  };
  return control;
}
