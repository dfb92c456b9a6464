import { Ban, BellOff, MessageCirclePlus } from 'lucide-react';
import type { ChatSummary, CustomerView } from '../data/api.ts';
import { formatListTime, nameOf, summaryOf } from '../data/formats.ts';
import { Avatar } from './Avatar.tsx';
import { Ticks } from './Ticks.tsx';

function ChatRow({ chat, isOpen, onOpen }: { chat: ChatSummary; isOpen: boolean; onOpen: () => void }) {
  const last = chat.lastMessage;
  const isVisible = last?.isOnPhone === true;
  return (
    <button type="button" className="chat-row" aria-current={isOpen ? 'true' : undefined} onClick={onOpen}>
      <Avatar name={chat.name} size={48} pictureUrl={chat.pictureUrl} />
      <span className="chat-row-words">
        <span className="chat-row-top">
          <span className="chat-row-name">{chat.name}</span>
          {isVisible ? <time>{formatListTime(last.atMs)}</time> : null}
        </span>
        <span className="chat-row-bottom">
          {isVisible && last.isFromCustomer ? <Ticks state={last.state} /> : null}
          <span className="chat-row-last">{isVisible ? summaryOf(last) : (chat.about ?? chat.displayPhoneNumber)}</span>
          {chat.hasBlockedBusiness ? <Ban size={14} aria-label="You blocked this business" /> : null}
          {chat.hasStoppedMarketing ? <BellOff size={14} aria-label="You stopped offers" /> : null}
          {chat.unreadCount > 0 ? (
            <span className="unread">
              {chat.unreadCount}
              <span className="visually-hidden"> unread</span>
            </span>
          ) : null}
        </span>
      </span>
    </button>
  );
}

/** First screen of a phone: chats, then businesses that can be written to. */
export function ChatList({
  customer,
  chats,
  openId,
  onOpen,
}: {
  customer: CustomerView;
  chats: ChatSummary[];
  openId: string | null;
  onOpen: (phoneNumberId: string) => void;
}) {
  const active = chats.filter((chat) => chat.lastMessage?.isOnPhone);
  const others = chats.filter((chat) => !chat.lastMessage?.isOnPhone);
  return (
    <div className="screen chat-list">
      <header className="screen-bar">
        <h2>Chats</h2>
        <span className="owner">{nameOf(customer)}</span>
      </header>
      <div className="screen-body">
        {active.map((chat) => (
          <ChatRow key={chat.phoneNumberId} chat={chat} isOpen={chat.phoneNumberId === openId} onOpen={() => onOpen(chat.phoneNumberId)} />
        ))}
        {others.length > 0 ? (
          <h3 className="list-heading">
            <MessageCirclePlus size={14} aria-hidden /> Start a chat
          </h3>
        ) : null}
        {others.map((chat) => (
          <ChatRow key={chat.phoneNumberId} chat={chat} isOpen={chat.phoneNumberId === openId} onOpen={() => onOpen(chat.phoneNumberId)} />
        ))}
      </div>
    </div>
  );
}
