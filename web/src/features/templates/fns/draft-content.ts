import {
  asHandedIn,
  readComponents,
  writeComponents,
  type Template,
  type TemplateDraft,
  type TemplateDraftContent,
  type UpdateTemplateDraftRequest,
} from '@kabar/contract';

/** What the builder works on: the content, and the number that stands for the account. */
export interface DraftValue {
  numberId: string | null;
  content: TemplateDraftContent;
}

/** A stored draft as the builder works on it. */
export function valueOf(draft: TemplateDraft): DraftValue {
  const parts = readComponents(draft.components);
  return {
    numberId: draft.number_id,
    content: {
      // What Meta gave back of an authentication template cannot be handed in again as it is.
      ...(draft.category === 'authentication' ? asHandedIn(parts) : parts),
      name: draft.name,
      language: draft.language,
      category: draft.category,
      parameter_format: draft.parameter_format,
      ttl_seconds: draft.ttl_seconds,
    },
  };
}

/** What the builder works on as it is stored. */
export function requestOf({ numberId, content }: DraftValue): UpdateTemplateDraftRequest {
  return {
    // Ids of numbers come from the server; the page never makes one.
    number_id: numberId as UpdateTemplateDraftRequest['number_id'],
    name: content.name,
    language: content.language,
    category: content.category,
    parameter_format: content.parameter_format,
    components: writeComponents(content, content.parameter_format),
    ttl_seconds: content.ttl_seconds,
  };
}

/** The parts of a template for the preview; pictures come from our copies of its sample files. */
export function previewOf(template: Pick<Template, 'components' | 'samples'>): ReturnType<typeof readComponents> {
  const parts = readComponents(template.components);
  const samples = [...template.samples];
  const withSample = (header: typeof parts.header): typeof parts.header =>
    header && 'handle' in header ? { ...header, handle: samples.shift() ?? header.handle } : header;
  return {
    ...parts,
    header: withSample(parts.header),
    cards: parts.cards.map((card) => ({ ...card, header: withSample(card.header) })),
  };
}
