import type { LedgerMessage } from './store/ledger.ts';

/** What the phone page is told while it happens. */
export type PhoneEvent =
  | { type: 'message'; customerId: string; phoneNumberId: string; message: LedgerMessage }
  | { type: 'state'; customerId: string; phoneNumberId: string; wamid: string; state: string; atMs: number }
  | { type: 'typing'; customerId: string; phoneNumberId: string; untilMs: number }
  | { type: 'customers' }
  | { type: 'mails' }
  | { type: 'behaviours' };

/** Fan-out to open pages; costs nothing while nobody looks. */
export interface PhoneEvents {
  hasListeners(): boolean;
  listenerCount(): number;
  publish(event: PhoneEvent): void;
  subscribe(listener: (event: PhoneEvent) => void): () => void;
}

/** Creates the fan-out. */
export function createPhoneEvents(): PhoneEvents {
  const listeners = new Set<(event: PhoneEvent) => void>();
  return {
    hasListeners: () => listeners.size > 0,
    listenerCount: () => listeners.size,
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
