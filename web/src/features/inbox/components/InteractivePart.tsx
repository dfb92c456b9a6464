import { Trans, useLingui } from '@lingui/react/macro';
import { CornerDownRight, List } from 'lucide-react';
import { asList, asRecord, textAt } from '../fns/read-content.ts';
import type { TemplateButton } from '../fns/render-template.ts';
import { FormattedText } from './FormattedText.tsx';
import { Picture } from './Picture.tsx';
import { BubbleButtons } from './TemplateCard.tsx';
import { RawContent } from './UnknownPart.tsx';

function Reply({ title, description }: { title: string; description: string }) {
  return (
    <span className="inline-flex items-start gap-1.5">
      <CornerDownRight aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-text" />
      <span dir="auto" className="min-w-0 wrap-anywhere">
        <span className="font-medium">{title}</span>
        {description ? <span className="block text-13 text-normal">{description}</span> : null}
      </span>
    </span>
  );
}

/** Rows of a list message, folded until somebody wants to see them. */
function ListSections({ action }: { action: unknown }) {
  return (
    <details className="mt-2 border-t border-strong/10 pt-1.5">
      <summary className="flex min-h-7 items-center justify-center gap-1.5 rounded-control text-13 font-medium text-accent-text">
        <List aria-hidden className="size-3.5" />
        {textAt(action, 'button') || <Trans>Choices</Trans>}
      </summary>
      <div className="mt-1 flex flex-col gap-2">
        {asList(asRecord(action)['sections']).map((section, index) => (
          // Sections and rows of one message never change places.
          <div key={index}>
            {textAt(section, 'title') ? <p className="text-12 font-semibold text-weak">{textAt(section, 'title')}</p> : null}
            <ul>
              {asList(asRecord(section)['rows']).map((row, rowIndex) => (
                <li key={rowIndex} className="py-0.5 text-13">
                  <span dir="auto" className="font-medium">
                    {textAt(row, 'title')}
                  </span>
                  {textAt(row, 'description') ? <span className="block text-12 text-weak">{textAt(row, 'description')}</span> : null}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </details>
  );
}

function buttonsOf(type: string, action: unknown, words: { location: string }): TemplateButton[] {
  if (type === 'button') {
    return asList(asRecord(action)['buttons']).map((button) => ({
      kind: 'quick_reply',
      text: textAt(button, 'reply', 'title'),
      value: null,
    }));
  }
  if (type === 'cta_url')
    return [{ kind: 'url', text: textAt(action, 'parameters', 'display_text'), value: textAt(action, 'parameters', 'url') }];
  if (type === 'location_request_message') return [{ kind: 'other', text: words.location, value: null }];
  const label = textAt(action, 'parameters', 'flow_cta') || textAt(action, 'parameters', 'display_text');
  return label ? [{ kind: 'other', text: label, value: null }] : [];
}

/** What a customer filled in in a form: names and values as they came. */
function FormAnswer({ json }: { json: string }) {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    value = null;
  }
  const entries = Object.entries(asRecord(value)).filter(([key]) => key !== 'flow_token');
  if (entries.length === 0) return null;
  return (
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-13">
      {entries.map(([key, field]) => (
        <div key={key} className="contents">
          <dt className="text-weak">{key.replaceAll('_', ' ')}</dt>
          <dd dir="auto" className="wrap-anywhere">
            {typeof field === 'string' || typeof field === 'number' || typeof field === 'boolean' ? String(field) : JSON.stringify(field)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Messages with choices, and the customer's answers to them. */
export function InteractivePart({ content }: { content: unknown }) {
  const { t } = useLingui();
  const value = asRecord(content);
  const type = textAt(value, 'type');
  if (type === 'button_reply' || type === 'list_reply') {
    return <Reply title={textAt(value, type, 'title') || t`A choice`} description={textAt(value, type, 'description')} />;
  }
  if (type === 'nfm_reply') {
    return (
      <div>
        <Reply title={textAt(value, type, 'body') || t`Form filled in`} description="" />
        <FormAnswer json={textAt(value, type, 'response_json')} />
      </div>
    );
  }
  if (type === 'call_permission_reply') {
    const accepted = textAt(value, type, 'response') === 'accept';
    return <Reply title={accepted ? t`You may call` : t`You may not call`} description="" />;
  }
  const action = value['action'];
  const header = asRecord(value['header']);
  const imageId = textAt(header, 'image', 'id');
  const body = textAt(value, 'body', 'text');
  const footer = textAt(value, 'footer', 'text');
  const isKnown = ['button', 'list', 'cta_url', 'location_request_message', 'flow', 'voice_call', 'address_message'].includes(type);
  if (!isKnown && body === '') return <RawContent content={content} />;
  return (
    <div dir="auto">
      {imageId.startsWith('med_') ? (
        <div className="mb-1.5">
          <Picture mediaId={imageId} alt={t`Photo`} />
        </div>
      ) : null}
      {textAt(header, 'text') ? <FormattedText text={textAt(header, 'text')} className="mb-1 block font-semibold" /> : null}
      {body ? <FormattedText text={body} className="block" /> : null}
      {footer ? <FormattedText text={footer} className="mt-1 block text-12 text-weak" /> : null}
      {type === 'list' ? (
        <ListSections action={action} />
      ) : (
        <BubbleButtons buttons={buttonsOf(type, action, { location: t`Send location` })} />
      )}
      {isKnown ? null : <RawContent content={content} />}
    </div>
  );
}
