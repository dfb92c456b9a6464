import type { ContactSummary, Message, WhatsAppNumber } from '@kabar/contract';
import { createContext, use } from 'react';

/** What every message of a thread needs to know and may ask for. */
export interface ThreadContextValue {
  contact: ContactSummary;
  number: WhatsAppNumber | null;
  /** A loaded message by its id or WhatsApp's id. */
  find: (id: string) => Message | null;
  reply: ((message: Message) => void) | null;
  react: ((message: Message, emoji: string) => void) | null;
  showDetails: (message: Message) => void;
  jumpTo: (messageId: string) => void;
}

/** Set by Thread. */
export const ThreadContext = createContext<ThreadContextValue | null>(null);

/** The thread that a message stands in. */
export function useThreadContext(): ThreadContextValue {
  const value = use(ThreadContext);
  if (!value) throw new Error('useThreadContext is used outside of a thread');
  return value;
}
