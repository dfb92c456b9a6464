import { useCallback, useEffect, useState } from 'react';
import { api } from './api.ts';
import type { ChatMessage, StreamEvent } from './api.ts';

/** How long the business is shown as typing when nothing comes. Source: "Typing indicators", 2025-11. */
const TYPING_MS = 25_000;

/** One open chat: its messages, kept up to date by `apply`, older ones on demand. */
export interface Chat {
  messages: ChatMessage[];
  isTyping: boolean;
  hasOlder: boolean;
  isLoading: boolean;
  reload: () => Promise<void>;
  loadOlder: () => Promise<void>;
  apply: (event: StreamEvent) => void;
}

const PAGE = 60;

function isOnPhone(message: ChatMessage, state: string): boolean {
  if (message.isFromCustomer || state === 'delivered' || state === 'read') return true;
  return message.type === 'reaction' && state === 'sent';
}

/** The chat of a customer with a number; empty while none is open. */
export function useChat(customerId: string | null, numberId: string | null): Chat {
  const [messages, setMessages] = useState<ChatMessage[]>([]);
  const [hasOlder, setHasOlder] = useState(false);
  const [isLoading, setIsLoading] = useState(false);
  const [typingUntil, setTypingUntil] = useState(0);

  const reload = useCallback(async () => {
    if (customerId === null || numberId === null) return;
    const page = await api.messages(customerId, numberId);
    setMessages(page.messages);
    setHasOlder(page.messages.length >= PAGE);
    setIsLoading(false);
  }, [customerId, numberId]);

  useEffect(() => {
    setMessages([]);
    setTypingUntil(0);
    setIsLoading(customerId !== null && numberId !== null);
    void reload();
  }, [customerId, numberId, reload]);

  useEffect(() => {
    if (typingUntil === 0) return;
    const timer = setTimeout(() => setTypingUntil(0), Math.max(0, typingUntil - Date.now()));
    return () => clearTimeout(timer);
  }, [typingUntil]);

  async function loadOlder() {
    const first = messages[0];
    if (!first || customerId === null || numberId === null) return;
    const page = await api.messages(customerId, numberId, first.order);
    setHasOlder(page.messages.length >= PAGE);
    setMessages((current) => [...page.messages, ...current]);
  }

  function apply(event: StreamEvent) {
    if (!('phoneNumberId' in event) || event.phoneNumberId !== numberId) return;
    if (event.type === 'typing') setTypingUntil(Date.now() + TYPING_MS);
    if (event.type === 'message') {
      if (!event.message.isFromCustomer) setTypingUntil(0);
      setMessages((current) =>
        current.some((message) => message.wamid === event.message.wamid)
          ? current
          : [...current, event.message].sort((left, right) => left.order - right.order),
      );
    }
    if (event.type === 'state') {
      setMessages((current) => {
        const target = current.find((message) => message.wamid === event.wamid);
        return current.map((message) => {
          // Reading one message means having read everything the customer wrote before it.
          const isReadWithIt =
            event.state === 'read' && target?.isFromCustomer === true && message.isFromCustomer && message.order <= target.order;
          if (message.wamid !== event.wamid && !isReadWithIt) return message;
          return { ...message, state: event.state, isOnPhone: isOnPhone(message, event.state) };
        });
      });
    }
  }

  return { messages, isTyping: typingUntil > 0, hasOlder, isLoading, reload, loadOlder, apply };
}
