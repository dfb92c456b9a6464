import type {
  ListPrivacyRequestsQuery,
  Page,
  PrivacyReceipt,
  PrivacyRequest,
  PrivacyRequestCounts,
  PrivacyRequestEvent,
} from '@kabar/contract';
import type { CallOptions } from '@kabar/sdk';
import { createContext, use } from 'react';

/** What can be done to a request, by the name the API gives it. */
export type ActName =
  | 'send-code'
  | 'confirm-code'
  | 'judge-identity'
  | 'start'
  | 'approve'
  | 'begin-now'
  | 'stop'
  | 'cancel'
  | 'deny'
  | 'extend'
  | 'mark-duplicate'
  | 'not-duplicate'
  | 'finish-step'
  | 'retry'
  | 'lift-restriction'
  | 'forward';

/** One act with what it takes. */
export type RequestAct = { act: ActName; with?: Record<string, unknown> };

/** Where requests come from: the workspace one is in, or the queue of whoever runs the installation. */
export interface RequestSource {
  scope: 'workspace' | 'operator';
  key: readonly unknown[];
  mayAct: boolean;
  list(query: Partial<ListPrivacyRequestsQuery>, options?: CallOptions): Promise<Page<PrivacyRequest>>;
  counts(options?: CallOptions): Promise<PrivacyRequestCounts>;
  get(id: string, options?: CallOptions): Promise<PrivacyRequest>;
  history(id: string, options?: CallOptions): Promise<{ data: PrivacyRequestEvent[] }>;
  receipt(id: string): Promise<PrivacyReceipt>;
  /** Null where the copy is handed out by the person's own page. */
  file: ((id: string) => Promise<Blob>) | null;
  act(id: string, act: RequestAct): Promise<unknown>;
}

/** The source for everything below it. */
export const RequestSourceContext = createContext<RequestSource | null>(null);

/** Where the requests of this page come from. */
export function useRequestSource(): RequestSource {
  const source = use(RequestSourceContext);
  if (source === null) throw new Error('requests are shown below a source');
  return source;
}
