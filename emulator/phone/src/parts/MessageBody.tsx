import { Ban, MapPin, ShoppingBag } from 'lucide-react';
import type { CardButton, ChatMessage } from '../data/api.ts';
import { initialsOf, pick, pickText } from '../data/formats.ts';
import { FormattedText } from './FormattedText.tsx';
import { InteractiveBody } from './InteractiveBody.tsx';
import { MediaBody } from './MediaBody.tsx';
import { TemplateBody } from './TemplateBody.tsx';

function Place({ content }: { content: unknown }) {
  const latitude = pickText(content, 'latitude');
  const longitude = pickText(content, 'longitude');
  return (
    <span className="place">
      <span className="place-map" aria-hidden>
        <MapPin size={26} />
      </span>
      <span className="place-name">{pickText(content, 'name') || 'Pinned location'}</span>
      <small>{pickText(content, 'address') || `${latitude}, ${longitude}`}</small>
    </span>
  );
}

function ContactCards({ content }: { content: unknown }) {
  const cards: unknown[] = Array.isArray(content) ? content : [];
  return cards.map((card, index) => {
    const name = pickText(card, 'name', 'formatted_name') || 'Contact';
    const phones = pick(card, 'phones');
    const phone = Array.isArray(phones) ? pickText(phones[0], 'phone') : '';
    return (
      <span className="contact-card" key={index}>
        <span className="avatar small" aria-hidden>
          {initialsOf(name)}
        </span>
        <span>
          <span className="contact-name">{name}</span>
          <small>{phone || pickText(card, 'org', 'company')}</small>
        </span>
      </span>
    );
  });
}

function Order({ content }: { content: unknown }) {
  const items = pick(content, 'product_items');
  const list: unknown[] = Array.isArray(items) ? items : [];
  const total = list.reduce<number>((sum, item) => sum + Number(pickText(item, 'quantity')) * Number(pickText(item, 'item_price')), 0);
  return (
    <span className="document">
      <ShoppingBag size={26} aria-hidden />
      <span>
        <span className="document-name">{list.length === 1 ? '1 item' : `${list.length} items`}</span>
        <small>
          {total.toFixed(2)} {pickText(list[0], 'currency')}
        </small>
      </span>
    </span>
  );
}

/** What a bubble holds, by type of message. */
export function MessageBody({ message, onQuickReply }: { message: ChatMessage; onQuickReply: (button: CardButton) => void }) {
  const { type, content } = message;
  switch (type) {
    case 'text':
      return <FormattedText text={pickText(content, 'body')} />;
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return <MediaBody type={type} content={content} />;
    case 'location':
      return <Place content={content} />;
    case 'contacts':
      return <ContactCards content={content} />;
    case 'order':
      return <Order content={content} />;
    case 'template':
      return message.templateCard ? (
        <TemplateBody card={message.templateCard} onQuickReply={onQuickReply} />
      ) : (
        <em>A template that does not exist any more</em>
      );
    case 'interactive': {
      const answer = pickText(content, 'button_reply', 'title') || pickText(content, 'list_reply', 'title');
      if (answer !== '') {
        const description = pickText(content, 'list_reply', 'description');
        return (
          <>
            <FormattedText text={answer} />
            {description === '' ? null : <small className="card-footer">{description}</small>}
          </>
        );
      }
      if (pick(content, 'nfm_reply') !== undefined) return <em>Form filled in</em>;
      if (pick(content, 'call_permission_reply') !== undefined) {
        return <em>{pickText(content, 'call_permission_reply', 'response') === 'accept' ? 'Calls allowed' : 'Calls not allowed'}</em>;
      }
      return <InteractiveBody content={content} />;
    }
    case 'button':
      return <FormattedText text={pickText(content, 'text')} />;
    default:
      return (
        <em className="not-shown">
          <Ban size={14} aria-hidden />{' '}
          {type === 'unsupported' ? 'Something the business cannot receive' : `A message of the type “${type}”`}
        </em>
      );
  }
}
