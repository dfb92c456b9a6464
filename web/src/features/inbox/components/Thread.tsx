import type { Conversation, Message, WhatsAppNumber } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { use, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useWorkspace } from '#features/session';
import { contactLabel } from '#lib/contact-label.ts';
import { TimeZoneContext } from '#lib/use-format.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import { useEntries } from '../api/entries.ts';
import { useThread } from '../api/queries.ts';
import { foldReactions } from '../fns/fold-reactions.ts';
import { withOutbox } from '../fns/provisional-message.ts';
import { firstUnreadId, rowKey, threadRows } from '../fns/thread-rows.ts';
import { useDesk, useDraft, useOutboxEntries } from '../outbox/use-outbox.ts';
import { ThreadContext, type ThreadContextValue } from './thread-context.ts';
import { ThreadSkeleton } from './ThreadSkeleton.tsx';
import { ThreadView } from './ThreadView.tsx';

/** Props of Thread. */
export interface ThreadProps {
  conversation: Conversation;
  number: WhatsAppNumber | null;
  /** Message of the address bar: shown and lit up. */
  messageId: string | null;
  onMessageChange: (messageId: string | null) => void;
  onReply: ((message: Message) => void) | null;
  onReact: ((message: Message, emoji: string) => void) | null;
  onDetails: (message: Message) => void;
  /** Tells whether the newest messages are on screen. */
  onShownChange: (shown: boolean) => void;
}

/** The thread of one conversation. Mounted anew for each. */
export function Thread(props: ThreadProps) {
  const { conversation, number, messageId, onMessageChange, onReply, onReact, onDetails, onShownChange } = props;
  const { t } = useLingui();
  const { user } = useWorkspace();
  const timeZone = use(TimeZoneContext);
  const { drafts, outbox } = useDesk();
  const draft = useDraft(conversation.id);
  const [aroundId, setAroundId] = useState(messageId);
  const [handledId, setHandledId] = useState(messageId);
  const [turn, setTurn] = useState(0);
  const [unread, setUnread] = useState<{ fromId: string | null; count: number } | null>(null);
  const thread = useThread(conversation.id, aroundId);
  const entries = useOutboxEntries(conversation.id);
  const loaded = thread.messages;

  // Counted once, when the thread opens: the line stays where it is while one reads.
  if (unread === null && loaded !== null) {
    setUnread({ fromId: thread.live ? firstUnreadId(loaded, conversation.unread_count) : null, count: conversation.unread_count });
  }
  const messages = useMemo(
    () => (loaded === null ? null : foldReactions(thread.live ? withOutbox(loaded, entries, { id: user.id, name: user.name }) : loaded)),
    [loaded, entries, thread.live, user.id, user.name],
  );
  // From the oldest message on screen; with the very first one loaded, from the beginning.
  const notes = useEntries(conversation.id, thread.hasOlder ? (loaded?.[0]?.occurred_at ?? null) : null, loaded !== null);
  const rows = useMemo(
    () => threadRows(messages ?? [], notes, { timeZone, unreadFromId: unread?.fromId ?? null, unreadCount: unread?.count ?? 0 }),
    [messages, notes, timeZone, unread],
  );

  const tidy = useEffectEvent(() => {
    if (!loaded) return;
    const refs = new Set(loaded.map((message) => message.client_ref));
    const ids = new Set(loaded.map((message) => message.id as string));
    for (const entry of entries) {
      if (refs.has(entry.key) || (entry.state.kind === 'accepted' && ids.has(entry.state.messageId))) outbox.remove(entry.key);
    }
    // It did arrive although the answer got lost.
    if (draft.error !== null && refs.has(draft.key)) drafts.clear(conversation.id);
  });
  useEffect(() => tidy(), [loaded, entries, draft]);

  // What one sends is shown at the newest place, also from the middle of an old part.
  const [sentCount, setSentCount] = useState(entries.length);
  if (entries.length !== sentCount) {
    setSentCount(entries.length);
    if (entries.length > sentCount && aroundId !== null) setAroundId(null);
  }

  const index = useMemo(() => {
    const found = new Map<string, Message>();
    for (const message of messages ?? []) {
      found.set(message.id, message);
      if (message.wamid !== null) found.set(message.wamid, message);
    }
    return found;
  }, [messages]);

  const value = useMemo<ThreadContextValue>(
    () => ({
      contact: conversation.contact,
      number,
      find: (id) => index.get(id) ?? null,
      reply: onReply,
      react: onReact,
      showDetails: onDetails,
      jumpTo: (id) => {
        if (!index.has(id)) setAroundId(id);
        setTurn((before) => before + 1);
        onMessageChange(id);
      },
    }),
    [conversation.contact, number, index, onReply, onReact, onDetails, onMessageChange],
  );

  const target = messageId === null ? undefined : index.get(messageId);
  // An address that names a message which is not loaded: load around it.
  if (messages !== null && messageId !== handledId) {
    setHandledId(messageId);
    if (messageId !== null && !target) setAroundId(messageId);
  }

  const name = contactLabel(conversation.contact) ?? t`No name`;
  if (messages === null) {
    return thread.error ? (
      <div className="flex-1 overflow-y-auto">
        <ErrorState
          error={thread.error}
          onRetry={() => {
            if (aroundId === null) thread.retry();
            else {
              setAroundId(null);
              onMessageChange(null);
            }
          }}
        />
      </div>
    ) : (
      <ThreadSkeleton />
    );
  }
  return (
    <ThreadContext value={value}>
      <ThreadView
        key={aroundId ?? 'newest'}
        label={t`Messages with ${name}`}
        thread={thread}
        messages={messages}
        rows={rows}
        startKey={unread?.fromId ? 'unread' : null}
        target={target ? { key: rowKey(target), turn } : null}
        onBackToNewest={() => {
          setAroundId(null);
          onMessageChange(null);
        }}
        onAtEndChange={onShownChange}
      />
    </ThreadContext>
  );
}
