import type { SendBody } from '../api/queries.ts';
import { contentText, hasGap, typeOfKind, type ObjectKind } from './playground-kinds.ts';
import type { Body } from './request-code.ts';

/** What has been chosen and typed so far. `content` is null while a template is not chosen yet. */
export interface Written {
  numberId: string | null;
  customer: { to: string } | { contact_id: string } | null;
  content:
    | { kind: 'text'; text: string }
    | { kind: 'template'; name: string; language: string; components: readonly Record<string, unknown>[] }
    | { kind: 'object'; as: ObjectKind; content: Body | readonly Body[] | null }
    | null;
}

/** The body of the request as far as it is written; what is open stands there as a gap that cannot be mistaken for a value. */
export function playgroundBody({ numberId, customer, content }: Written): Body {
  const to = customer === null ? { to: '+62…' } : 'to' in customer ? { to: customer.to } : { contact_id: customer.contact_id };
  const head = { number_id: numberId ?? 'num_…', ...to };
  if (content?.kind === 'text') return { ...head, type: 'text', text: { body: content.text } };
  if (content?.kind === 'object') return { ...head, type: typeOfKind(content.as), [typeOfKind(content.as)]: content.content ?? '…' };
  if (content === null) return { ...head, type: 'template', template: { name: '…', language: { code: '…' } } };
  const { name, language, components } = content;
  // Components are plain JSON by construction.
  return {
    ...head,
    type: 'template',
    template: { name, language: { code: language }, ...(components.length > 0 ? { components: components as unknown as Body[] } : {}) },
  };
}

/** The body, once nothing of it is open. The server judges the rest. */
export function readyBody(written: Written): SendBody | null {
  const { numberId, customer, content } = written;
  if (numberId === null || customer === null || content === null) return null;
  if (content.kind === 'text' && content.text.trim() === '') return null;
  if (content.kind === 'object' && (content.content === null || hasGap(contentText(content.content)))) return null;
  return playgroundBody(written) as unknown as SendBody;
}
