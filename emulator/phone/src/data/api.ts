import type { Behaviours } from '../../../src/behaviours.ts';
import type { ChatMessage, ChatSummary, CustomerView, Mail } from '../../../src/customers/chat-types.ts';

export type { Behaviours } from '../../../src/behaviours.ts';
export type {
  CardButton,
  ChatMessage,
  ChatSummary,
  CustomerView,
  Mail,
  StreamEvent,
  TemplateCard,
} from '../../../src/customers/chat-types.ts';

/** A message to write as a customer. */
export interface OutgoingMessage {
  type: string;
  content?: unknown;
  replyTo?: string;
}

/** A template, as far as the pages need it. */
export interface TemplateView {
  id: string;
  name: string;
  language: string;
  category: string;
  status: string;
  quality: string;
}

/** Calls the control API. Errors: throws with the emulator's own sentence. */
async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const init: RequestInit = { method };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const answer = await fetch(`/emulator/${path}`, init);
  const json: unknown = await answer.json();
  if (!answer.ok) {
    const message = (json as { error?: { message?: string } }).error?.message; // the form of all refusals
    throw new Error(message ?? `The emulator answered ${answer.status}.`);
  }
  return json as Answer; // our own emulator; both sides share their types
}

const person = (id: string, rest = '') => `customers/${encodeURIComponent(id)}${rest}`;

/** Everything the pages ask of the emulator. */
export const api = {
  customers: async (search: string) =>
    (await call<{ customers: CustomerView[] }>('GET', `customers?search=${encodeURIComponent(search)}`)).customers,
  customer: (id: string) => call<CustomerView>('GET', person(id)),
  createCustomer: (fields: { name: string; phone?: string; username?: string }) => call<CustomerView>('POST', 'customers', fields),
  updateCustomer: (id: string, fields: Partial<CustomerView>) => call<CustomerView>('PATCH', person(id), fields),
  chats: async (id: string) => (await call<{ chats: ChatSummary[] }>('GET', person(id, '/chats'))).chats,
  messages: (id: string, numberId: string, before?: number) =>
    call<{ messages: ChatMessage[]; chat: ChatSummary }>(
      'GET',
      person(id, `/chats/${numberId}/messages${before === undefined ? '' : `?before=${before}`}`),
    ),
  write: (id: string, numberId: string, message: OutgoingMessage) =>
    call<{ wamid: string }>('POST', person(id, '/messages'), { numberId, ...message }),
  upload(id: string, numberId: string, file: Blob, name: string) {
    const form = new FormData();
    form.set('numberId', numberId);
    form.set('file', file, name);
    return call<{ id: string; mimeType: string }>('POST', person(id, '/media'), form);
  },
  openChat: (id: string, numberId: string | null) => call<unknown>('POST', person(id, '/open-chat'), { numberId }),
  block: (id: string, numberId: string, isBlocked: boolean) => call<unknown>('POST', person(id, '/block'), { numberId, isBlocked }),
  marketing: (id: string, numberId: string, value: 'stop' | 'resume') =>
    call<unknown>('POST', person(id, '/marketing'), { numberId, value }),
  changePhone: (id: string, phone: string) => call<CustomerView>('POST', person(id, '/change-phone'), { phone }),
  behaviours: () => call<Behaviours>('GET', 'behaviours'),
  setBehaviours: (patch: unknown) => call<Behaviours>('PATCH', 'behaviours', patch),
  resetBehaviours: () => call<Behaviours>('DELETE', 'behaviours'),
  clock: () => call<{ nowMs: number; offsetMs: number }>('GET', 'clock'),
  advance: (byMs: number) => call<{ nowMs: number; offsetMs: number }>('POST', 'clock/advance', { byMs }),
  accountEvent: (event: Record<string, unknown>) => call<unknown>('POST', 'account-events', event),
  templates: async () => (await call<{ templates: TemplateView[] }>('GET', 'templates')).templates,
  setTemplateStatus: (id: string, status: string, title?: string) =>
    call<unknown>('POST', `templates/${id}/status`, { status, ...(title === undefined ? {} : { title, description: '' }) }),
  ledger: () =>
    call<{
      messages: { accepted: number; inbound: number; byState: Record<string, number>; duplicateCallbackData: number };
      webhooks: { built: number; updates: number; byState: Record<string, number>; attempts: number };
    }>('GET', 'ledger'),
  retryWebhooks: () => call<{ retried: number }>('POST', 'webhooks/retry-now', {}),
  mails: async () => (await call<{ mails: Mail[] }>('GET', 'mails')).mails,
  clearMails: () => call<unknown>('DELETE', 'mails'),
};
