import { CONTENT_LIMITS, codePointLength, variablesOf } from '@kabar/cloud-api';
import type { TemplateButton, TemplateComponent } from '@kabar/cloud-api';
import { GraphError } from './graph-error.ts';

/** A refusal with the sub-code of template problems, in the words people see in the manager. */
export function refuse(subcode: number, userTitle: string, userMessage: string): GraphError {
  return new GraphError(100, 'Invalid parameter', { subcode, userTitle, userMessage });
}

/** What a template is checked against beside its components. `hasHandle`: whether Meta gave this handle for an upload. */
export interface CheckContext {
  category: string;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  hasHandle: (handle: string) => boolean;
}

const MEDIA_FORMATS = ['IMAGE', 'VIDEO', 'GIF', 'DOCUMENT'];
const FORMATS = ['TEXT', ...MEDIA_FORMATS, 'LOCATION', 'PRODUCT'];

// Sub-codes 2388043 (a field is missing) and 2494102 (unknown media handle) are from memory; the others from Meta's list.
const missing = (message: string): GraphError => refuse(2388043, 'Components are missing expected fields', message);
const wrongButtons = (message: string): GraphError => refuse(2388072, 'Buttons are not valid', message);

/**
 * Refuses components that Meta refuses at creation. Errors: 100 with 2388xxx sub-codes.
 * Source: Meta for Developers, "Template components", "Media card carousel templates", "Limited-time offer templates",
 * "Authentication templates", 2025-11.
 */
export function checkComponents(components: readonly TemplateComponent[], context: CheckContext): void {
  const types = components.map((component) => component.type);
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice !== undefined) throw refuse(2388072, 'Component is there twice', `A template has one ${twice.toLowerCase()} only.`);
  if (context.category === 'AUTHENTICATION') checkAuthentication(components);
  else if (!types.includes('BODY')) throw refuse(2388072, 'Body is missing', 'Every template needs a body.');
  const offer = components.find((component) => component.type === 'LIMITED_TIME_OFFER');
  if (offer !== undefined) checkOffer(offer, components, context);
  const bodyMax = offer === undefined ? CONTENT_LIMITS.templateBody : CONTENT_LIMITS.templateLimitedTimeOfferBody;
  for (const component of components) checkComponent(component, context, bodyMax);
}

function checkComponent(component: TemplateComponent, context: CheckContext, bodyMax: number): void {
  switch (component.type) {
    case 'HEADER':
      checkHeader(component, context);
      break;
    case 'BODY':
      if (context.category === 'AUTHENTICATION') break;
      if ((component.text ?? '').trim() === '') throw refuse(2388072, 'Body is missing', 'The body needs text.');
      checkBody(component, context, bodyMax);
      break;
    case 'FOOTER':
      if (variablesOf(component.text).length > 0) throw refuse(2388073, 'Footer is not valid', 'A footer takes no variables.');
      checkLength('footer', component.text ?? '', CONTENT_LIMITS.templateFooter);
      break;
    case 'BUTTONS':
      checkButtons(component.buttons ?? [], context);
      break;
    case 'CAROUSEL':
      checkCarousel(component, context);
      break;
    default:
      break;
  }
}

function checkLength(part: string, text: string, max: number): void {
  if (codePointLength(text) > max) throw refuse(2388040, 'Character limit exceeded', `The ${part} is longer than ${max} characters.`);
}

function checkHeader(component: TemplateComponent, context: CheckContext): void {
  const format = component.format ?? 'TEXT';
  if (!FORMATS.includes(format)) throw refuse(2388047, 'Header format is not valid', `The format ${format} does not exist.`);
  if (format === 'TEXT') {
    const text = component.text ?? '';
    checkLength('header', text, CONTENT_LIMITS.templateHeaderText);
    if (text === '') throw refuse(2388047, 'Header format is not valid', 'A text header needs text.');
    if (/[\n*_~`]/.test(text.replaceAll(/\{\{[^}]*\}\}/g, '')))
      throw refuse(2388047, 'Header format is not valid', 'A header takes no line breaks and no formatting.');
    if (variablesOf(text).length > 1) throw refuse(2388047, 'Header format is not valid', 'A header takes one variable.');
    checkExamples('header_text', text, component, context);
  } else if (MEDIA_FORMATS.includes(format)) {
    const given: unknown = component.example?.['header_handle'];
    const handle: unknown = Array.isArray(given) ? given[0] : given;
    if (typeof handle !== 'string' || handle === '') throw missing('A media header needs the handle of a sample file.');
    if (!context.hasHandle(handle))
      throw refuse(2494102, 'Media handle is not valid', 'The uploaded sample file is not known; upload it again.');
  }
}

function checkBody(component: TemplateComponent, context: CheckContext, max: number): void {
  const text = component.text ?? '';
  checkLength('body', text, max);
  if (/^\s*\{\{|\}\}\s*$/.test(text))
    throw refuse(2388299, 'Variables cannot be at the start or end', 'Put words before the first and after the last variable.');
  const variables = variablesOf(text);
  const words = text
    .replaceAll(/\{\{[^}]*\}\}/g, ' ')
    .split(/\s+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word));
  if (variables.length * 2 > words.length)
    throw refuse(2388293, 'Too many variables for the length', 'Write more text or use fewer variables.');
  checkExamples('body_text', text, component, context);
}

/** Variables are all numbers without gaps, or all names, and each has its sample. */
function checkExamples(key: 'header_text' | 'body_text', text: string, component: TemplateComponent, context: CheckContext): void {
  const variables = variablesOf(text);
  if (variables.length === 0) return;
  const isNamed = context.parameterFormat === 'NAMED';
  if (!isNamed) {
    const numbers = variables.map(Number).toSorted((left, right) => left - right);
    if (numbers.some((number, index) => number !== index + 1))
      throw new GraphError(100, 'Invalid parameter', { details: 'Positional parameters are numbered from 1 without gaps' });
  } else if (variables.some((name) => !/^[a-z][a-z0-9_]*$/.test(name))) {
    throw new GraphError(100, 'Invalid parameter', { details: 'Named parameters have lower-case letters, digits and underscores' });
  }
  const given: unknown = component.example?.[isNamed ? `${key}_named_params` : key];
  const list: unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  const row: unknown[] = !isNamed && Array.isArray(list[0]) ? list[0] : list;
  if (row.length < variables.length) throw missing(`Every variable of the ${key === 'body_text' ? 'body' : 'header'} needs a sample.`);
}

function checkButtons(buttons: readonly TemplateButton[], context: CheckContext): void {
  const count = (type: string): number => buttons.filter((button) => button.type === type).length;
  if (buttons.length === 0 || buttons.length > CONTENT_LIMITS.templateButtonCount) throw wrongButtons('A template takes 1 to 10 buttons.');
  if (count('URL') > CONTENT_LIMITS.templateUrlButtonCount) throw wrongButtons('A template takes at most two URL buttons.');
  if (count('PHONE_NUMBER') > CONTENT_LIMITS.templatePhoneButtonCount) throw wrongButtons('A template takes at most one phone button.');
  if (count('COPY_CODE') > CONTENT_LIMITS.templateCopyCodeButtonCount) throw wrongButtons('A template takes at most one copy code button.');
  if (count('OTP') > 0 && context.category !== 'AUTHENTICATION') throw wrongButtons('Code buttons belong to authentication templates.');
  const places = buttons.flatMap((button, index) => (button.type === 'QUICK_REPLY' ? [index] : []));
  const first = places[0] ?? 0;
  if (places.some((place, index) => place !== first + index)) throw wrongButtons('Quick replies have to stand together.');
  for (const button of buttons) checkButton(button);
}

function checkButton(button: TemplateButton): void {
  if (codePointLength(button.text ?? '') > CONTENT_LIMITS.templateButtonLabel)
    throw wrongButtons('A button label is longer than 25 characters.');
  if (!['COPY_CODE', 'OTP', 'CATALOG', 'MPM', 'SPM'].includes(button.type) && (button.text ?? '') === '')
    throw wrongButtons('A button needs a label.');
  const sample = Array.isArray(button.example) ? button.example[0] : button.example;
  if (button.type === 'URL') {
    const url = button.url ?? '';
    if (url.length > CONTENT_LIMITS.templateButtonUrl) throw wrongButtons('A button URL is longer than 2000 characters.');
    if (!/^https?:\/\//i.test(url)) throw wrongButtons('A URL button needs an address.');
    if (variablesOf(url).length === 0) return;
    if (!url.endsWith('{{1}}')) throw wrongButtons('A URL takes one variable, at its end.');
    if ((sample ?? '') === '') throw missing('A URL with a variable needs a sample.');
  } else if (button.type === 'PHONE_NUMBER') {
    if (!/^\+?[0-9][0-9 -]*$/.test(button.phone_number ?? '') || (button.phone_number ?? '').length > CONTENT_LIMITS.templateButtonPhone)
      throw wrongButtons('A phone button needs a number of at most 20 characters.');
  } else if (button.type === 'COPY_CODE') {
    if ((sample ?? '') === '' || (sample ?? '').length > 20) throw missing('A copy code button needs a sample of at most 20 characters.');
  }
}

function checkAuthentication(components: readonly TemplateComponent[]): void {
  if (components.some((component) => !['BODY', 'FOOTER', 'BUTTONS'].includes(component.type)))
    throw refuse(2388072, 'Component is not allowed', 'Authentication templates have a body, a footer and a code button only.');
  const minutes = components.find((component) => component.type === 'FOOTER')?.code_expiration_minutes ?? null;
  if (minutes !== null && (minutes < 1 || minutes > 90))
    throw refuse(2388073, 'Footer is not valid', 'The code expires after 1 to 90 minutes.');
  const buttons = components.find((component) => component.type === 'BUTTONS')?.buttons ?? [];
  const [otp] = buttons;
  if (buttons.length !== 1 || otp === undefined || (otp.type !== 'OTP' && otp.type !== 'URL'))
    throw wrongButtons('An authentication template has exactly one code button.');
  if (otp.type !== 'OTP') return;
  const kind = otp.otp_type?.toUpperCase();
  if (kind !== 'COPY_CODE' && kind !== 'ONE_TAP' && kind !== 'ZERO_TAP') throw wrongButtons('The kind of a code button is not known.');
  if (kind === 'COPY_CODE') return;
  const apps: unknown = otp['supported_apps'];
  const isApp = (app: unknown): boolean =>
    typeof app === 'object' && app !== null && 'signature_hash' in app && String(app.signature_hash).length === 11 && 'package_name' in app;
  if (!Array.isArray(apps) || apps.length < 1 || apps.length > 5 || !apps.every(isApp))
    throw wrongButtons('One to five apps with package name and a signature hash of 11 characters are needed.');
  if (kind === 'ZERO_TAP' && otp['zero_tap_terms_accepted'] !== true) throw wrongButtons('The terms of zero-tap have to be accepted.');
}

function checkOffer(offer: TemplateComponent, components: readonly TemplateComponent[], context: CheckContext): void {
  const wrong = (message: string): GraphError => refuse(2388072, 'Limited-time offer is not valid', message);
  if (context.category !== 'MARKETING') throw wrong('Only marketing templates can be offers.');
  const inside: unknown = offer['limited_time_offer'];
  const text = typeof inside === 'object' && inside !== null && 'text' in inside ? String(inside.text) : '';
  if (text === '' || codePointLength(text) > 16) throw wrong('The text of the offer has 1 to 16 characters.');
  if (components.some((component) => component.type === 'FOOTER')) throw wrong('An offer has no footer.');
  const buttons = components.find((component) => component.type === 'BUTTONS')?.buttons ?? [];
  const codeAt = buttons.findIndex((button) => button.type === 'COPY_CODE');
  if (codeAt > 0) throw wrong('The copy code button comes first.');
}

function checkCarousel(component: TemplateComponent, context: CheckContext): void {
  const wrong = (message: string): GraphError => refuse(2388072, 'Carousel is not valid', message);
  const cards = component.cards ?? [];
  if (cards.length < CONTENT_LIMITS.carouselCardMin || cards.length > CONTENT_LIMITS.carouselCardMax)
    throw wrong('A carousel takes 2 to 10 cards.');
  const shapes = cards.map((card) =>
    card.components
      .map(({ type, format, buttons }) => `${type}/${format ?? ''}/${(buttons ?? []).map((button) => button.type).join(',')}`)
      .toSorted()
      .join(' '),
  );
  if (shapes.some((shape) => shape !== shapes[0])) throw wrong('All cards have the same parts.');
  for (const card of cards) {
    const buttons = card.components.find(({ type }) => type === 'BUTTONS')?.buttons ?? [];
    if (buttons.length > 2) throw wrong('A card takes at most two buttons.');
    for (const part of card.components) checkComponent(part, context, CONTENT_LIMITS.carouselCardBody);
  }
}
