import type { Conversation, Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { LayoutTemplate, Paperclip, SendHorizontal, Smile } from 'lucide-react';
import { useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { useNow } from '#lib/clock.ts';
import { cn } from '#lib/cn.ts';
import { contactLabel } from '#lib/contact-label.ts';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { Popover } from '#ui/Popover.tsx';
import { notify } from '#ui/toasts.ts';
import { useRenderReply, useSavedReplies } from '../api/saved-replies.ts';
import { mostCaptionCharacters, takesCaption } from '../fns/file-rules.ts';
import { typedWord } from '../fns/typed-word.ts';
import { windowState } from '../fns/window-state.ts';
import { addresseeOf } from '../outbox/addressee.ts';
import { newSendKey } from '../outbox/send-key.ts';
import { useDesk, useDraft } from '../outbox/use-outbox.ts';
import { AttachmentTray } from './AttachmentTray.tsx';
import { RefusedFiles, ReplyBar, UnsentNotice } from './ComposerNotices.tsx';
import { EmojiPanel } from './EmojiPanel.tsx';
import { AnswerAnyway } from './presence/AnswerAnyway.tsx';
import type { Presence } from './presence/use-presence.ts';
import { SuggestionList } from './SuggestionList.tsx';
import { useAttachments } from './use-attachments.ts';
import { useSuggestions } from './use-suggestions.ts';
import { useTyping } from './use-typing.ts';
import { useWidth } from './use-width.ts';
import { WindowClosed } from './WindowClosed.tsx';

const mostTextCharacters = 4096;

/** Props of Composer. `find` gives a loaded message, for the quote above the box. */
export interface ComposerProps {
  conversation: Conversation;
  boxRef: RefObject<HTMLTextAreaElement | null>;
  find: (messageId: string) => Message | null;
  presence: Presence;
  onTemplate: () => void;
  onLeave: () => void;
}

/** Where one writes to the customer; with the window closed, why not and what is possible instead. */
export function Composer({ conversation, boxRef, find, presence, onTemplate, onLeave }: ComposerProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { api } = useWorkspace();
  const { drafts, outbox } = useDesk();
  const draft = useDraft(conversation.id);
  const files = useAttachments();
  const typing = useTyping(conversation.id);
  const mayUpload = usePermission('media:write');
  const now = useNow();
  const isPhone = useWidth() === 'phone';
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
      ? [{ id: 'inbox-template', label: t`Send a template`, group: t`Conversation`, keys: 'shift+t', run: onTemplate }]
      : [
          { id: 'inbox-emoji', label: t`Insert an emoji`, group: t`Conversation`, keys: 'shift+e', run: () => setEmojiOpen(true) },
          { id: 'inbox-template', label: t`Send a template`, group: t`Conversation`, keys: 'shift+t', run: onTemplate },
          ...(mayUpload
            ? [
                {
                  id: 'inbox-attach',
                  label: t`Attach a file`,
                  group: t`Conversation`,
                  keys: 'shift+a',
                  run: () => inputRef.current?.click(),
                },
              ]
            : []),
        ],
  );

  const [asking, setAsking] = useState(false);
  const [caret, setCaret] = useState(0);
  const [closedSlash, setClosedSlash] = useState(false);
  const slash = closedSlash ? null : typedWord(draft.text, Math.min(caret, draft.text.length), '/', true);
  const { data: replies = [] } = useSavedReplies(slash?.query ?? '', slash !== null);
  const render = useRenderReply(conversation.id);
  const suggestions = useSuggestions(
    slash === null ? null : slash.query,
    replies.map((reply) => ({ id: reply.id, label: `/${reply.shortcut}`, hint: reply.text })),
    takeReply,
    () => setClosedSlash(true),
  );

  /** Puts a saved reply into the box with everything filled in; nothing is sent before somebody has read it. */
  function takeReply(id: string): void {
    setClosedSlash(true);
    render.mutate(id, {
      onSuccess: ({ text, empty, media_id: mediaId }) => {
        drafts.change(conversation.id, { text });
        if (mediaId !== null) void attachStored(mediaId);
        const names = empty.join(', ');
        if (empty.length > 0)
          notify({ tone: 'warn', title: t`Something is missing in this reply`, description: t`Nothing is known for: ${names}` });
        requestAnimationFrame(() => boxRef.current?.focus());
      },
      onError: (error) => notify({ tone: 'bad', title: t`The saved reply did not load`, description: errorSentence(error, i18n) }),
    });
  }

  /** Puts a stored file beside the text like one from this computer, so that it can be looked at and taken away. */
  async function attachStored(mediaId: string): Promise<void> {
    try {
      const [media, blob] = await Promise.all([api.media.get(mediaId), api.media.download(mediaId)]);
      files.add([new File([blob], media.filename ?? t`file`, { type: media.mime_type })]);
    } catch (error) {
      notify({ tone: 'warn', title: t`The file of this reply did not load`, description: errorSentence(error, i18n) });
    }
  }

  function send(sure = false): void {
    if (!canSend) return;
    // A member who answers at the same time would send the customer two answers.
    if (presence.lockedBy !== null && !sure) {
      setAsking(true);
      return;
    }
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
    if (event.nativeEvent.isComposing || suggestions.handleKey(event)) return;
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
      <div className="relative mx-auto max-w-180">
        {slash === null ? null : (
          <SuggestionList
            id={suggestions.listId}
            label={t`Saved replies`}
            items={replies.map((reply) => ({ id: reply.id, label: `/${reply.shortcut}`, hint: reply.text }))}
            activeIndex={suggestions.activeIndex}
            onChoose={takeReply}
            onHover={suggestions.setActiveIndex}
            emptyText={t`No saved reply has this shortcut. Make one in the settings.`}
          />
        )}
        <UnsentNotice draft={draft} onRetry={() => send()} />
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
                shortcut="shift+a"
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
            trigger={<IconButton label={t`Insert an emoji`} shortcut="shift+e" icon={<Smile aria-hidden />} className="max-sm:hidden" />}
          >
            <EmojiPanel onChoose={insert} />
          </Popover>
          <IconButton label={t`Send a template`} shortcut="shift+t" icon={<LayoutTemplate aria-hidden />} onClick={onTemplate} />
          <textarea
            ref={boxRef}
            rows={1}
            dir="auto"
            aria-label={t`Message to ${name}`}
            placeholder={isCaption ? t`Add a caption` : isPhone ? t`Write a message` : t`Write a message, / for a saved reply`}
            value={draft.text}
            onChange={(event) => {
              drafts.change(conversation.id, { text: event.target.value });
              setCaret(event.target.selectionStart);
              if (!event.target.value.startsWith('/')) setClosedSlash(false);
              if (event.target.value.trim() === '') return;
              presence.typing();
              // A shortcut of a saved reply is no word to the customer yet.
              if (!event.target.value.startsWith('/')) typing();
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            {...suggestions.boxProps}
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
            onClick={() => send()}
          />
        </div>
        <AnswerAnyway
          open={asking}
          onOpenChange={setAsking}
          memberId={presence.lockedBy}
          onConfirm={() => {
            setAsking(false);
            presence.takeOver();
            send(true);
          }}
        />
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
