import { ChevronDown, CornerUpLeft, Pencil, SmilePlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ChatMessage, OutgoingMessage } from '../data/api.ts';
import { formatTime, pickText, summaryOf } from '../data/formats.ts';
import { TemplateActions } from './CardActions.tsx';
import { InteractiveActions } from './InteractiveBody.tsx';
import { MessageBody } from './MessageBody.tsx';
import { Ticks } from './Ticks.tsx';

const REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;
const BARE = new Set(['sticker']);
/** Short texts keep the time on their last line. */
const PLAIN = new Set(['text', 'button']);
const WIDE = new Set(['image', 'video', 'template', 'location']);

/** What reactions, corrections and deletions have made of a message. */
export interface Decoration {
  reactions: string[];
  ownReaction: string | null;
  correctedText: string | null;
  isDeleted: boolean;
}

/** What can be done with a message. */
export interface BubbleActions {
  onWrite: (message: OutgoingMessage) => void;
  onReply: (message: ChatMessage) => void;
  onEdit: (message: ChatMessage) => void;
  onShareLocation: () => void;
}

function Menu({
  message,
  decoration,
  actions,
  side,
  onClose,
}: {
  message: ChatMessage;
  decoration: Decoration;
  actions: BubbleActions;
  side: 'up' | 'down';
  onClose: () => void;
}) {
  const choose = (run: () => void) => () => {
    onClose();
    run();
  };
  const react = (emoji: string) =>
    actions.onWrite({
      type: 'reaction',
      // Tapping the same emoji again takes it back: the webhook then has no emoji.
      content: { message_id: message.wamid, ...(decoration.ownReaction === emoji ? {} : { emoji }) },
    });
  const { isFromCustomer, type, wamid } = message;
  return (
    <div className={`bubble-menu ${side}`} role="menu" onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div className="reaction-row">
        {REACTIONS.map((emoji, index) => (
          <button
            key={emoji}
            type="button"
            role="menuitem"
            autoFocus={index === 0}
            aria-label={`React ${emoji}`}
            aria-current={decoration.ownReaction === emoji}
            onClick={choose(() => react(emoji))}
          >
            {emoji}
          </button>
        ))}
      </div>
      <button type="button" role="menuitem" onClick={choose(() => actions.onReply(message))}>
        <CornerUpLeft size={16} aria-hidden /> Reply
      </button>
      {isFromCustomer && type === 'text' ? (
        <button type="button" role="menuitem" onClick={choose(() => actions.onEdit(message))}>
          <Pencil size={16} aria-hidden /> Edit
        </button>
      ) : null}
      {isFromCustomer ? (
        <button
          type="button"
          role="menuitem"
          onClick={choose(() => actions.onWrite({ type: 'revoke', content: { original_message_id: wamid } }))}
        >
          <Trash2 size={16} aria-hidden /> Delete for everyone
        </button>
      ) : null}
    </div>
  );
}

const MENU_HEIGHT_PX = 200;

/** Where the menu of a message has room inside the visible part of the chat. */
function roomFor(button: HTMLElement): 'up' | 'down' {
  const visible = button.closest('.messages')?.getBoundingClientRect();
  const own = button.getBoundingClientRect();
  if (!visible) return 'down';
  return visible.bottom - own.bottom < MENU_HEIGHT_PX && own.top - visible.top > MENU_HEIGHT_PX ? 'up' : 'down';
}

/** One message with its quote, content, time, ticks, buttons, reactions and menu. */
export function Bubble({
  message,
  quoted,
  decoration,
  isGrouped,
  actions,
}: {
  message: ChatMessage;
  quoted: ChatMessage | undefined;
  decoration: Decoration;
  isGrouped: boolean;
  actions: BubbleActions;
}) {
  const [menu, setMenu] = useState<'up' | 'down' | null>(null);
  const isMenuOpen = menu !== null;
  if (message.type === 'system') return <p className="system-line">{pickText(message.content, 'body')}</p>;
  const side = message.isFromCustomer ? 'own' : 'other';
  const shape = [
    'bubble',
    side,
    isGrouped ? 'grouped' : '',
    BARE.has(message.type) ? 'bare' : '',
    PLAIN.has(message.type) || decoration.isDeleted ? 'plain' : '',
    WIDE.has(message.type) || (message.type === 'interactive' && !message.isFromCustomer) ? 'wide' : '',
  ].join(' ');
  const corrected = decoration.correctedText;
  const shown = corrected === null ? message : { ...message, content: { body: corrected } };
  return (
    <div className={`bubble-row ${side}`}>
      <article className={shape} aria-label={message.isFromCustomer ? 'Written by this person' : 'Written by the business'}>
        {decoration.isDeleted ? (
          <em className="not-shown">This message was deleted</em>
        ) : (
          <>
            {message.isForwarded ? <small className="forwarded">Forwarded</small> : null}
            {quoted ? (
              <span className="quote">
                <span className="quote-who">{quoted.isFromCustomer ? 'You' : 'Business'}</span>
                <span className="quote-text">{summaryOf(quoted)}</span>
              </span>
            ) : null}
            <div className="bubble-body">
              <MessageBody
                message={shown}
                onQuickReply={(button) =>
                  actions.onWrite({ type: 'button', content: { payload: button.value, text: button.text }, replyTo: message.wamid })
                }
              />
            </div>
          </>
        )}
        <span className="bubble-meta">
          {corrected === null ? null : <span>Edited</span>}
          <time dateTime={new Date(message.atMs).toISOString()}>{formatTime(message.atMs)}</time>
          {message.isFromCustomer ? <Ticks state={message.state} /> : null}
        </span>
        {!message.isFromCustomer && message.templateCard ? (
          <TemplateActions
            buttons={message.templateCard.buttons}
            onQuickReply={(button) =>
              actions.onWrite({ type: 'button', content: { payload: button.value, text: button.text }, replyTo: message.wamid })
            }
          />
        ) : null}
        {!message.isFromCustomer && message.type === 'interactive' ? (
          <InteractiveActions
            content={message.content}
            wamid={message.wamid}
            onAnswer={actions.onWrite}
            onShareLocation={actions.onShareLocation}
          />
        ) : null}
        {decoration.reactions.length > 0 ? (
          <span className="reactions" aria-label="Reactions">
            {decoration.reactions.join(' ')}
          </span>
        ) : null}
        {decoration.isDeleted ? null : (
          <button
            type="button"
            className="bubble-more"
            aria-label="More for this message"
            aria-haspopup="menu"
            aria-expanded={isMenuOpen}
            onClick={(event) => setMenu(isMenuOpen ? null : roomFor(event.currentTarget))}
          >
            {message.isFromCustomer ? <ChevronDown size={16} aria-hidden /> : <SmilePlus size={16} aria-hidden />}
          </button>
        )}
        {isMenuOpen ? <Menu message={message} decoration={decoration} actions={actions} side={menu} onClose={() => setMenu(null)} /> : null}
      </article>
      {isMenuOpen ? <button type="button" className="menu-catcher" aria-label="Close menu" onClick={() => setMenu(null)} /> : null}
    </div>
  );
}
