import { MapPin } from 'lucide-react';
import type { CardButton, TemplateCard } from '../data/api.ts';
import { TemplateActions } from './CardActions.tsx';
import { FormattedText } from './FormattedText.tsx';
import { MediaBody } from './MediaBody.tsx';

function Header({ card }: { card: TemplateCard }) {
  const { header } = card;
  if (!header) return null;
  if (header.format === 'TEXT') return <strong className="card-title">{header.text}</strong>;
  if (header.format === 'LOCATION') {
    return (
      <span className="card-place">
        <MapPin size={22} aria-hidden /> Location
      </span>
    );
  }
  const type = header.format === 'DOCUMENT' ? 'document' : header.format === 'IMAGE' ? 'image' : 'video';
  return <MediaBody type={type} content={header.media} />;
}

/** A template as it arrives: header, text, footer; cards side by side. */
export function TemplateBody({ card, onQuickReply }: { card: TemplateCard; onQuickReply: (button: CardButton) => void }) {
  return (
    <>
      <Header card={card} />
      <FormattedText text={card.body} />
      {card.footer === null ? null : <small className="card-footer">{card.footer}</small>}
      {card.cards.length === 0 ? null : (
        <div className="carousel" role="group" aria-label="Cards" tabIndex={0}>
          {card.cards.map((inner, index) => (
            <div className="carousel-card" key={index}>
              <Header card={inner} />
              <FormattedText text={inner.body} />
              <TemplateActions buttons={inner.buttons} onQuickReply={onQuickReply} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}
