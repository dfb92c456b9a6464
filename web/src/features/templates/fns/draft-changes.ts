import { emptyParts, type DraftButton, type TemplateCategory, type TemplateDraftContent, type TemplateParts } from '@kabar/contract';

/** Kinds of button that this page can add. */
export const addableButtons = ['quick_reply', 'url', 'phone', 'copy_code', 'flow', 'catalog'] as const;
export type AddableButton = (typeof addableButtons)[number];

/** A button with nothing filled in. Meta gives the catalogue button its label; this is the one it takes. */
export function newButton(kind: AddableButton): DraftButton {
  switch (kind) {
    case 'url':
      return { kind, text: '', url: '', sample: '', more: {} };
    case 'phone':
      return { kind, text: '', phone_number: '', more: {} };
    case 'copy_code':
      return { kind, text: '', sample: '', more: {} };
    case 'flow':
      return { kind, text: '', flow_id: '', more: {} };
    case 'catalog':
      return { kind, text: 'View catalog', more: {} };
    case 'quick_reply':
      return { kind, text: '', more: {} };
  }
}

/** The list with one thing in another place; the same list where there is no such place. */
export function moved<Thing>(list: readonly Thing[], from: number, to: number): Thing[] {
  const next = [...list];
  if (to < 0 || to >= next.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** A card of the same shape as another, with nothing filled in: all cards of a carousel are alike. */
export function cardLike(card: TemplateParts | undefined): TemplateParts {
  const kind = card?.header?.kind === 'video' ? 'video' : 'image';
  return {
    ...emptyParts(),
    header: { kind, handle: '' },
    body: !card || card.body ? { text: '', samples: {}, security_recommendation: null } : null,
    buttons: (card?.buttons ?? []).map((button): DraftButton => {
      switch (button.kind) {
        case 'url':
          return { ...button, url: '', sample: '' };
        case 'quick_reply':
        case 'phone':
          return { ...button };
        default:
          return button;
      }
    }),
  };
}

/** Gives every card the header kind, the presence of a text and the kinds of buttons of the first. */
export function alignCards(cards: readonly TemplateParts[]): TemplateParts[] {
  const first = cards[0];
  if (!first) return [];
  return cards.map((card) => {
    const like = cardLike(first);
    return {
      ...card,
      header: card.header?.kind === like.header?.kind ? card.header : like.header,
      body: like.body === null ? null : (card.body ?? like.body),
      buttons: like.buttons.map((button, index) => (card.buttons[index]?.kind === button.kind ? (card.buttons[index] ?? button) : button)),
    };
  });
}

/** Forms a message can have that exclude each other. */
export type DraftShape = 'standard' | 'carousel' | 'offer';

/** Which form a draft has now. */
export function shapeOf(draft: TemplateParts): DraftShape {
  if (draft.cards.length > 0) return 'carousel';
  return draft.offer ? 'offer' : 'standard';
}

/** Makes another form of a draft; what the new form cannot have goes, the text stays. */
export function withShape(draft: TemplateDraftContent, shape: DraftShape): TemplateDraftContent {
  const bare = { ...draft, cards: [], offer: null };
  switch (shape) {
    case 'standard':
      return bare;
    case 'carousel':
      return {
        ...bare,
        header: null,
        footer: null,
        buttons: [],
        cards: draft.cards.length > 0 ? draft.cards : [cardLike(undefined), cardLike(undefined)],
      };
    case 'offer': {
      const code = draft.buttons.find((button) => button.kind === 'copy_code') ?? newButton('copy_code');
      const url = draft.buttons.find((button) => button.kind === 'url') ?? newButton('url');
      const header = draft.header?.kind === 'image' || draft.header?.kind === 'video' ? draft.header : null;
      return { ...bare, header, footer: null, offer: draft.offer ?? { text: '', has_expiration: true }, buttons: [code, url] };
    }
  }
}

/** Changes the category. To and from authentication the message is another one; a form that only marketing has goes. */
export function withCategory(draft: TemplateDraftContent, category: TemplateCategory): TemplateDraftContent {
  if (category === draft.category) return draft;
  if (category === 'authentication') {
    return {
      ...draft,
      ...emptyParts(),
      category,
      ttl_seconds: null,
      body: { text: '', samples: {}, security_recommendation: true },
      footer: { text: '', code_expiration_minutes: 10 },
      buttons: [
        { kind: 'otp', otp_type: 'copy_code', text: '', autofill_text: '', supported_apps: [], zero_tap_terms_accepted: false, more: {} },
      ],
    };
  }
  if (draft.category === 'authentication') {
    return { ...draft, ...emptyParts(), category, ttl_seconds: null, body: { text: '', samples: {}, security_recommendation: null } };
  }
  const next = { ...draft, category, ttl_seconds: null };
  return category === 'marketing' ? next : withShape(next, 'standard');
}

/** The variant of a draft in another language: the same structure and texts, to be translated. Files are uploaded once. */
export function inLanguage(draft: TemplateDraftContent, language: string): TemplateDraftContent {
  return { ...structuredClone(draft), language };
}

/** A draft with nothing in it but what every draft needs. */
export function newDraft(language: string): TemplateDraftContent {
  return {
    ...emptyParts(),
    name: '',
    language,
    category: 'utility',
    parameter_format: 'positional',
    ttl_seconds: null,
    body: { text: '', samples: {}, security_recommendation: null },
  };
}

/** What a typed name becomes: lower case, underscores for everything that cannot stand in one. */
export function toTemplateName(typed: string): string {
  return typed
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_');
}
