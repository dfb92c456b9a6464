import { useRef } from 'react';
import { useWorkspace } from '#features/session';

// WhatsApp shows "typing…" for up to 25 s.
const everyMs = 15_000;

/** Lets the customer see that somebody writes: told at most every 15 s, and without a word when that fails. */
export function useTyping(conversationId: string): () => void {
  const { api, permissions } = useWorkspace();
  const toldAtMs = useRef(Number.NEGATIVE_INFINITY);
  return () => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs.current < everyMs || !permissions.has('messages:send')) return;
    toldAtMs.current = nowMs;
    api.conversations.typing(conversationId).catch(() => undefined);
  };
}
