import type { Conversation, Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { SendHorizontal, X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useNow } from '#lib/clock.ts';
import { presentError } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { contactLabel } from '../fns/contact-label.ts';
import { messageLine } from '../fns/preview-line.ts';
import { windowState } from '../fns/window-state.ts';
import { addresseeOf } from '../outbox/addressee.ts';
import type { Draft } from '../outbox/drafts.ts';
import { useDesk, useDraft } from '../outbox/use-outbox.ts';
import { useTyping } from './use-typing.ts';
import { WindowClosed } from './WindowClosed.tsx';

const mostCharacters = 4096;

/** Props of Composer. `find` gives a loaded message, for the quote above the box. */
export interface ComposerProps {
  conversation: Conversation;
  boxRef: RefObject<HTMLTextAreaElement | null>;
  find: (messageId: string) => Message | null;
  onTemplate: () => void;
  onLeave: () => void;
}

function Unsent({ draft, onRetry }: { draft: Draft; onRetry: () => void }) {
  const { i18n } = useLingui();
  if (draft.error === null) return null;
  const shown = presentError(draft.error, i18n);
  return (
    <Banner
      tone="bad"
      className="mb-2"
      title={<Trans>Not sent: {shown.title}</Trans>}
      action={
        <button type="button" onClick={onRetry} className="touch-target rounded-control px-1 font-semibold underline underline-offset-2">
          <Trans>Try again</Trans>
        </button>
      }
    >
      <p>
        {shown.detail ?? shown.text} <Trans>Your text is still here.</Trans>
      </p>
    </Banner>
  );
}

function ReplyBar({ message, name, onCancel }: { message: Message | null; name: string; onCancel: () => void }) {
  const { t, i18n } = useLingui();
  const own = message?.direction === 'out';
  return (
    <div className="mb-2 flex items-center gap-2 rounded-control border-l-3 border-accent bg-surface-2 py-1 pr-1 pl-2.5">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-12 font-semibold text-accent-text">
          {own ? <Trans>Answer to your message</Trans> : <Trans>Answer to {name}</Trans>}
        </p>
        <p dir="auto" className="truncate text-13 text-normal">
          {message ? messageLine(message, i18n) : t`An older message`}
        </p>
      </div>
      <IconButton size="sm" label={t`Do not answer a certain message`} icon={<X aria-hidden />} onClick={onCancel} />
    </div>
  );
}

/** Where one writes to the customer; with the window closed, why not and what is possible instead. */
export function Composer({ conversation, boxRef, find, onTemplate, onLeave }: ComposerProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { drafts, outbox } = useDesk();
  const draft = useDraft(conversation.id);
  const typing = useTyping(conversation.id);
  const now = useNow();
  const isClosed = windowState(conversation.window, now).kind === 'closed';
  const name = contactLabel(conversation.contact) ?? t`this customer`;
  const length = [...draft.text].length;
  const overCount = length - mostCharacters;
  const canSend = draft.text.trim() !== '' && overCount <= 0;

  function send(): void {
    // Read anew: a second press in the same moment must find the box already empty.
    const { key, text, replyToId } = drafts.get(conversation.id);
    if (text.trim() === '' || [...text].length > mostCharacters) return;
    drafts.clear(conversation.id);
    outbox.send(key, addresseeOf(conversation), {
      type: 'text',
      text: { body: text.trim() },
      ...(replyToId === null ? {} : { context: { message_id: replyToId } }),
    });
    boxRef.current?.focus();
  }

  function handleKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (draft.replyToId === null) onLeave();
      else drafts.change(conversation.id, { replyToId: null });
    }
  }

  if (isClosed) return <WindowClosed conversation={conversation} hasDraft={draft.text.trim() !== ''} onTemplate={onTemplate} />;
  return (
    <div className="shrink-0 border-t border-line bg-surface-1 px-3 py-2.5">
      <div className="mx-auto max-w-180">
        <Unsent draft={draft} onRetry={send} />
        {draft.replyToId === null ? null : (
          <ReplyBar message={find(draft.replyToId)} name={name} onCancel={() => drafts.change(conversation.id, { replyToId: null })} />
        )}
        <div className="flex items-end gap-1 rounded-card border border-line-control bg-surface-1 p-1 focus-within:border-focus focus-within:outline-1 focus-within:outline-focus">
          <textarea
            ref={boxRef}
            rows={1}
            dir="auto"
            aria-label={t`Message to ${name}`}
            placeholder={t`Write a message`}
            value={draft.text}
            onChange={(event) => {
              drafts.change(conversation.id, { text: event.target.value });
              if (event.target.value.trim() !== '') typing();
            }}
            onKeyDown={handleKeyDown}
            className="field-sizing-content max-h-48 min-h-8 flex-1 resize-none bg-transparent px-2 py-1.5 text-14 text-strong outline-none placeholder:text-weak touch:text-16"
          />
          <IconButton
            variant="solid"
            label={t`Send`}
            shortcut="enter"
            icon={<SendHorizontal aria-hidden />}
            disabled={!canSend}
            focusableWhenDisabled
            onClick={send}
          />
        </div>
        {length > mostCharacters - 200 ? (
          <p role="status" className={overCount > 0 ? 'mt-1 text-12 text-bad' : 'mt-1 text-12 text-weak'}>
            {overCount > 0 ? (
              <Trans>{format.number(overCount)} characters too many; WhatsApp takes 4,096 in one message.</Trans>
            ) : (
              <Trans>{format.number(-overCount)} characters left</Trans>
            )}
          </p>
        ) : null}
      </div>
    </div>
  );
}
