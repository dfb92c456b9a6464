import type { Conversation, Message, WhatsAppNumber } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { notify } from '#ui/toasts.ts';
import type { FreshRows } from '../api/fresh.ts';
import { inboxKeys } from '../api/keys.ts';
import { addresseeOf } from '../outbox/addressee.ts';
import { newSendKey } from '../outbox/send-key.ts';
import { useDesk } from '../outbox/use-outbox.ts';
import { Composer } from './Composer.tsx';
import { ModeTabs } from './notes/ModeTabs.tsx';
import { NoteComposer } from './notes/NoteComposer.tsx';
import { PresenceBar } from './presence/PresenceBar.tsx';
import { usePresence } from './presence/use-presence.ts';
import { TemplatePicker } from './TemplatePicker.tsx';
import { Thread } from './Thread.tsx';
import { ThreadHeader } from './ThreadHeader.tsx';
import { useMarkRead } from './use-mark-read.ts';

/** Props of ThreadPane. */
export interface ThreadPaneProps {
  conversation: Conversation;
  slug: string;
  number: WhatsAppNumber | null;
  numberLabel: string | null;
  messageId: string | null;
  onMessageChange: (messageId: string | null) => void;
  onDetails: (messageId: string) => void;
  customerOpen: boolean;
  onCustomerToggle: () => void;
}

/** Head, thread and composer of the open conversation. Mounted anew for each conversation. */
export function ThreadPane(props: ThreadPaneProps) {
  const { conversation, slug, number, numberLabel, messageId, onMessageChange, onDetails, customerOpen, onCustomerToggle } = props;
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const { drafts, outbox } = useDesk();
  const [shown, setShown] = useState(false);
  const [picking, setPicking] = useState(false);
  const { markUnread } = useMarkRead(conversation, shown);
  const boxRef = useRef<HTMLTextAreaElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<'reply' | 'note'>('reply');
  const presence = usePresence(conversation.id);
  const cameFrom = useRef<HTMLElement | null>(null);
  const maySend = usePermission('messages:send');
  const mayMark = usePermission('conversations:write');
  const conversationId = conversation.id;

  function handleMode(next: 'reply' | 'note'): void {
    setMode(next);
    requestAnimationFrame(() => (next === 'note' ? noteRef : boxRef).current?.focus());
  }

  function focusBox(): void {
    if (mode === 'note') {
      handleMode('reply');
      return;
    }
    if (document.activeElement instanceof HTMLElement && document.activeElement !== boxRef.current)
      cameFrom.current = document.activeElement;
    boxRef.current?.focus();
  }

  const handleReply = useCallback(
    (message: Message) => {
      drafts.change(conversationId, { replyToId: message.id });
      setMode('reply');
      requestAnimationFrame(() => boxRef.current?.focus());
    },
    [drafts, conversationId],
  );
  const handleReact = useCallback(
    (message: Message, emoji: string) => {
      outbox.send(newSendKey(), addresseeOf(conversation), { type: 'reaction', reaction: { message_id: message.id, emoji } });
    },
    [outbox, conversation],
  );
  const handleMarkUnread = (): void => {
    markUnread().catch((error: unknown) => {
      notify({ tone: 'bad', title: t`Not marked as unread`, description: errorSentence(error, i18n) });
    });
  };

  useActions([
    ...(maySend ? [{ id: 'inbox-reply', label: t`Write to the customer`, group: t`Conversation`, keys: 'r', run: focusBox }] : []),
    ...(mayMark ? [{ id: 'inbox-note', label: t`Write a note`, group: t`Conversation`, keys: 'n', run: () => handleMode('note') }] : []),
    ...(mayMark ? [{ id: 'inbox-unread', label: t`Mark as unread`, group: t`Conversation`, keys: 'u', run: handleMarkUnread }] : []),
    {
      id: 'inbox-customer',
      label: customerOpen ? t`Hide the customer` : t`Show the customer`,
      group: t`Conversation`,
      keys: 'i',
      run: onCustomerToggle,
    },
  ]);

  /** A message that is known in this page, for the quote above the box. */
  function find(id: string): Message | null {
    const fresh = queryClient.getQueryData<FreshRows<Message>>(inboxKeys.freshMessages(workspace.id, conversationId))?.get(id)?.row;
    if (fresh) return fresh;
    const threads = queryClient.getQueriesData<{ pages: { data: Message[] }[] }>({
      queryKey: inboxKeys.threads(workspace.id, conversationId),
    });
    return threads.flatMap(([, thread]) => thread?.pages.flatMap((page) => page.data) ?? []).find((message) => message.id === id) ?? null;
  }

  return (
    <section aria-label={t`The open conversation`} className="flex h-full min-h-0 flex-col bg-thread">
      <ThreadHeader
        conversation={conversation}
        slug={slug}
        numberLabel={numberLabel}
        customerOpen={customerOpen}
        onCustomerToggle={onCustomerToggle}
        onMarkUnread={mayMark ? handleMarkUnread : null}
      />
      <Thread
        conversation={conversation}
        number={number}
        messageId={messageId}
        onMessageChange={onMessageChange}
        onReply={maySend ? handleReply : null}
        onReact={maySend ? handleReact : null}
        onDetails={(message) => onDetails(message.id)}
        onShownChange={setShown}
      />
      <PresenceBar presence={presence} />
      {mayMark ? <ModeTabs mode={mode} maySend={maySend} onChange={handleMode} /> : null}
      {mode === 'note' && mayMark ? <NoteComposer conversation={conversation} boxRef={noteRef} onDone={() => handleMode('reply')} /> : null}
      {maySend && mode === 'reply' ? (
        <Composer
          presence={presence}
          conversation={conversation}
          boxRef={boxRef}
          find={find}
          onTemplate={() => setPicking(true)}
          onLeave={() => {
            const back = cameFrom.current?.isConnected ? cameFrom.current : document.querySelector<HTMLElement>('[role="log"]');
            back?.focus();
          }}
        />
      ) : null}
      {maySend ? (
        <TemplatePicker
          conversation={conversation}
          number={number}
          open={picking}
          onOpenChange={setPicking}
          onSend={(template) => outbox.send(newSendKey(), addresseeOf(conversation), { type: 'template', template })}
        />
      ) : null}
    </section>
  );
}
