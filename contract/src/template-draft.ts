/** An object of Meta's, of which only the keys are known. */
export type MetaObject = Record<string, unknown>;

/** Categories a template can be handed in under. Source: Meta for Developers, "Template categorization", 2025-11. */
export const TEMPLATE_CATEGORIES = ['marketing', 'utility', 'authentication'] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** Samples of variables, by the variable's name or number. A variable without one is absent. */
export type DraftSamples = Record<string, string>;

/** The head of a template or card. `handle` is what Meta gave for the uploaded sample file, empty before there is one. */
export type DraftHeader =
  | { kind: 'text'; text: string; samples: DraftSamples }
  | { kind: 'image' | 'video' | 'gif' | 'document'; handle: string }
  | { kind: 'location' | 'product' };

/** The text. `security_recommendation` belongs to authentication templates, whose text is Meta's own; null elsewhere. */
export interface DraftBody {
  text: string;
  samples: DraftSamples;
  security_recommendation: boolean | null;
}

/** The foot. `code_expiration_minutes` belongs to authentication templates; null elsewhere. */
export interface DraftFooter {
  text: string;
  code_expiration_minutes: number | null;
}

/** The strip of a limited-time offer. */
export interface DraftOffer {
  text: string;
  has_expiration: boolean | null;
}

/** How a one-time code gets into the customer's app. */
export const OTP_TYPES = ['copy_code', 'one_tap', 'zero_tap'] as const;
export type OtpType = (typeof OTP_TYPES)[number];

/** An Android app that may take a one-time code. */
export interface OtpApp {
  package_name: string;
  signature_hash: string;
}

/** Buttons with nothing but a label, which Meta fixes for some of them. */
export const PLAIN_BUTTON_KINDS = ['quick_reply', 'catalog', 'mpm', 'spm', 'voice_call', 'order_details', 'request_contact_info'] as const;

/** A button. `more` holds keys of Meta's that nobody here knows; `other` is a whole button of that sort, kept as it came. */
export type DraftButton =
  | { kind: (typeof PLAIN_BUTTON_KINDS)[number]; text: string; more: MetaObject }
  | { kind: 'url'; text: string; url: string; sample: string; more: MetaObject }
  | { kind: 'phone'; text: string; phone_number: string; more: MetaObject }
  | { kind: 'copy_code'; text: string; sample: string; more: MetaObject }
  | {
      kind: 'otp';
      otp_type: OtpType;
      text: string;
      autofill_text: string;
      supported_apps: OtpApp[];
      zero_tap_terms_accepted: boolean;
      more: MetaObject;
    }
  | { kind: 'flow'; text: string; flow_id: string; more: MetaObject }
  | { kind: 'other'; raw: MetaObject };

/** Parts of a template in the order Meta's pages list them. */
export const PART_NAMES = ['header', 'offer', 'body', 'footer', 'buttons', 'cards'] as const;
export type PartName = (typeof PART_NAMES)[number];

/**
 * What a template or one card of a carousel is made of. `order` remembers in which order the components came and holds
 * components nobody here knows as they came; `more` holds unknown keys of the known ones.
 */
export interface TemplateParts {
  header: DraftHeader | null;
  offer: DraftOffer | null;
  body: DraftBody | null;
  footer: DraftFooter | null;
  buttons: DraftButton[];
  /** Cards of a carousel; empty without one. A card has no cards of its own. */
  cards: TemplateParts[];
  order: (PartName | MetaObject)[];
  more: Partial<Record<PartName | 'card', MetaObject>>;
}

/** A template as it is being written, in one language. */
export interface TemplateDraftContent extends TemplateParts {
  name: string;
  /** Meta's code, with an underscore: `en_US`. */
  language: string;
  category: TemplateCategory;
  parameter_format: 'positional' | 'named';
  /** Seconds in which the message must reach the phone; null for Meta's own time. */
  ttl_seconds: number | null;
}

/** Parts with nothing in them. */
export function emptyParts(): TemplateParts {
  return { header: null, offer: null, body: null, footer: null, buttons: [], cards: [], order: [], more: {} };
}

const variablePattern = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** Names of the variables of a text in the order of their first appearance: "1", "2" or "first_name". */
export function templateVariables(text: string): string[] {
  return [...new Set([...text.matchAll(variablePattern)].map((match) => match[1] ?? ''))];
}

/** In which order samples of positional variables are listed: by number; whatever is no number comes last. */
function bySamplePlace(variables: readonly string[]): string[] {
  return variables.toSorted((a, b) => (Number(a) || Number.MAX_SAFE_INTEGER) - (Number(b) || Number.MAX_SAFE_INTEGER));
}

function isObject(value: unknown): value is MetaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : null;
}

function without(value: MetaObject, keys: readonly string[]): MetaObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** Reads samples in each of the forms Meta's pages and answers have: a list, a list in a list, or named ones. */
function readSamples(example: unknown, key: 'header_text' | 'body_text', text: string): DraftSamples {
  if (!isObject(example)) return {};
  const named = example[`${key}_named_params`];
  const samples: DraftSamples = {};
  if (Array.isArray(named)) {
    for (const entry of named) {
      const name = isObject(entry) ? textOf(entry['param_name']) : null;
      const sample = isObject(entry) ? textOf(entry['example']) : null;
      if (name && sample) samples[name] = sample;
    }
    return samples;
  }
  const list: unknown = example[key];
  const flat: unknown[] = typeof list === 'string' ? [list] : Array.isArray(list) ? list : [];
  const row: unknown[] = Array.isArray(flat[0]) ? flat[0] : flat;
  for (const [index, variable] of bySamplePlace(templateVariables(text)).entries()) {
    const sample = row[index];
    if (typeof sample === 'string' && sample !== '') samples[variable] = sample;
  }
  return samples;
}

function writeSamples(samples: DraftSamples, key: 'header_text' | 'body_text', text: string, named: boolean): MetaObject {
  const variables = templateVariables(text);
  if (!variables.some((variable) => (samples[variable] ?? '') !== '')) return {};
  if (named) {
    const list = variables.map((variable) => ({ param_name: variable, example: samples[variable] ?? '' }));
    return { example: { [`${key}_named_params`]: list } };
  }
  const row = bySamplePlace(variables).map((variable) => samples[variable] ?? '');
  return { example: { [key]: key === 'body_text' ? [row] : row } };
}

const mediaFormats = ['image', 'video', 'gif', 'document'] as const;

function readHeader(component: MetaObject): DraftHeader | null {
  const format = (textOf(component['format']) ?? '').toLowerCase();
  if (format === 'text') {
    const text = textOf(component['text']);
    return text === null ? null : { kind: 'text', text, samples: readSamples(component['example'], 'header_text', text) };
  }
  if (format === 'location' || format === 'product') return { kind: format };
  const kind = mediaFormats.find((known) => known === format);
  if (!kind) return null;
  const handles = isObject(component['example']) ? component['example']['header_handle'] : undefined;
  const handle: unknown = Array.isArray(handles) ? handles[0] : handles;
  return { kind, handle: typeof handle === 'string' ? handle : '' };
}

function sampleText(example: unknown): string {
  const first: unknown = Array.isArray(example) ? example[0] : example;
  return typeof first === 'string' ? first : '';
}

function readButton(raw: MetaObject): DraftButton {
  const type = (textOf(raw['type']) ?? '').toLowerCase();
  const text = textOf(raw['text']);
  if (text === null) return { kind: 'other', raw };
  const rest = (...keys: string[]): MetaObject => without(raw, ['type', 'text', ...keys]);
  const plain = PLAIN_BUTTON_KINDS.find((kind) => kind === type);
  if (plain) return { kind: plain, text, more: rest() };
  switch (type) {
    case 'url': {
      const url = textOf(raw['url']);
      if (url === null) break;
      return { kind: 'url', text, url, sample: sampleText(raw['example']), more: rest('url', 'example') };
    }
    case 'phone_number': {
      const phone = textOf(raw['phone_number']);
      if (phone === null) break;
      return { kind: 'phone', text, phone_number: phone, more: rest('phone_number') };
    }
    case 'copy_code':
      return { kind: 'copy_code', text, sample: sampleText(raw['example']), more: rest('example') };
    case 'flow': {
      const flowId = textOf(raw['flow_id']);
      if (flowId === null) break;
      return { kind: 'flow', text, flow_id: flowId, more: rest('flow_id') };
    }
    case 'otp': {
      const otpType = OTP_TYPES.find((kind) => kind === (textOf(raw['otp_type']) ?? '').toLowerCase());
      const autofill = textOf(raw['autofill_text']);
      const apps: unknown = raw['supported_apps'] ?? [];
      if (!otpType || autofill === null || !Array.isArray(apps)) break;
      return {
        kind: 'otp',
        otp_type: otpType,
        text,
        autofill_text: autofill,
        supported_apps: apps.map((app: unknown) => ({
          package_name: (isObject(app) ? textOf(app['package_name']) : null) ?? '',
          signature_hash: (isObject(app) ? textOf(app['signature_hash']) : null) ?? '',
        })),
        zero_tap_terms_accepted: raw['zero_tap_terms_accepted'] === true,
        more: rest('otp_type', 'autofill_text', 'supported_apps', 'zero_tap_terms_accepted'),
      };
    }
    default:
  }
  return { kind: 'other', raw };
}

/** Takes one component into the parts and names it; null when it is unknown, comes twice or cannot be read. */
function readInto(parts: TemplateParts, component: MetaObject): PartName | null {
  const type = (textOf(component['type']) ?? '').toLowerCase();
  const keep = (part: PartName, ...keys: string[]): PartName => {
    const more = without(component, ['type', ...keys]);
    if (Object.keys(more).length > 0) parts.more[part] = more;
    return part;
  };
  switch (type) {
    case 'header': {
      const header = parts.order.includes('header') ? null : readHeader(component);
      if (!header) return null;
      parts.header = header;
      return keep('header', 'format', 'example', ...(header.kind === 'text' ? ['text'] : []));
    }
    case 'body': {
      const text = textOf(component['text']);
      if (parts.body || text === null) return null;
      const security = component['add_security_recommendation'];
      parts.body = {
        text,
        samples: readSamples(component['example'], 'body_text', text),
        security_recommendation: typeof security === 'boolean' ? security : null,
      };
      return keep('body', 'text', 'example', 'add_security_recommendation');
    }
    case 'footer': {
      const text = textOf(component['text']);
      if (parts.footer || text === null) return null;
      const minutes = component['code_expiration_minutes'];
      parts.footer = { text, code_expiration_minutes: typeof minutes === 'number' ? minutes : null };
      return keep('footer', 'text', 'code_expiration_minutes');
    }
    case 'buttons': {
      const { buttons } = component;
      if (parts.order.includes('buttons') || !Array.isArray(buttons) || !buttons.every(isObject)) return null;
      parts.buttons = buttons.map(readButton);
      return keep('buttons', 'buttons');
    }
    case 'limited_time_offer': {
      const offer = component['limited_time_offer'];
      const text = isObject(offer) ? textOf(offer['text']) : null;
      if (parts.offer || !isObject(offer) || text === null || Object.keys(without(offer, ['text', 'has_expiration'])).length > 0)
        return null;
      parts.offer = { text, has_expiration: typeof offer['has_expiration'] === 'boolean' ? offer['has_expiration'] : null };
      return keep('offer', 'limited_time_offer');
    }
    case 'carousel': {
      const { cards } = component;
      if (parts.order.includes('cards') || !Array.isArray(cards) || !cards.every(isObject)) return null;
      if (!cards.every((card) => Array.isArray(card['components']) && card['components'].every(isObject))) return null;
      parts.cards = cards.map((card) => {
        const inside = readComponents(card['components'] as MetaObject[]); // just checked
        const more = without(card, ['components']);
        if (Object.keys(more).length > 0) inside.more.card = more;
        return inside;
      });
      return keep('cards', 'cards');
    }
    default:
      return null;
  }
}

/** Meta's components as parts of a draft. Never throws; what it does not know it keeps as it came. */
export function readComponents(components: readonly MetaObject[]): TemplateParts {
  const parts = emptyParts();
  for (const component of components) parts.order.push(readInto(parts, component) ?? component);
  return parts;
}

function writeButton(button: DraftButton): MetaObject {
  switch (button.kind) {
    case 'other':
      return button.raw;
    case 'url': {
      const example = button.sample === '' ? {} : { example: [button.sample] };
      return { type: 'URL', text: button.text, url: button.url, ...example, ...button.more };
    }
    case 'phone':
      return { type: 'PHONE_NUMBER', text: button.text, phone_number: button.phone_number, ...button.more };
    case 'copy_code':
      return { type: 'COPY_CODE', ...(button.text === '' ? {} : { text: button.text }), example: button.sample, ...button.more };
    case 'flow':
      return { type: 'FLOW', text: button.text, ...(button.flow_id === '' ? {} : { flow_id: button.flow_id }), ...button.more };
    case 'otp':
      return {
        type: 'OTP',
        otp_type: button.otp_type.toUpperCase(),
        ...(button.text === '' ? {} : { text: button.text }),
        ...(button.autofill_text === '' ? {} : { autofill_text: button.autofill_text }),
        ...(button.supported_apps.length === 0 ? {} : { supported_apps: button.supported_apps }),
        ...(button.zero_tap_terms_accepted ? { zero_tap_terms_accepted: true } : {}),
        ...button.more,
      };
    default:
      return { type: button.kind.toUpperCase(), text: button.text, ...button.more };
  }
}

function writeHeader(header: DraftHeader, named: boolean): MetaObject {
  const format = header.kind.toUpperCase();
  if (header.kind === 'text')
    return { type: 'HEADER', format, text: header.text, ...writeSamples(header.samples, 'header_text', header.text, named) };
  if ('handle' in header)
    return { type: 'HEADER', format, ...(header.handle === '' ? {} : { example: { header_handle: [header.handle] } }) };
  return { type: 'HEADER', format };
}

function writePart(parts: TemplateParts, part: PartName, named: boolean): MetaObject | null {
  switch (part) {
    case 'header':
      return parts.header && writeHeader(parts.header, named);
    case 'offer': {
      const { offer } = parts;
      if (!offer) return null;
      const expiration = offer.has_expiration === null ? {} : { has_expiration: offer.has_expiration };
      return { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: offer.text, ...expiration } };
    }
    case 'body': {
      const { body } = parts;
      if (!body) return null;
      const security = body.security_recommendation;
      return {
        type: 'BODY',
        // The text of an authentication template is Meta's own; a creation names none.
        ...(body.text === '' && security !== null ? {} : { text: body.text }),
        ...writeSamples(body.samples, 'body_text', body.text, named),
        ...(security === null ? {} : { add_security_recommendation: security }),
      };
    }
    case 'footer': {
      const { footer } = parts;
      if (!footer) return null;
      const minutes = footer.code_expiration_minutes;
      return {
        type: 'FOOTER',
        ...(footer.text === '' && minutes !== null ? {} : { text: footer.text }),
        ...(minutes === null ? {} : { code_expiration_minutes: minutes }),
      };
    }
    case 'buttons':
      return parts.buttons.length === 0 ? null : { type: 'BUTTONS', buttons: parts.buttons.map(writeButton) };
    case 'cards':
      return parts.cards.length === 0
        ? null
        : {
            type: 'CAROUSEL',
            cards: parts.cards.map((card) => ({
              components: writeComponents(card, named ? 'named' : 'positional'),
              ...card.more.card,
            })),
          };
  }
}

/** The order of components to write: as they came, with new parts behind the last part that Meta's pages list before them. */
function orderOf(parts: TemplateParts): (PartName | MetaObject)[] {
  const order = [...parts.order];
  for (const [index, part] of PART_NAMES.entries()) {
    if (order.includes(part)) continue;
    const before = PART_NAMES.slice(0, index);
    const last = order.findLastIndex((entry) => typeof entry === 'string' && before.includes(entry));
    order.splice(last + 1, 0, part);
  }
  return order;
}

/**
 * Parts of a draft as Meta's components, types and formats in capitals. With `readComponents` before it the identity for
 * components that Meta gives back, unknown ones included; samples are written in the one form that all versions of the Graph take.
 * Source: Meta for Developers, "Template components", 2025-11-21.
 */
export function writeComponents(parts: TemplateParts, parameterFormat: 'positional' | 'named'): MetaObject[] {
  return orderOf(parts).flatMap((entry) => {
    if (typeof entry !== 'string') return [entry];
    const component = writePart(parts, entry, parameterFormat === 'named');
    return component === null ? [] : [{ ...component, ...parts.more[entry] }];
  });
}

const otpUrl = /^https:\/\/www\.whatsapp\.com\/otp\/code\//i;

/**
 * Parts of an authentication template in the form it is handed in with. Meta gives such templates back with its own words
 * and the code button as a link; both would be refused if they came again.
 * Source: Meta for Developers, "One-tap autofill authentication templates", 2025-11-04.
 */
export function asHandedIn(parts: TemplateParts): TemplateParts {
  const { body, footer } = parts;
  return {
    ...parts,
    body: body && { text: '', samples: {}, security_recommendation: body.security_recommendation ?? /[.!]\s+\S/.test(body.text) },
    footer: footer && {
      text: '',
      code_expiration_minutes: footer.code_expiration_minutes ?? (Number(/\d+/.exec(footer.text)?.[0]) || null),
    },
    buttons: parts.buttons.map((button) => {
      if (button.kind !== 'url' || !otpUrl.test(button.url)) return button;
      const named = /otp_type=([a-z_]+)/i.exec(button.url)?.[1]?.toLowerCase();
      const { autofill_text: autofill, supported_apps: apps } = button.more;
      const read = readButton({
        type: 'otp',
        otp_type: named ?? 'copy_code',
        text: button.text,
        autofill_text: autofill,
        supported_apps: apps,
      });
      return read.kind === 'otp' ? { ...read, zero_tap_terms_accepted: read.otp_type === 'zero_tap' } : button;
    }),
  };
}
