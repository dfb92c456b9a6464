import { useState } from 'react';
import type { OutgoingMessage } from '../data/api.ts';
import { pick, pickText } from '../data/formats.ts';
import { CardAction } from './CardActions.tsx';
import { FormattedText } from './FormattedText.tsx';
import { MediaBody } from './MediaBody.tsx';
import { Sheet } from './Sheet.tsx';

interface Row {
  id: string;
  title: string;
  description: string;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function rowOf(value: unknown): Row {
  return { id: pickText(value, 'id'), title: pickText(value, 'title'), description: pickText(value, 'description') };
}

function ListPicker({ content, onPick, onClose }: { content: unknown; onPick: (row: Row) => void; onClose: () => void }) {
  return (
    <Sheet title={pickText(content, 'action', 'button')} onClose={onClose}>
      {listOf(pick(content, 'action', 'sections')).map((section, index) => (
        <fieldset key={index} className="list-section">
          <legend>{pickText(section, 'title')}</legend>
          {listOf(pick(section, 'rows')).map((value) => {
            const row = rowOf(value);
            return (
              <button type="button" className="list-choice" key={row.id} onClick={() => onPick(row)}>
                <span>{row.title}</span>
                {row.description === '' ? null : <small>{row.description}</small>}
              </button>
            );
          })}
        </fieldset>
      ))}
    </Sheet>
  );
}

/** Header, text and footer of an interactive message. */
export function InteractiveBody({ content }: { content: unknown }) {
  const headerType = pickText(content, 'header', 'type');
  const footer = pickText(content, 'footer', 'text');
  const cards = listOf(pick(content, 'action', 'cards'));
  return (
    <>
      {headerType === 'text' ? <strong className="card-title">{pickText(content, 'header', 'text')}</strong> : null}
      {headerType !== '' && headerType !== 'text' ? <MediaBody type={headerType} content={pick(content, 'header', headerType)} /> : null}
      <FormattedText text={pickText(content, 'body', 'text')} />
      {footer === '' ? null : <small className="card-footer">{footer}</small>}
      {cards.length === 0 ? null : (
        <div className="carousel" role="group" aria-label="Cards" tabIndex={0}>
          {cards.map((card, index) => (
            <div className="carousel-card" key={index}>
              <InteractiveBody content={card} />
              <CardAction
                kind="url"
                text={pickText(card, 'action', 'parameters', 'display_text') || 'View'}
                href={pickText(card, 'action', 'parameters', 'url') || '#'}
              />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** What can be tapped under an interactive message; `onAnswer` writes the reply. */
export function InteractiveActions({
  content,
  wamid,
  onAnswer,
  onShareLocation,
}: {
  content: unknown;
  wamid: string;
  onAnswer: (message: OutgoingMessage) => void;
  onShareLocation: () => void;
}) {
  const [isListOpen, setIsListOpen] = useState(false);
  const type = pickText(content, 'type');
  const parameters = pick(content, 'action', 'parameters');
  const reply = (answer: unknown) => onAnswer({ type: 'interactive', content: answer, replyTo: wamid });

  switch (type) {
    case 'button':
      return (
        <div className="card-actions">
          {listOf(pick(content, 'action', 'buttons')).map((button) => {
            const chosen = { id: pickText(button, 'reply', 'id'), title: pickText(button, 'reply', 'title') };
            return (
              <CardAction
                key={chosen.id}
                kind="quick_reply"
                text={chosen.title}
                onTap={() => reply({ type: 'button_reply', button_reply: chosen })}
              />
            );
          })}
        </div>
      );
    case 'list':
      return (
        <div className="card-actions">
          <CardAction kind="list" text={pickText(content, 'action', 'button')} onTap={() => setIsListOpen(true)} />
          {isListOpen ? (
            <ListPicker
              content={content}
              onClose={() => setIsListOpen(false)}
              onPick={({ id, title, description }) => {
                setIsListOpen(false);
                reply({ type: 'list_reply', list_reply: { id, title, ...(description === '' ? {} : { description }) } });
              }}
            />
          ) : null}
        </div>
      );
    case 'cta_url':
      return (
        <div className="card-actions">
          <CardAction kind="url" text={pickText(parameters, 'display_text')} href={pickText(parameters, 'url')} />
        </div>
      );
    case 'location_request_message':
      return (
        <div className="card-actions">
          <CardAction kind="location" text="Send location" onTap={onShareLocation} />
        </div>
      );
    case 'flow':
      return (
        <div className="card-actions">
          <CardAction
            kind="list"
            text={pickText(parameters, 'flow_cta') || 'Open form'}
            onTap={() =>
              reply({
                type: 'nfm_reply',
                nfm_reply: {
                  name: 'flow',
                  body: 'Sent',
                  response_json: JSON.stringify({
                    flow_token: pickText(parameters, 'flow_token'),
                    answer: 'Filled in on the simulated phone',
                  }),
                },
              })
            }
          />
        </div>
      );
    case 'call_permission_request':
      return (
        <div className="card-actions">
          {(['accept', 'reject'] as const).map((response) => (
            <CardAction
              key={response}
              kind="phone"
              text={response === 'accept' ? 'Allow calls' : 'Do not allow'}
              onTap={() =>
                reply({
                  type: 'call_permission_reply',
                  call_permission_reply: {
                    response,
                    response_source: 'user_action',
                    ...(response === 'accept' ? { is_permanent: true } : {}),
                  },
                })
              }
            />
          ))}
        </div>
      );
    case 'product':
    case 'product_list':
    case 'catalog_message':
      return (
        <div className="card-actions">
          <CardAction
            kind="list"
            text="Order one of these"
            onTap={() =>
              onAnswer({
                type: 'order',
                replyTo: wamid,
                content: {
                  catalog_id: pickText(content, 'action', 'catalog_id') || '1',
                  text: '',
                  product_items: [
                    {
                      product_retailer_id: pickText(content, 'action', 'product_retailer_id') || 'item-1',
                      quantity: 1,
                      item_price: 4.5,
                      currency: 'USD',
                    },
                  ],
                },
              })
            }
          />
        </div>
      );
    default:
      return null;
  }
}
