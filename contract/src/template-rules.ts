import { PLAIN_BUTTON_KINDS, TEMPLATE_CATEGORIES, templateVariables, type DraftButton, type DraftHeader } from './template-draft.ts';
import type { TemplateDraftContent, TemplateParts } from './template-draft.ts';
import { TEMPLATE_ISSUES, type TemplateIssue } from './template-issues.ts';
import { isTemplateLanguage } from './template-languages.ts';
import { checkLength, checkPlain, checkSamples, checkVariables, type Report } from './template-text-rules.ts';

/**
 * Bounds of templates, lengths in code points (Meta does not say which unit it counts).
 * Source: Meta for Developers, "Template components", 2025-11-21; "Limited-time offer templates", "Media card carousel templates" and
 * "One-tap autofill authentication templates", 2025-11-04; code of a copy button 20 since 2025-12-03 (15 before).
 */
export const TEMPLATE_LIMITS = {
  name: 512,
  header: 60,
  body: 1024,
  offerBody: 600,
  cardBody: 160,
  footer: 60,
  buttons: 10,
  buttonText: 25,
  urls: 2,
  url: 2000,
  phone: 20,
  copyCode: 20,
  copyCodeSafe: 15,
  cardsMin: 2,
  cardsMax: 10,
  cardButtons: 2,
  offerText: 16,
  codeMinutesMin: 1,
  codeMinutesMax: 90,
  otpApps: 5,
  packageName: 224,
  signatureHash: 11,
  bodyEmoji: 10,
} as const;

/**
 * Seconds a message of each category may be given. -1 stands for 30 days where Meta takes it.
 * Source: Meta for Developers, "Customizing time-to-live", 2025-11.
 */
export const TEMPLATE_TTL = {
  authentication: { min: 30, max: 900, month: true },
  utility: { min: 30, max: 43_200, month: true },
  marketing: { min: 43_200, max: 2_592_000, month: false },
} as const;

/**
 * Everything Meta is known to refuse (errors) or likely to (warnings) in a template. Pure; the order of issues is that of the form.
 * An empty answer does not promise approval: people and models at Meta read the text, too.
 * Source: Meta for Developers, "Template components", 2025-11-21; "Template review", 2025-10-31; each rule names its own page.
 */
export function checkTemplate(draft: TemplateDraftContent): TemplateIssue[] {
  const issues: TemplateIssue[] = [];
  const report: Report = (path, code, severity = 'error', values = {}) => {
    const sentence: string = TEMPLATE_ISSUES[code];
    const message = sentence.replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
    issues.push({ path, code, severity, message, values });
  };
  checkHead(draft, report);
  if (draft.category === 'authentication') checkAuthentication(draft, report);
  else checkOrdinary(draft, report);
  checkUnknown(draft, '', report);
  return issues;
}

/** Whether a draft may be handed in: warnings do not forbid it. */
export function isSubmittable(issues: readonly TemplateIssue[]): boolean {
  return issues.every((issue) => issue.severity === 'warning');
}

/** Name, language, category, time to live. Source: Meta for Developers, "Message templates" reference, 2025-12. */
function checkHead(draft: TemplateDraftContent, report: Report): void {
  if (draft.name === '') report('name', 'name_missing');
  else if (!/^[a-z0-9_]+$/.test(draft.name)) report('name', 'name_pattern');
  checkLength('name', draft.name, TEMPLATE_LIMITS.name, report);
  if (!isTemplateLanguage(draft.language)) report('language', 'language_unknown');
  if (!TEMPLATE_CATEGORIES.includes(draft.category)) {
    report('category', 'category_unknown');
    return;
  }
  const { min, max, month } = TEMPLATE_TTL[draft.category];
  const ttl = draft.ttl_seconds;
  if (ttl !== null && !(ttl === -1 && month) && !(Number.isInteger(ttl) && ttl >= min && ttl <= max)) {
    report('ttl_seconds', 'ttl_range', 'error', { min, max });
  }
}

function checkOrdinary(draft: TemplateDraftContent, report: Report): void {
  const hasCards = draft.cards.length > 0 || draft.order.includes('cards');
  if (draft.header && hasCards) report('header', 'header_not_in_carousel');
  else if (draft.header) checkHeader(draft.header, 'header', draft, report);
  if (draft.offer) checkOffer(draft, report);
  checkBody(draft, 'body', draft.offer ? TEMPLATE_LIMITS.offerBody : TEMPLATE_LIMITS.body, draft, report);
  if (draft.category === 'utility') checkPromotional(draft, report);
  if (draft.footer) {
    if (hasCards) report('footer', 'footer_not_in_carousel');
    if (draft.footer.text.trim() === '') report('footer.text', 'text_missing');
    checkLength('footer.text', draft.footer.text, TEMPLATE_LIMITS.footer, report);
    checkPlain('footer.text', draft.footer.text, report, { variables: true, lines: true, formatting: true });
  }
  checkButtons(draft.buttons, '', draft, report);
  if (hasCards) checkCards(draft, report);
}

/**
 * Header: 60 characters, one variable, no line breaks, emoji or formatting; a sample for every file.
 * Source: Meta for Developers, "Template components" (text header, media header), 2025-11-21.
 */
function checkHeader(header: DraftHeader, path: string, draft: TemplateDraftContent, report: Report): void {
  if ('handle' in header) {
    if (header.handle === '') report(path, 'file_missing');
    return;
  }
  if (header.kind !== 'text') return;
  const { text, samples } = header;
  if (text.trim() === '') report(`${path}.text`, 'text_missing');
  checkLength(`${path}.text`, text, TEMPLATE_LIMITS.header, report);
  checkPlain(`${path}.text`, text, report, { lines: true, emoji: true, formatting: true });
  if (templateVariables(text).length > 1) report(`${path}.text`, 'one_variable');
  checkVariables(`${path}.text`, text, draft.parameter_format, report, { edges: false });
  checkSamples(path, text, samples, report);
}

/**
 * Body: length, variables, samples, blank lines, emoji.
 * Source: Meta for Developers, "Template components" (body) and "Template review" (parameter formatting), 2025-10 and 2025-11.
 */
function checkBody(parts: TemplateParts, path: string, max: number, draft: TemplateDraftContent, report: Report): void {
  const text = parts.body?.text ?? '';
  if (text.trim() === '') {
    report(`${path}.text`, 'body_missing');
    return;
  }
  checkLength(`${path}.text`, text, max, report);
  checkVariables(`${path}.text`, text, draft.parameter_format, report, { edges: true });
  checkSamples(path, text, parts.body?.samples ?? {}, report);
  if (/\n\s*\n\s*\n/.test(text)) report(`${path}.text`, 'many_blank_lines', 'warning');
  const emoji = text.match(/\p{RGI_Emoji}/gv)?.length ?? 0;
  if (emoji > TEMPLATE_LIMITS.bodyEmoji) report(`${path}.text`, 'many_emoji', 'warning', { max: TEMPLATE_LIMITS.bodyEmoji });
}

const promotional =
  /\b(discount|sale|coupon|promo(?:tion)?|special offer|buy now|shop now|free gift|cashback|diskon|promosi|gratis ongkir|beli sekarang)\b/iu;

/** Words of advertising in a utility template. Source: Meta for Developers, "Template categorization", 2025-11; the words are ours. */
function checkPromotional(draft: TemplateDraftContent, report: Report): void {
  const word = promotional.exec(draft.body?.text ?? '')?.[0];
  if (word) report('category', 'category_promotional', 'warning', { word });
}

const kindLimits: Readonly<Partial<Record<DraftButton['kind'], number>>> = {
  url: TEMPLATE_LIMITS.urls,
  phone: 1,
  copy_code: 1,
  flow: 1,
  catalog: 1,
  mpm: 1,
  spm: 1,
  voice_call: 1,
  order_details: 1,
  request_contact_info: 1,
};
const fixedLabels: readonly string[] = PLAIN_BUTTON_KINDS.filter((kind) => kind !== 'quick_reply' && kind !== 'voice_call');
const marketingOnly: readonly string[] = ['catalog', 'mpm', 'spm'];

/**
 * Buttons: at most ten, of each kind its own number, quick replies in one group, no label twice.
 * Source: Meta for Developers, "Template components" (buttons), 2025-11-21.
 */
function checkButtons(buttons: readonly DraftButton[], prefix: string, draft: TemplateDraftContent, report: Report): void {
  const max = prefix === '' ? TEMPLATE_LIMITS.buttons : TEMPLATE_LIMITS.cardButtons;
  if (buttons.length > max) report(`${prefix}buttons`, 'too_many_buttons', 'error', { max });
  else if (buttons.length > 3) report(`${prefix}buttons`, 'buttons_hidden', 'warning');
  const changes = buttons.filter(
    (button, index) => (button.kind === 'quick_reply') !== (buttons[index - 1]?.kind === 'quick_reply'),
  ).length;
  const startsOther = buttons[0] !== undefined && buttons[0].kind !== 'quick_reply';
  // The first button counts as a change when it is a quick reply; two groups have one change more at most.
  if (changes > (startsOther ? 1 : 2)) report(`${prefix}buttons`, 'buttons_grouped');
  const seen = new Map<string, number>();
  const labels = new Set<string>();
  for (const [index, button] of buttons.entries()) {
    const path = `${prefix}buttons.${index}`;
    const count = (seen.get(button.kind) ?? 0) + 1;
    seen.set(button.kind, count);
    const most = kindLimits[button.kind];
    if (most !== undefined && count > most) report(path, 'too_many_of_kind', 'error', { max: most });
    checkButton(button, path, draft, report);
    if (button.kind === 'other') continue;
    const label = button.text.trim().toLowerCase();
    if (label !== '' && labels.has(label)) report(`${path}.text`, 'button_text_twice');
    labels.add(label);
  }
}

function checkButton(button: DraftButton, path: string, draft: TemplateDraftContent, report: Report): void {
  if (button.kind === 'other') return;
  if (marketingOnly.includes(button.kind) && draft.category !== 'marketing') report(path, 'only_marketing');
  const labelIsMetas = button.kind === 'copy_code' || button.kind === 'otp' || fixedLabels.includes(button.kind);
  if (button.text.trim() === '' && !labelIsMetas) report(`${path}.text`, 'button_text_missing');
  checkLength(`${path}.text`, button.text, TEMPLATE_LIMITS.buttonText, report);
  checkPlain(`${path}.text`, button.text, report, { variables: true, lines: true, emoji: true, formatting: true, lenient: true });
  switch (button.kind) {
    case 'url':
      checkUrl(button, path, report);
      break;
    case 'phone':
      if (button.phone_number.trim() === '') report(`${path}.phone_number`, 'phone_missing');
      else if (!/^\+?[\d\s().-]{5,}$/.test(button.phone_number.trim())) report(`${path}.phone_number`, 'phone_invalid');
      checkLength(`${path}.phone_number`, button.phone_number, TEMPLATE_LIMITS.phone, report);
      break;
    case 'copy_code': {
      if (button.sample.trim() === '') report(`${path}.sample`, 'code_sample_missing');
      checkLength(`${path}.sample`, button.sample, TEMPLATE_LIMITS.copyCode, report);
      const { length } = [...button.sample];
      if (length > TEMPLATE_LIMITS.copyCodeSafe && length <= TEMPLATE_LIMITS.copyCode) {
        report(`${path}.sample`, 'code_long', 'warning', { max: TEMPLATE_LIMITS.copyCodeSafe });
      }
      break;
    }
    case 'flow':
      if (button.flow_id.trim() === '' && !('flow_name' in button.more) && !('flow_json' in button.more))
        report(`${path}.flow_id`, 'flow_missing');
      break;
    case 'otp':
      if (draft.category !== 'authentication') report(path, 'otp_only_authentication');
      break;
    default:
  }
}

/** Address: at most 2,000 characters, one variable, at its end. Source: Meta for Developers, "Template components" (URL buttons), 2025-11-21. */
function checkUrl(button: Extract<DraftButton, { kind: 'url' }>, path: string, report: Report): void {
  const url = button.url.trim();
  if (url === '') {
    report(`${path}.url`, 'url_missing');
    return;
  }
  checkLength(`${path}.url`, url, TEMPLATE_LIMITS.url, report);
  const variables = [...url.matchAll(/\{\{[^{}]*\}\}/g)];
  const first = variables[0];
  if (variables.length > 1 || (first && first.index + first[0].length !== url.length)) report(`${path}.url`, 'url_variable_end');
  const plain = url.replaceAll(/\{\{[^{}]*\}\}/g, 'x');
  const parsed = URL.canParse(plain) ? new URL(plain) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || /\s/.test(url)) report(`${path}.url`, 'url_invalid');
  else if (/(^|\.)(wa\.me|whatsapp\.com)$/i.test(parsed.hostname)) report(`${path}.url`, 'url_whatsapp');
  if (first && button.sample.trim() === '') report(`${path}.sample`, 'sample_missing', 'error', { name: first[0] });
}

/**
 * Carousel: marketing, 2 to 10 cards of one shape, each with a picture or video, 160 characters, two buttons.
 * Source: Meta for Developers, "Media card carousel templates", 2025-11-04.
 */
function checkCards(draft: TemplateDraftContent, report: Report): void {
  const { cards } = draft;
  if (draft.category !== 'marketing') report('cards', 'only_marketing');
  if (cards.length < TEMPLATE_LIMITS.cardsMin || cards.length > TEMPLATE_LIMITS.cardsMax) {
    report('cards', 'cards_count', 'error', { min: TEMPLATE_LIMITS.cardsMin, max: TEMPLATE_LIMITS.cardsMax });
  }
  const first = cards[0];
  const someBody = cards.some((card) => (card.body?.text ?? '').trim() !== '');
  for (const [index, card] of cards.entries()) {
    const prefix = `cards.${index}`;
    const kind = card.header?.kind;
    if (kind !== 'image' && kind !== 'video' && kind !== 'product') report(`${prefix}.header`, 'card_header');
    else if (kind !== first?.header?.kind) report(`${prefix}.header`, 'cards_header_differ');
    if (card.header) checkHeader(card.header, `${prefix}.header`, draft, report);
    if (card.footer || card.offer || card.cards.length > 0) report(prefix, 'card_part');
    if ((card.body?.text ?? '').trim() !== '') checkBody(card, `${prefix}.body`, TEMPLATE_LIMITS.cardBody, draft, report);
    else if (someBody) report(`${prefix}.body.text`, 'cards_body_differ');
    checkButtons(card.buttons, `${prefix}.`, draft, report);
    const shape = (parts: TemplateParts | undefined): string => parts?.buttons.map((button) => button.kind).join() ?? '';
    if (shape(card) !== shape(first)) report(`${prefix}.buttons`, 'cards_buttons_differ');
  }
}

/**
 * Limited-time offer: marketing, a strip of 16 characters, no footer, a copy button before the one with the address.
 * Source: Meta for Developers, "Limited-time offer templates", 2025-11-04.
 */
function checkOffer(draft: TemplateDraftContent, report: Report): void {
  if (draft.category !== 'marketing') report('offer', 'only_marketing');
  const text = draft.offer?.text ?? '';
  if (text.trim() === '') report('offer.text', 'text_missing');
  checkLength('offer.text', text, TEMPLATE_LIMITS.offerText, report);
  checkPlain('offer.text', text, report, { variables: true, lines: true });
  if (draft.header && draft.header.kind !== 'image' && draft.header.kind !== 'video') report('header', 'header_not_in_offer');
  if (draft.footer) report('footer', 'footer_not_in_offer');
  const kinds = draft.buttons.map((button) => button.kind);
  if (kinds.indexOf('copy_code') > 0 || (draft.offer?.has_expiration === true && !kinds.includes('copy_code')))
    report('buttons', 'offer_code_first');
  if (!kinds.includes('url')) report('buttons', 'offer_url_missing');
  if (kinds.some((kind) => kind !== 'copy_code' && kind !== 'url')) report('buttons', 'offer_buttons');
}

/**
 * Authentication: Meta's own text, one code button, nothing else; 1 to 90 minutes; apps for one-tap and zero-tap.
 * Source: Meta for Developers, "One-tap autofill authentication templates", 2025-11-04.
 */
function checkAuthentication(draft: TemplateDraftContent, report: Report): void {
  if (draft.header) report('header', 'header_not_in_authentication');
  if (draft.offer) report('offer', 'only_marketing');
  if (draft.cards.length > 0) report('cards', 'only_marketing');
  if ((draft.body?.text ?? '') !== '') report('body.text', 'text_fixed');
  if ((draft.footer?.text ?? '') !== '') report('footer.text', 'text_fixed');
  const minutes = draft.footer?.code_expiration_minutes ?? null;
  const { codeMinutesMin: min, codeMinutesMax: max } = TEMPLATE_LIMITS;
  if (minutes !== null && !(Number.isInteger(minutes) && minutes >= min && minutes <= max)) {
    report('footer.code_expiration_minutes', 'minutes_range', 'error', { min, max });
  }
  const codes = draft.buttons.filter((button) => button.kind === 'otp');
  if (codes.length === 0) report('buttons', 'otp_missing');
  for (const [index, button] of draft.buttons.entries()) {
    const path = `buttons.${index}`;
    if (button.kind !== 'otp' || button !== codes[0]) {
      report(path, 'button_not_in_authentication');
      continue;
    }
    checkButton(button, path, draft, report);
    checkLength(`${path}.autofill_text`, button.autofill_text, TEMPLATE_LIMITS.buttonText, report);
    if (button.otp_type === 'copy_code') continue;
    const apps = button.supported_apps;
    if (apps.length === 0 || apps.length > TEMPLATE_LIMITS.otpApps) {
      report(`${path}.supported_apps`, 'otp_apps', 'error', { max: TEMPLATE_LIMITS.otpApps });
    }
    for (const [place, app] of apps.entries()) {
      const appPath = `${path}.supported_apps.${place}`;
      if (!/^[a-z]\w*(\.[a-z]\w*)+$/i.test(app.package_name)) report(`${appPath}.package_name`, 'otp_package');
      checkLength(`${appPath}.package_name`, app.package_name, TEMPLATE_LIMITS.packageName, report);
      if (!/^[\w+/=]{11}$/.test(app.signature_hash) || app.signature_hash.includes('_')) {
        report(`${appPath}.signature_hash`, 'otp_hash', 'error', { length: TEMPLATE_LIMITS.signatureHash });
      }
    }
    if (button.otp_type === 'zero_tap' && !button.zero_tap_terms_accepted) report(`${path}.zero_tap_terms_accepted`, 'otp_terms');
  }
}

const knownTypes: readonly string[] = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER'];

/** Components that came from Meta and are kept as they are; a known one among them came twice or cannot be read. */
function checkUnknown(parts: TemplateParts, prefix: string, report: Report): void {
  for (const entry of parts.order) {
    if (typeof entry === 'string') continue;
    const type = typeof entry['type'] === 'string' ? entry['type'].toUpperCase() : '?';
    if (knownTypes.includes(type)) report(`${prefix}other`, 'component_twice', 'error', { type });
    else report(`${prefix}other`, 'component_unknown', 'warning', { type });
  }
  for (const [index, card] of parts.cards.entries()) checkUnknown(card, `${prefix}cards.${index}.`, report);
}
