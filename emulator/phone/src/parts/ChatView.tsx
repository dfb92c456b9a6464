import { ArrowLeft, BadgeCheck, BellOff, MoreVertical } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { api } from '../data/api.ts';
import type { ChatMessage, ChatSummary, CustomerView, OutgoingMessage } from '../data/api.ts';
import { decorate } from '../data/decorate.ts';
import { formatDay, standsAlone } from '../data/formats.ts';
import type { Chat } from '../data/use-chat.ts';
import { AttachSheet } from './AttachSheet.tsx';
import type { FileKind } from './AttachSheet.tsx';
import { Avatar } from './Avatar.tsx';
import { Bubble } from './Bubble.tsx';
import { ChatMenu } from './ChatMenu.tsx';
import { Composer } from './Composer.tsx';

function kindOfFile(kind: FileKind, file: Blob): string {
  if (kind !== 'image') return kind;
  return file.type.startsWith('video/') ? 'video' : 'image';
}

/** The open chat: header, messages with day lines, composer. */
export function ChatView({
  customer,
  summary,
  chat,
  onBack,
  onProblem,
}: {
  customer: CustomerView;
  summary: ChatSummary;
  chat: Chat;
  onBack: () => void;
  onProblem: (message: string | null) => void;
}) {
  const [replyTo, setReplyTo] = useState<ChatMessage | null>(null);
  const [editing, setEditing] = useState<ChatMessage | null>(null);
  const [attach, setAttach] = useState<'menu' | 'location' | null>(null);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  const visible = chat.messages.filter((message) => message.isOnPhone);
  const decorations = decorate(visible);
  const shown = visible.filter(standsAlone);
  const byWamid = new Map(visible.map((message) => [message.wamid, message]));
  const lastWamid = shown.at(-1)?.wamid;

  useLayoutEffect(() => {
    if (isAtEnd.current && body.current) body.current.scrollTop = body.current.scrollHeight;
  }, [lastWamid, chat.isTyping, replyTo, editing]);

  const numberId = summary.phoneNumberId;

  function write(message: OutgoingMessage) {
    isAtEnd.current = true;
    api.write(customer.id, numberId, message).then(
      () => onProblem(null),
      (error: unknown) => onProblem(error instanceof Error ? error.message : 'The message was not written.'),
    );
  }

  function sendText(text: string) {
    if (editing) {
      write({ type: 'edit', content: { original_message_id: editing.wamid, message: { type: 'text', text: { body: text } } } });
    } else {
      write({ type: 'text', content: { body: text }, ...(replyTo ? { replyTo: replyTo.wamid } : {}) });
    }
    setEditing(null);
    setReplyTo(null);
  }

  async function sendFile(kind: FileKind, file: Blob, name: string, isVoice = false) {
    try {
      const media = await api.upload(customer.id, numberId, file, name);
      write({ type: kindOfFile(kind, file), content: { id: media.id, ...(isVoice ? { voice: true } : {}) } });
    } catch (error) {
      onProblem(error instanceof Error ? error.message : 'The file was not sent.');
    }
  }

  const actions = {
    onWrite: write,
    onReply: (message: ChatMessage) => {
      setEditing(null);
      setReplyTo(message);
    },
    onEdit: (message: ChatMessage) => {
      setReplyTo(null);
      setEditing(message);
    },
    onShareLocation: () => setAttach('location'),
  };

  return (
    <div className="screen chat-view">
      <header className="screen-bar">
        <button type="button" className="icon-button back" aria-label="Back to chats" onClick={onBack}>
          <ArrowLeft size={20} aria-hidden />
        </button>
        <Avatar name={summary.name} size={36} pictureUrl={summary.pictureUrl} />
        <div className="chat-title">
          <h2>
            {summary.name} <BadgeCheck size={15} aria-label="Business account" className="badge-check" />
          </h2>
          <small aria-live="polite">
            {chat.isTyping ? 'typing…' : summary.hasStoppedMarketing ? 'Offers stopped' : summary.displayPhoneNumber}
          </small>
        </div>
        {summary.hasStoppedMarketing ? <BellOff size={16} aria-hidden className="bar-mark" /> : null}
        <button type="button" className="icon-button" aria-label="Chat menu" aria-expanded={isMenuOpen} onClick={() => setIsMenuOpen(true)}>
          <MoreVertical size={20} aria-hidden />
        </button>
      </header>
      <div
        className="screen-body messages"
        ref={body}
        role="log"
        aria-label={`Chat with ${summary.name}`}
        tabIndex={0}
        onLoadCapture={() => {
          // Pictures grow after the first paint; whoever was at the end stays there.
          if (isAtEnd.current && body.current) body.current.scrollTop = body.current.scrollHeight;
        }}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < 60;
        }}
      >
        {chat.hasOlder ? (
          <button type="button" className="button older" onClick={() => void chat.loadOlder()}>
            Older messages
          </button>
        ) : null}
        {shown.length === 0 && !chat.isLoading ? (
          <p className="first-line">Say hello. What you write here arrives at the business as a real customer message would.</p>
        ) : null}
        {shown.map((message, index) => {
          const previous = shown[index - 1];
          const isNewDay = !previous || formatDay(previous.atMs) !== formatDay(message.atMs);
          const marks = decorations.get(message.wamid);
          return (
            <div key={message.wamid}>
              {isNewDay ? <p className="day-line">{formatDay(message.atMs)}</p> : null}
              <Bubble
                message={message}
                quoted={message.replyTo === null ? undefined : byWamid.get(message.replyTo)}
                isGrouped={!isNewDay && previous?.isFromCustomer === message.isFromCustomer}
                decoration={{
                  reactions: [marks?.business, marks?.own].filter((emoji) => emoji !== undefined && emoji !== '') as string[], // filtered
                  ownReaction: marks?.own || null,
                  correctedText: marks?.text ?? null,
                  isDeleted: marks?.isDeleted ?? false,
                }}
                actions={actions}
              />
            </div>
          );
        })}
        {chat.isTyping ? (
          <p className="typing" aria-hidden>
            <span />
            <span />
            <span />
          </p>
        ) : null}
      </div>
      <Composer
        replyTo={replyTo}
        editing={editing}
        isBlocked={summary.hasBlockedBusiness}
        onCancelContext={() => {
          setReplyTo(null);
          setEditing(null);
        }}
        onSend={sendText}
        onAttach={() => setAttach('menu')}
        onVoice={(voice) => void sendFile('audio', voice, 'voice-note', true)}
        onUnblock={() => void api.block(customer.id, numberId, false)}
      />
      {attach === null ? null : (
        <AttachSheet
          start={attach}
          onWrite={write}
          onClose={() => setAttach(null)}
          onFile={(kind, file) => void sendFile(kind, file, file.name)}
        />
      )}
      {isMenuOpen ? <ChatMenu customer={customer} summary={summary} onWrite={write} onClose={() => setIsMenuOpen(false)} /> : null}
    </div>
  );
}
