import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyParts, readComponents, type DraftButton, type TemplateDraftContent, type TemplateParts } from './template-draft.ts';
import { TEMPLATE_ISSUES } from './template-issues.ts';
import { TEMPLATE_LANGUAGES } from './template-languages.ts';
import { checkTemplate, isSubmittable, TEMPLATE_LIMITS } from './template-rules.ts';

const body = (text: string, samples: Record<string, string> = {}) => ({ text, samples, security_recommendation: null });
const quick = (text: string): DraftButton => ({ kind: 'quick_reply', text, more: {} });
const url = (address: string, sample = ''): DraftButton => ({ kind: 'url', text: 'Open', url: address, sample, more: {} });
const phone = (number: string): DraftButton => ({ kind: 'phone', text: 'Call', phone_number: number, more: {} });
const code = (sample: string): DraftButton => ({ kind: 'copy_code', text: '', sample, more: {} });
const otp = (change: Partial<Extract<DraftButton, { kind: 'otp' }>> = {}): DraftButton => ({
  kind: 'otp',
  otp_type: 'copy_code',
  text: '',
  autofill_text: '',
  supported_apps: [],
  zero_tap_terms_accepted: false,
  more: {},
  ...change,
});
const card = (change: Partial<TemplateParts> = {}): TemplateParts => ({
  ...emptyParts(),
  header: { kind: 'image', handle: '4::a' },
  body: body('Arabica from Gayo'),
  buttons: [quick('More')],
  ...change,
});

function draft(change: Partial<TemplateDraftContent> = {}): TemplateDraftContent {
  return {
    ...emptyParts(),
    name: 'order_ready',
    language: 'id',
    category: 'utility',
    parameter_format: 'positional',
    ttl_seconds: null,
    body: body('Your order is ready for you.'),
    ...change,
  };
}
const marketing = (change: Partial<TemplateDraftContent>) => draft({ category: 'marketing', ...change });
const authentication = (change: Partial<TemplateDraftContent> = {}) =>
  draft({
    category: 'authentication',
    body: { text: '', samples: {}, security_recommendation: true },
    buttons: [otp()],
    ...change,
  });
const offer = (change: Partial<TemplateDraftContent> = {}) =>
  marketing({ offer: { text: 'Ends soon', has_expiration: true }, buttons: [code('KOPI25'), url('https://shop.example')], ...change });

function found(value: TemplateDraftContent): string[] {
  return checkTemplate(value).map((issue) => `${issue.severity === 'warning' ? '?' : ''}${issue.path} ${issue.code}`);
}

const app = { package_name: 'com.example.shop', signature_hash: 'K8a/AINcGX7' };

/** What is found in a draft that breaks one rule. "?" marks a warning. */
const wrong: [string, TemplateDraftContent][] = [
  ['name name_missing', draft({ name: '' })],
  ['name name_pattern', draft({ name: 'Order-Ready' })],
  ['name too_long', draft({ name: 'a'.repeat(513) })],
  ['language language_unknown', draft({ language: 'tlh' })],
  // A category that only a caller without types can give.
  ['category category_unknown', draft({ category: 'service' as TemplateDraftContent['category'] })],
  ['?category category_promotional', draft({ body: body('Get your discount with this order today.') })],
  ['ttl_seconds ttl_range', draft({ ttl_seconds: 20 })],
  ['ttl_seconds ttl_range', marketing({ ttl_seconds: -1 })],
  ['body.text body_missing', draft({ body: null })],
  ['body.text body_missing', draft({ body: body('  \n') })],
  ['body.text too_long', draft({ body: body('a'.repeat(1025)) })],
  ['body.text variable_braces', draft({ body: body('Hello {1} and welcome to us.') })],
  ['body.text variable_braces', draft({ body: body('Hello {{1}, welcome to us here.') })],
  ['body.text variable_format', draft({ body: body('Hello {{name}}, welcome to us.', { name: 'Sari' }) })],
  ['body.text variable_format_named', draft({ parameter_format: 'named', body: body('Hello {{1}}, welcome to us.', { 1: 'Sari' }) })],
  ['body.text variable_name', draft({ parameter_format: 'named', body: body('Hello {{First}}, welcome to us.', { First: 'Sari' }) })],
  ['body.text variable_gap', draft({ body: body('Hello {{2}}, welcome to us.', { 2: 'Sari' }) })],
  ['body.text variable_at_start', draft({ body: body(' {{1}}, welcome to our shop.', { 1: 'Sari' }) })],
  ['body.text variable_at_end', draft({ body: body('Welcome to our shop {{1}} \n', { 1: 'Sari' }) })],
  ['body.text variables_adjacent', draft({ body: body('Hi there {{1}}{{2}}, welcome to our new shop.', { 1: 'Sari', 2: 'Dewi' }) })],
  ['?body.text variables_close', draft({ body: body('Hi there {{1}} {{2}}, welcome to our new shop.', { 1: 'Sari', 2: 'Dewi' }) })],
  ['body.text too_many_variables', draft({ body: body('Hi {{1}}.', { 1: 'Sari' }) })],
  ['?body.text many_variables', draft({ body: body('Hi {{1}}, welcome.', { 1: 'Sari' }) })],
  ['body.samples.1 sample_missing', draft({ body: body('Hello {{1}}, welcome to us.') })],
  ['body.samples.1 sample_variable', draft({ body: body('Hello {{1}}, welcome to us.', { 1: '{{1}}' }) })],
  ['body.samples.1 sample_lines', draft({ body: body('Hello {{1}}, welcome to us.', { 1: 'a\nb' }) })],
  ['?body.text many_blank_lines', draft({ body: body('Hello there.\n\n\nBye.') })],
  ['?body.text many_emoji', draft({ body: body(`Hello ${'🙂'.repeat(11)}`) })],
  ['header.text text_missing', draft({ header: { kind: 'text', text: ' ', samples: {} } })],
  ['header.text too_long', draft({ header: { kind: 'text', text: 'a'.repeat(61), samples: {} } })],
  ['header.text no_line_breaks', draft({ header: { kind: 'text', text: 'a\nb', samples: {} } })],
  ['header.text no_emoji', draft({ header: { kind: 'text', text: 'Hi 👋🏽', samples: {} } })],
  ['?header.text no_formatting', draft({ header: { kind: 'text', text: 'A *big* day', samples: {} } })],
  ['header.text one_variable', draft({ header: { kind: 'text', text: '{{1}} and {{2}}', samples: { 1: 'a', 2: 'b' } } })],
  ['header.samples.1 sample_missing', draft({ header: { kind: 'text', text: 'Order {{1}}', samples: {} } })],
  ['header file_missing', draft({ header: { kind: 'document', handle: '' } })],
  ['footer.text text_missing', draft({ footer: { text: '', code_expiration_minutes: null } })],
  ['footer.text too_long', draft({ footer: { text: 'a'.repeat(61), code_expiration_minutes: null } })],
  ['footer.text no_variables', draft({ footer: { text: 'Hi {{1}}', code_expiration_minutes: null } })],
  ['buttons too_many_buttons', draft({ buttons: Array.from({ length: 11 }, (_none, index) => quick(`Reply ${index}`)) })],
  ['?buttons buttons_hidden', draft({ buttons: ['1', '2', '3', '4'].map(quick) })],
  ['buttons buttons_grouped', draft({ buttons: [quick('Yes'), url('https://shop.example'), quick('No')] })],
  ['buttons buttons_grouped', draft({ buttons: [url('https://shop.example'), quick('No'), phone('15550100')] })],
  ['buttons.1 too_many_of_kind', draft({ buttons: [phone('15550100'), { ...phone('15550101'), text: 'Ring' } as DraftButton] })],
  ['buttons.0.text button_text_missing', draft({ buttons: [quick(' ')] })],
  ['buttons.1.text button_text_twice', draft({ buttons: [quick('Yes'), quick('yes ')] })],
  ['buttons.0.text too_long', draft({ buttons: [quick('a'.repeat(26))] })],
  ['buttons.0.text no_variables', draft({ buttons: [quick('Hi {{1}}')] })],
  ['?buttons.0.text no_emoji', draft({ buttons: [quick('Yes 👍')] })],
  ['buttons.0.url url_missing', draft({ buttons: [url('')] })],
  ['buttons.0.url url_invalid', draft({ buttons: [url('shop.example')] })],
  ['buttons.0.url url_invalid', draft({ buttons: [url('javascript:alert(1)')] })],
  ['buttons.0.url url_variable_end', draft({ buttons: [url('https://shop.example/{{1}}/x', 'a')] })],
  ['buttons.0.url url_whatsapp', draft({ buttons: [url('https://wa.me/15550100')] })],
  ['buttons.0.url too_long', draft({ buttons: [url(`https://shop.example/${'a'.repeat(2000)}`)] })],
  ['buttons.0.sample sample_missing', draft({ buttons: [url('https://shop.example/{{1}}')] })],
  ['buttons.0.phone_number phone_missing', draft({ buttons: [phone('')] })],
  ['buttons.0.phone_number phone_invalid', draft({ buttons: [phone('call me')] })],
  ['buttons.0.phone_number too_long', draft({ buttons: [phone('+1 555 0100 0000 00000')] })],
  ['buttons.0.sample code_sample_missing', marketing({ buttons: [code('')] })],
  ['buttons.0.sample too_long', marketing({ buttons: [code('a'.repeat(21))] })],
  ['?buttons.0.sample code_long', marketing({ buttons: [code('a'.repeat(16))] })],
  ['buttons.0.flow_id flow_missing', draft({ buttons: [{ kind: 'flow', text: 'Open', flow_id: '', more: {} }] })],
  ['buttons.0 only_marketing', draft({ buttons: [{ kind: 'catalog', text: '', more: {} }] })],
  ['buttons.0 otp_only_authentication', draft({ buttons: [otp()] })],
  ['cards only_marketing', draft({ cards: [card(), card()] })],
  ['cards cards_count', marketing({ cards: [card()] })],
  ['cards cards_count', marketing({ cards: Array.from({ length: 11 }, () => card()) })],
  ['cards.0.header card_header', marketing({ cards: [card({ header: null }), card()] })],
  ['cards.1.header cards_header_differ', marketing({ cards: [card(), card({ header: { kind: 'video', handle: '4::b' } })] })],
  ['cards.1.header file_missing', marketing({ cards: [card(), card({ header: { kind: 'image', handle: '' } })] })],
  ['cards.1.body.text cards_body_differ', marketing({ cards: [card(), card({ body: null })] })],
  ['cards.0.body.text too_long', marketing({ cards: [card({ body: body('a'.repeat(161)) }), card()] })],
  ['cards.1.buttons cards_buttons_differ', marketing({ cards: [card(), card({ buttons: [] })] })],
  [
    'cards.0.buttons too_many_buttons',
    marketing({ cards: [card({ buttons: ['1', '2', '3'].map(quick) }), card({ buttons: ['1', '2', '3'].map(quick) })] }),
  ],
  ['cards.0 card_part', marketing({ cards: [card({ footer: { text: 'a', code_expiration_minutes: null } }), card()] })],
  ['header header_not_in_carousel', marketing({ header: { kind: 'location' }, cards: [card(), card()] })],
  ['footer footer_not_in_carousel', marketing({ footer: { text: 'a', code_expiration_minutes: null }, cards: [card(), card()] })],
  ['offer only_marketing', offer({ category: 'utility' })],
  ['offer.text too_long', offer({ offer: { text: 'a'.repeat(17), has_expiration: true } })],
  ['offer.text text_missing', offer({ offer: { text: '', has_expiration: true } })],
  ['body.text too_long', offer({ body: body('a'.repeat(601)) })],
  ['header header_not_in_offer', offer({ header: { kind: 'text', text: 'Hi', samples: {} } })],
  ['footer footer_not_in_offer', offer({ footer: { text: 'a', code_expiration_minutes: null } })],
  ['buttons offer_code_first', offer({ buttons: [url('https://shop.example'), code('KOPI')] })],
  ['buttons offer_code_first', offer({ buttons: [url('https://shop.example')] })],
  ['buttons offer_url_missing', offer({ buttons: [code('KOPI')] })],
  ['buttons offer_buttons', offer({ buttons: [code('KOPI'), url('https://shop.example'), quick('Yes')] })],
  ['header header_not_in_authentication', authentication({ header: { kind: 'location' } })],
  ['body.text text_fixed', authentication({ body: { text: 'Code {{1}}', samples: {}, security_recommendation: true } })],
  ['footer.text text_fixed', authentication({ footer: { text: 'Bye', code_expiration_minutes: null } })],
  ['footer.code_expiration_minutes minutes_range', authentication({ footer: { text: '', code_expiration_minutes: 91 } })],
  ['buttons otp_missing', authentication({ buttons: [] })],
  ['buttons.1 button_not_in_authentication', authentication({ buttons: [otp(), quick('Yes')] })],
  ['buttons.0.supported_apps otp_apps', authentication({ buttons: [otp({ otp_type: 'one_tap' })] })],
  [
    'buttons.0.supported_apps.0.package_name otp_package',
    authentication({ buttons: [otp({ otp_type: 'one_tap', supported_apps: [{ ...app, package_name: 'shop' }] })] }),
  ],
  [
    'buttons.0.supported_apps.0.signature_hash otp_hash',
    authentication({ buttons: [otp({ otp_type: 'one_tap', supported_apps: [{ ...app, signature_hash: 'short' }] })] }),
  ],
  ['buttons.0.zero_tap_terms_accepted otp_terms', authentication({ buttons: [otp({ otp_type: 'zero_tap', supported_apps: [app] })] })],
  ['?other component_unknown', draft({ order: ['body', { type: 'CALL_PERMISSION_REQUEST' }] })],
  [
    'other component_twice',
    draft({
      ...readComponents([
        { type: 'BODY', text: 'Hello to you' },
        { type: 'BODY', text: 'Again' },
      ]),
    }),
  ],
];

describe('checkTemplate', () => {
  it.each<[string, TemplateDraftContent]>([
    ['a plain text', draft()],
    ['variables with samples', draft({ body: body('Hi {{1}}, order {{2}} is ready for you now.', { 1: 'Sari', 2: 'KB-1' }) })],
    [
      'named variables',
      draft({ parameter_format: 'named', body: body('Dear {{first_name}}, thank you so much.', { first_name: 'Sari' }) }),
    ],
    ['a variable before the last full stop', draft({ body: body('Your order number is {{1}}.', { 1: 'KB-1' }) })],
    ['a text header with one variable', draft({ header: { kind: 'text', text: 'Order {{1}}', samples: { 1: 'KB-1' } } })],
    ['a header that is a place', draft({ header: { kind: 'location' } })],
    ['quick replies before others', draft({ buttons: [quick('Yes'), quick('No'), url('https://shop.example')] })],
    ['quick replies behind others', draft({ buttons: [url('https://shop.example/{{1}}', 'a'), phone('+62 812-0000-0001'), quick('Yes')] })],
    ['a carousel', marketing({ cards: [card(), card()] })],
    ['a limited-time offer', offer()],
    ['an authentication template', authentication({ footer: { text: '', code_expiration_minutes: 10 } })],
    ['one-tap with its app', authentication({ buttons: [otp({ otp_type: 'one_tap', supported_apps: [app] })] })],
    ['a time to live', draft({ ttl_seconds: -1 })],
  ])('finds nothing wrong with %s', (_name, value) => {
    expect(found(value)).toEqual([]);
  });

  it.each(wrong)('finds %s', (expected, value) => {
    expect(found(value)).toContain(expected);
  });

  it('has a case above for every code', () => {
    const covered = wrong.map(([expected]) => expected.split(' ')[1]);
    expect(Object.keys(TEMPLATE_ISSUES).filter((name) => !covered.includes(name))).toEqual([]);
  });

  it('fills every place of its sentences', () => {
    for (const value of [draft({ body: body('Hi {{1}}{{3}}') }), offer({ offer: { text: 'a'.repeat(20), has_expiration: null } })]) {
      for (const issue of checkTemplate(value)) expect(issue.message).not.toMatch(/\{(max|min|length|name|missing|words|variables)\}/);
    }
  });

  it('lets warnings pass and errors not', () => {
    expect(isSubmittable(checkTemplate(draft({ buttons: ['1', '2', '3', '4'].map(quick) })))).toBe(true);
    expect(isSubmittable(checkTemplate(draft({ name: '' })))).toBe(false);
  });

  it('counts characters as people do, not in halves of an emoji', () => {
    expect(found(marketing({ body: body('é🙂'.repeat(5).padEnd(TEMPLATE_LIMITS.body, 'a')) }))).toEqual([]);
    expect(found(draft({ name: 'a', body: body('🙂'.repeat(TEMPLATE_LIMITS.body)) }))).not.toContain('body.text too_long');
  });

  it('answers for anything that can be read from components, and speaks only codes it has', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.constantFrom('type', 'text', 'format', 'buttons', 'cards'), fc.jsonValue())), (components) => {
        for (const issue of checkTemplate(draft(readComponents(components)))) expect(TEMPLATE_ISSUES).toHaveProperty(issue.code);
      }),
    );
  });
});

describe('TEMPLATE_LANGUAGES', () => {
  it('has each code once, as Meta writes it', () => {
    const codes = TEMPLATE_LANGUAGES.map((language) => language.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((one) => !/^[a-z]{2,3}(_[A-Z]{2})?$/.test(one))).toEqual([]);
    expect(TEMPLATE_LANGUAGES.find((language) => language.code === 'pt_BR')?.name).toBe('Portuguese (Brazil)');
  });
});
