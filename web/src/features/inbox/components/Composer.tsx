import type { Conversation, Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { LayoutTemplate, Paperclip, SendHorizontal, Smile } from 'lucide-react';
import { useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject } from 'react';
import { usePermission } from '#features/session';
import { useNow } from '#lib/clock.ts';
import { cn } from '#lib/cn.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { Popover } from '#ui/Popover.tsx';
import { contactLabel } from '../fns/contact-label.ts';
import { mostCaptionCharacters, takesCaption } from '../fns/file-rules.ts';
import { windowState } from '../fns/window-state.ts';
import { addresseeOf } from '../outbox/addressee.ts';
import { newSendKey } from '../outbox/send-key.ts';
import { useDesk, useDraft } from '../outbox/use-outbox.ts';
import { AttachmentTray } from './AttachmentTray.tsx';
import { RefusedFiles, ReplyBar, UnsentNotice } from './ComposerNotices.tsx';
import { EmojiPanel } from './EmojiPanel.tsx';
import { useAttachments } from './use-attachments.ts';
import { useTyping } from './use-typing.ts';
import { WindowClosed } from './WindowClosed.tsx';

const mostTextCharacters = 4096;

/** Props of Composer. `find` gives a loaded message, for the quote above the box. */
export interface ComposerProps {
  conversation: Conversation;
  boxRef: RefObject<HTMLTextAreaElement | null>;
  find: (messageId: string) => Message | null;
  onTemplate: () => void;
  onLeave: () => void;
}

/** Where one writes to the customer; with the window closed, why not and what is possible instead. */
export function Composer({ conversation, boxRef, find, onTemplate, onLeave }: ComposerProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { drafts, outbox } = useDesk();
  const draft = useDraft(conversation.id);
  const files = useAttachments();
  const typing = useTyping(conversation.id);
  const mayUpload = usePermission('media:write');
  const now = useNow();
  const inputRef = useRef<HTMLInputElement>(null);
  const [emojiOpen, setEmojiOpen] = useState(false);
  const [dragging, setDragging] = useState(false);
  const isClosed = windowState(conversation.window, now).kind === 'closed';
  const name = contactLabel(conversation.contact) ?? t`this customer`;
  const hasFiles = files.attachments.length > 0;
  const isCaption = files.attachments.some(({ kind }) => takesCaption(kind));
  const length = [...draft.text].length;
  const most = isCaption ? mostCaptionCharacters : mostTextCharacters;
  const overCount = length - most;
  const mostText = format.number(most);
  const canSend = (draft.text.trim() !== '' || hasFiles) && overCount <= 0;

  useActions(
    isClosed
      ? [{ id: 'inbox-template', label: t`Send a template`, group: t`Conversation`, keys: 't', run: onTemplate }]
      : [
          { id: 'inbox-emoji', label: t`Insert an emoji`, group: t`Conversation`, keys: 'e', run: () => setEmojiOpen(true) },
          { id: 'inbox-template', label: t`Send a template`, group: t`Conversation`, keys: 't', run: onTemplate },
          ...(mayUpload
            ? [{ id: 'inbox-attach', label: t`Attach a file`, group: t`Conversation`, keys: 'a', run: () => inputRef.current?.click() }]
            : []),
        ],
  );

  function send(): void {
    if (!canSend) return;
    // Read anew: a second press in the same moment must find the box already empty.
    const { key, text, replyToId } = drafts.get(conversation.id);
    const body = text.trim();
    const taken = files.take();
    if (body === '' && taken.length === 0) return;
    const to = addresseeOf(conversation);
    const context = replyToId === null ? {} : { context: { message_id: replyToId } };
    drafts.clear(conversation.id);
    const captionAt = taken.findIndex(({ kind }) => takesCaption(kind));
    taken.forEach(({ file, kind }, index) => {
      const outgoing = { file, kind, previewUrl: URL.createObjectURL(file), mediaId: null };
      const content = {
        ...(index === captionAt && body !== '' ? { caption: body } : {}),
        ...(kind === 'document' ? { filename: file.name } : {}),
      };
      outbox.send(newSendKey(), to, { type: kind, [kind]: content, ...(index === 0 ? context : {}) }, outgoing);
    });
    if (body !== '' && captionAt === -1) {
      outbox.send(key, to, { type: 'text', text: { body }, ...(taken.length === 0 ? context : {}) });
    }
    boxRef.current?.focus();
  }

  function insert(emoji: string): void {
    const box = boxRef.current;
    const [from, to] = box ? [box.selectionStart, box.selectionEnd] : [draft.text.length, draft.text.length];
    drafts.change(conversation.id, { text: draft.text.slice(0, from) + emoji + draft.text.slice(to) });
    setEmojiOpen(false);
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(from + emoji.length, from + emoji.length);
    });
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

  function handlePaste(event: ClipboardEvent): void {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0 || !mayUpload) return;
    event.preventDefault();
    files.add(pasted);
  }

  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setDragging(false);
    files.add([...event.dataTransfer.files]);
    boxRef.current?.focus();
  }

  if (isClosed) return <WindowClosed conversation={conversation} hasDraft={draft.text.trim() !== ''} onTemplate={onTemplate} />;
  return (
    <div
      className="relative shrink-0 border-t border-line bg-surface-1 px-3 py-2.5"
      onDragOver={(event) => {
        if (!mayUpload || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setDragging(false);
      }}
      onDrop={handleDrop}
    >
      {dragging ? (
        <div className="absolute inset-1 z-10 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-accent-soft text-14 font-medium text-accent-text">
          <Trans>Drop the files here</Trans>
        </div>
      ) : null}
      <div className="mx-auto max-w-180">
        <UnsentNotice draft={draft} onRetry={send} />
        <RefusedFiles files={files} />
        {draft.replyToId === null ? null : (
          <ReplyBar message={find(draft.replyToId)} name={name} onCancel={() => drafts.change(conversation.id, { replyToId: null })} />
        )}
        <AttachmentTray attachments={files.attachments} onRemove={files.remove} />
        <div className="flex items-end gap-0.5 rounded-card border border-line-control bg-surface-1 p-1 focus-within:border-focus">
          {mayUpload ? (
            <>
              <input
                ref={inputRef}
                type="file"
                multiple
                hidden
                onChange={(event) => {
                  files.add([...(event.target.files ?? [])]);
                  event.target.value = '';
                  boxRef.current?.focus();
                }}
              />
              <IconButton
                label={t`Attach a file`}
                shortcut="a"
                icon={<Paperclip aria-hidden />}
                onClick={() => inputRef.current?.click()}
              />
            </>
          ) : null}
          <Popover
            label={t`Emoji`}
            side="top"
            className="p-2"
            open={emojiOpen}
            onOpenChange={setEmojiOpen}
            trigger={<IconButton label={t`Insert an emoji`} shortcut="e" icon={<Smile aria-hidden />} className="max-sm:hidden" />}
          >
            <EmojiPanel onChoose={insert} />
          </Popover>
          <IconButton label={t`Send a template`} shortcut="t" icon={<LayoutTemplate aria-hidden />} onClick={onTemplate} />
          <textarea
            ref={boxRef}
            rows={1}
            dir="auto"
            aria-label={t`Message to ${name}`}
            placeholder={isCaption ? t`Add a caption` : t`Write a message`}
            value={draft.text}
            onChange={(event) => {
              drafts.change(conversation.id, { text: event.target.value });
              if (event.target.value.trim() !== '') typing();
            }}
            onKeyDown={handleKeyDown}
            onPaste={handlePaste}
            className="field-sizing-content max-h-48 min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 text-14 text-strong outline-none placeholder:text-weak touch:min-h-10 touch:text-16"
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
        {overCount > -200 ? (
          <p role="status" className={cn('mt-1 text-12', overCount > 0 ? 'text-bad' : 'text-weak')}>
            {overCount > 0 ? (
              <Trans>
                {format.number(overCount)} characters too many; WhatsApp takes {mostText} here.
              </Trans>
            ) : (
              <Trans>{format.number(-overCount)} characters left</Trans>
            )}
          </p>
        ) : null}
      </div>
    </div>
  );
}
