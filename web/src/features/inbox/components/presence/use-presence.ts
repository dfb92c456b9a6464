import { PRESENCE_TIMES, type ConversationPresence, type PresenceState } from '@kabar/contract';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** Tells windows of one person apart: closing one does not hide the other. */
const tab = crypto.randomUUID().slice(0, 18);

/** Who is at a conversation beside the reader, and how the reader's own signs are given. */
export interface Presence {
  /** Null while it is not known. */
  others: ConversationPresence['members'];
  /** The other member who is answering now, if somebody is. */
  lockedBy: string | null;
  /** The reader types. Told at most every few seconds. */
  typing: () => void;
  /** The reader answers although somebody else is; asked before. */
  takeOver: () => void;
}

function usePresenceQuery(conversationId: string): UseQueryResult<ConversationPresence> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'presence'), conversationId],
    queryFn: ({ signal }) => api.presence.get(conversationId, { signal }),
    // Signs run out by themselves; the live events tell of changes, this of what no event told.
    refetchInterval: PRESENCE_TIMES.viewingMs,
  });
}

/** Shows others that the reader is here for as long as the page is in front, and tells who else is. */
export function usePresence(conversationId: string): Presence {
  const { api, workspace, memberId, permissions } = useWorkspace();
  const queryClient = useQueryClient();
  const { data } = usePresenceQuery(conversationId);
  const toldTypingAtMs = useRef(Number.NEGATIVE_INFINITY);
  const stateRef = useRef<Exclude<PresenceState, 'left'>>('viewing');
  const mayTell = permissions.has('conversations:write');

  const tell = useCallback(
    (state: PresenceState, override = false) => {
      if (!mayTell) return;
      if (state !== 'left') stateRef.current = state;
      api.presence.set(conversationId, { state, override, tab }).then(
        (presence) => queryClient.setQueryData([...sharedKey(workspace.id, 'presence'), conversationId], presence),
        // A sign that did not arrive runs out by itself.
        () => undefined,
      );
    },
    [api, conversationId, mayTell, queryClient, workspace.id],
  );
  const repeat = useEffectEvent(() => {
    if (document.visibilityState === 'visible') tell(stateRef.current === 'viewing' ? 'viewing' : 'replying');
  });
  useEffect(() => {
    stateRef.current = 'viewing';
    tell('viewing');
    const timer = setInterval(() => repeat(), PRESENCE_TIMES.repeatViewingMs);
    const handleVisible = (): void => {
      if (document.visibilityState === 'visible') tell('viewing');
      else tell('left');
    };
    document.addEventListener('visibilitychange', handleVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', handleVisible);
      tell('left');
    };
  }, [tell]);

  const locked = data?.lock ?? null;
  const isOver = locked !== null && Date.parse(locked.expires_at) <= Date.now();
  return {
    others: (data?.members ?? []).filter((member) => member.member_id !== memberId),
    lockedBy: locked === null || isOver || locked.member_id === memberId ? null : locked.member_id,
    typing: () => {
      const nowMs = performance.now();
      if (nowMs - toldTypingAtMs.current < PRESENCE_TIMES.repeatTypingMs) return;
      toldTypingAtMs.current = nowMs;
      tell('typing');
    },
    takeOver: () => tell('typing', true),
  };
}
