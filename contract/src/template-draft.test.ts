import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asHandedIn, emptyParts, readComponents, templateVariables, writeComponents, type MetaObject } from './template-draft.ts';

const words = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', ' ', 'é', '*', '1', '🙂') });
const filled = words.map((text) => `x${text}`);
/** Keys that Meta may add tomorrow. */
const more = fc.dictionary(fc.constantFrom('new_key', 'another_key'), fc.oneof(words, fc.integer(), fc.boolean()), {
  maxKeys: 2,
  noNullPrototype: true,
});

/** A text with variables and the example that belongs to it. */
function textWithExample(key: 'header_text' | 'body_text', named: boolean): fc.Arbitrary<MetaObject> {
  return fc.tuple(filled, fc.array(fc.tuple(filled, filled), { maxLength: 4 })).map(([start, pairs]) => {
    const names = pairs.map((_pair, index) => (named ? `name_${index}` : String(index + 1)));
    const text = start + pairs.map(([between], index) => `${between} {{${names[index]}}} `).join('');
    const samples = pairs.map(([, sample]) => sample);
    if (samples.length === 0) return { text };
    if (named) {
      return { text, example: { [`${key}_named_params`]: samples.map((example, index) => ({ param_name: names[index], example })) } };
    }
    return { text, example: { [key]: key === 'body_text' ? [samples] : samples } };
  });
}

function button(): fc.Arbitrary<MetaObject> {
  return fc.oneof(
    fc.record({ type: fc.constantFrom('QUICK_REPLY', 'CATALOG', 'MPM', 'SPM', 'VOICE_CALL'), text: words }),
    fc.record({ type: fc.constant('URL'), text: words, url: words, example: fc.tuple(filled).map((one) => one) }),
    fc.record({ type: fc.constant('URL'), text: words, url: words }),
    fc.record({ type: fc.constant('PHONE_NUMBER'), text: words, phone_number: words }),
    fc.record({ type: fc.constant('COPY_CODE'), text: filled, example: words }),
    fc.record({ type: fc.constant('FLOW'), text: words, flow_id: filled, flow_action: words, navigate_screen: words }),
    fc.record({
      type: fc.constant('OTP'),
      otp_type: fc.constantFrom('COPY_CODE', 'ONE_TAP', 'ZERO_TAP'),
      text: filled,
      autofill_text: filled,
      supported_apps: fc.array(fc.record({ package_name: words, signature_hash: words }), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ type: fc.constant('SOMETHING_NEW'), text: words, deep: fc.record({ key: fc.integer() }) }),
    fc.record({ type: fc.constant('URL'), text: fc.integer() }),
  );
}

const buttons = fc.tuple(
  fc.array(
    fc.tuple(button(), more).map(([one, extra]) => ({ ...one, ...extra })),
    { minLength: 1, maxLength: 4 },
  ),
  more,
);

function ordinary(named: boolean): fc.Arbitrary<MetaObject[]> {
  const header = fc.oneof(
    textWithExample('header_text', named).map((text) => ({ format: 'TEXT', ...text })),
    fc.record({ format: fc.constantFrom('IMAGE', 'VIDEO', 'GIF', 'DOCUMENT'), example: fc.record({ header_handle: fc.tuple(filled) }) }),
    fc.record({ format: fc.constantFrom('IMAGE', 'LOCATION', 'PRODUCT') }),
  );
  return fc
    .record(
      {
        header: fc.tuple(header, more).map(([one, extra]): MetaObject => ({ type: 'HEADER', ...one, ...extra })),
        body: fc
          .tuple(textWithExample('body_text', named), fc.constantFrom({}, { add_security_recommendation: true }), more)
          .map(([one, security, extra]): MetaObject => ({ type: 'BODY', ...one, ...security, ...extra })),
        footer: fc.tuple(words, fc.constantFrom({}, { code_expiration_minutes: 5 }), more).map(([text, minutes, extra]): MetaObject => ({
          type: 'FOOTER',
          ...('code_expiration_minutes' in minutes ? {} : { text }),
          ...minutes,
          ...extra,
        })),
        buttons: buttons.map(([list, extra]): MetaObject => ({ type: 'BUTTONS', buttons: list, ...extra })),
        offer: fc.record({
          type: fc.constant('LIMITED_TIME_OFFER'),
          limited_time_offer: fc.record({ text: words, has_expiration: fc.boolean() }),
        }),
        unknown: fc.record({
          type: fc.constantFrom('CALL_PERMISSION_REQUEST', 'NEXT_YEAR'),
          deep: fc.array(fc.integer()),
        }),
        broken: fc.record({ type: fc.constantFrom('BODY', 'BUTTONS'), text: fc.integer(), buttons: words }),
      },
      { requiredKeys: [] },
    )
    .chain((parts) => {
      const list = Object.values(parts);
      return fc.shuffledSubarray(list, { minLength: list.length });
    });
}

function components(named: boolean): fc.Arbitrary<MetaObject[]> {
  const card = fc.tuple(ordinary(named), more).map(([inside, extra]): MetaObject => ({ components: inside, ...extra }));
  const carousel = fc.array(card, { minLength: 1, maxLength: 3 }).map((cards): MetaObject => ({ type: 'CAROUSEL', cards }));
  return fc
    .tuple(ordinary(named), fc.option(carousel, { nil: null }), fc.nat(4))
    .map(([list, cards, at]) => (cards === null ? list : list.toSpliced(at, 0, cards)));
}

describe('components and drafts', () => {
  it.each([false, true])('gives back what was read, in its order, with all that is unknown (named: %s)', (named) => {
    fc.assert(
      fc.property(components(named), (given) => {
        expect(writeComponents(readComponents(given), named ? 'named' : 'positional')).toEqual(given);
      }),
      { numRuns: 400 },
    );
  });

  it('never throws on what is no template at all', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (given) => {
        expect(writeComponents(readComponents(given), 'positional')).toHaveLength(given.length);
      }),
    );
  });

  it('reads the same draft from what a half-written draft became', () => {
    fc.assert(
      fc.property(components(false), (given) => {
        const draft = readComponents(given);
        expect(readComponents(writeComponents(draft, 'positional'))).toEqual(draft);
      }),
    );
  });

  it('reads types and formats in small letters and samples in each form', () => {
    const parts = readComponents([
      { type: 'header', format: 'text', text: 'Order {{1}}', example: { header_text: ['KB-1'] } },
      { type: 'body', text: '{{2}}, hello {{1}}.', example: { body_text: ['Sari', 'Pagi'] } },
      { type: 'buttons', buttons: [{ type: 'copy_code', example: ['HEMAT'] }] },
    ]);
    expect(parts.header).toEqual({ kind: 'text', text: 'Order {{1}}', samples: { 1: 'KB-1' } });
    expect(parts.body?.samples).toEqual({ 1: 'Sari', 2: 'Pagi' });
    expect(parts.buttons).toEqual([{ kind: 'copy_code', text: '', sample: 'HEMAT', more: {} }]);
    expect(writeComponents(parts, 'positional')).toEqual([
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['KB-1'] } },
      { type: 'BODY', text: '{{2}}, hello {{1}}.', example: { body_text: [['Sari', 'Pagi']] } },
      { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', example: 'HEMAT' }] },
    ]);
  });

  it('puts a new part where Meta’s pages list it', () => {
    const parts = readComponents([{ type: 'BODY', text: 'Hello there' }, { type: 'NEXT_YEAR' }]);
    parts.header = { kind: 'location' };
    parts.footer = { text: 'Kopi', code_expiration_minutes: null };
    expect(writeComponents(parts, 'positional').map((component) => component['type'])).toEqual(['HEADER', 'BODY', 'FOOTER', 'NEXT_YEAR']);
  });

  it('leaves out a part that was removed', () => {
    const parts = readComponents([
      { type: 'BODY', text: 'Hello there' },
      { type: 'FOOTER', text: 'Kopi' },
    ]);
    expect(writeComponents({ ...parts, footer: null }, 'positional')).toEqual([{ type: 'BODY', text: 'Hello there' }]);
  });

  it('names each variable once', () => {
    expect(templateVariables('{{2}} {{1}} {{2}} {{ name }} {{}} {3}')).toEqual(['2', '1', 'name']);
  });
});

describe('an authentication template that Meta gave back', () => {
  it('becomes what it was handed in as', () => {
    const given = readComponents([
      { type: 'BODY', text: '*{{1}}* is your verification code. For your security, do not share this code.' },
      { type: 'FOOTER', text: 'This code expires in 10 minutes.' },
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Copy code',
            url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
            example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456'],
          },
        ],
      },
    ]);
    expect(writeComponents(asHandedIn(given), 'positional')).toEqual([
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 10 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
    ]);
  });

  it('stays without a warning that it never had', () => {
    const parts = asHandedIn({
      ...emptyParts(),
      body: { text: '*{{1}}* is your verification code.', samples: {}, security_recommendation: null },
    });
    expect(parts.body?.security_recommendation).toBe(false);
  });
});
