import type { Template } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { fillVariables, renderTemplate, variablesOf } from './render-template.ts';
import { buildComponents, missingFields, templateForm } from './template-fields.ts';

function template(components: Template['components'], more: Partial<Template> = {}): Template {
  return {
    id: 'tpl_01jbexampleexampleexample0',
    waba_id: '1',
    meta_id: '2',
    name: 'example',
    language: 'id',
    category: 'utility',
    status: 'approved',
    quality: 'unknown',
    rejected_reason: null,
    parameter_format: 'positional',
    components,
    synced_at: '2026-11-21T00:00:00.000Z',
    ttl_seconds: null,
    paused_until: null,
    not_usable_reason: null,
    coming_category: null,
    can_edit: true,
    not_editable_reason: null,
    editable_again_at: null,
    samples: [],
    ...more,
  };
}

function fieldsOf(value: Template) {
  const form = templateForm(value);
  if (!form.ok) throw new Error(`cannot be filled: ${form.needs}`);
  return form.fields;
}

describe('fillVariables', () => {
  it('puts positional parameters in by their number', () => {
    const parameters = [
      { type: 'text', text: 'Sari' },
      { type: 'currency', currency: { fallback_value: 'Rp10.000' } },
    ];
    expect(fillVariables('{{2}} from {{1}}, {{ 1 }}', parameters)).toBe('Rp10.000 from Sari, Sari');
  });

  it('puts named parameters in by their name, in any order', () => {
    const parameters = [
      { type: 'text', text: 'KB-1', parameter_name: 'order' },
      { type: 'text', text: 'Sari', parameter_name: 'first_name' },
    ];
    expect(fillVariables('{{first_name}}: {{order}}', parameters)).toBe('Sari: KB-1');
  });

  it('leaves a variable without a parameter visible', () => {
    expect(fillVariables('Hi {{1}} and {{2}} and {{name}}', [{ type: 'text', text: 'A' }])).toBe('Hi A and {{2}} and {{name}}');
  });

  it('takes braces and replacement signs inside of a parameter as text', () => {
    expect(fillVariables('{{1}} {{2}}', [{ text: '{{2}} $& $1' }, { text: 'x' }])).toBe('{{2}} $& $1 x');
  });

  it('names each variable once', () => {
    expect(variablesOf('{{2}} {{1}} {{2}} {{ name }} {{}} {3}')).toEqual(['2', '1', 'name']);
  });
});

describe('a template with everything', () => {
  const value = template([
    { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['KB-1'] } },
    { type: 'BODY', text: '{{2}}, hello {{1}}', example: { body_text: [['Sari', 'Pagi']] } },
    { type: 'FOOTER', text: 'Kopi' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Yes' },
        { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}', example: ['https://shop.example/9'] },
        { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+15550100' },
        { type: 'COPY_CODE', text: 'Copy', example: 'PROMO' },
      ],
    },
  ]);
  const values = { 'header.1': 'KB-7', 'body.1': 'Budi', 'body.2': 'Malam', 'button.1': '77', 'button.3': 'HEMAT' };

  it('asks for each variable with its sample', () => {
    expect(fieldsOf(value).map(({ id, kind, example }) => [id, kind, example])).toEqual([
      ['header.1', 'text', 'KB-1'],
      ['body.2', 'text', 'Sari'],
      ['body.1', 'text', 'Pagi'],
      ['button.1', 'text', 'https://shop.example/9'],
      ['button.3', 'coupon', 'PROMO'],
    ]);
  });

  it('sends body parameters by their number and buttons by their index', () => {
    expect(buildComponents(value, fieldsOf(value), values)).toEqual([
      { type: 'header', parameters: [{ type: 'text', text: 'KB-7' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Budi' },
          { type: 'text', text: 'Malam' },
        ],
      },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: '77' }] },
      { type: 'button', sub_type: 'copy_code', index: '3', parameters: [{ type: 'coupon_code', coupon_code: 'HEMAT' }] },
    ]);
  });

  it('renders what was built as the customer sees it', () => {
    expect(renderTemplate(value.components, buildComponents(value, fieldsOf(value), values))).toEqual({
      header: { kind: 'text', text: 'Order KB-7' },
      body: 'Malam, hello Budi',
      footer: 'Kopi',
      offer: null,
      buttons: [
        { kind: 'quick_reply', text: 'Yes', value: null },
        { kind: 'url', text: 'Track', value: 'https://shop.example/77' },
        { kind: 'phone', text: 'Call', value: '+15550100' },
        { kind: 'copy_code', text: 'Copy', value: 'HEMAT' },
      ],
      cards: [],
    });
  });

  it('names what is still missing or too long', () => {
    expect(missingFields(fieldsOf(value), { ...values, 'body.1': '  ', 'button.3': 'x'.repeat(21) })).toEqual(['body.1', 'button.3']);
    expect(missingFields(fieldsOf(value), values)).toEqual([]);
  });
});

describe('special templates', () => {
  it('names the parameters of a template with named variables', () => {
    const value = template(
      [{ type: 'BODY', text: 'Hi {{first_name}}', example: { body_text_named_params: [{ param_name: 'first_name', example: 'Sari' }] } }],
      { parameter_format: 'named' },
    );
    expect(fieldsOf(value)[0]?.example).toBe('Sari');
    expect(buildComponents(value, fieldsOf(value), { 'body.first_name': 'Ana' })).toEqual([
      { type: 'body', parameters: [{ type: 'text', text: 'Ana', parameter_name: 'first_name' }] },
    ]);
  });

  it('puts the code of an authentication template into body and button', () => {
    const value = template(
      [
        { type: 'BODY', text: '*{{1}}* is your code.' },
        { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Copy', url: 'https://www.whatsapp.com/otp/code/?code=otp{{1}}' }] },
      ],
      { category: 'authentication' },
    );
    const parameters = [{ type: 'text', text: '4711' }];
    expect(buildComponents(value, fieldsOf(value), { code: '4711' })).toEqual([
      { type: 'body', parameters },
      { type: 'button', sub_type: 'url', index: '0', parameters },
    ]);
  });

  it('asks for the file or the place of a header', () => {
    const document = template([{ type: 'HEADER', format: 'DOCUMENT' }]);
    expect(buildComponents(document, fieldsOf(document), { header: 'med_1', 'header.filename': 'a.pdf' })).toEqual([
      { type: 'header', parameters: [{ type: 'document', document: { id: 'med_1', filename: 'a.pdf' } }] },
    ]);
    const place = template([{ type: 'HEADER', format: 'LOCATION' }]);
    expect(missingFields(fieldsOf(place), { 'header.latitude': '91', 'header.longitude': 'x' })).toEqual([
      'header.latitude',
      'header.longitude',
    ]);
    expect(buildComponents(place, fieldsOf(place), { 'header.latitude': '-6.2', 'header.longitude': '106.8' })).toEqual([
      { type: 'header', parameters: [{ type: 'location', location: { latitude: -6.2, longitude: 106.8 } }] },
    ]);
  });

  it('fills and renders the cards of a carousel', () => {
    const card = {
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'Try {{1}}' },
      ],
    };
    const value = template([
      { type: 'BODY', text: 'New' },
      { type: 'CAROUSEL', cards: [card, card] },
    ]);
    const values = { 'card.0.header': 'med_a', 'card.0.body.1': 'tea', 'card.1.header': 'med_b', 'card.1.body.1': 'cake' };
    const built = buildComponents(value, fieldsOf(value), values);
    expect(built).toEqual([
      {
        type: 'carousel',
        cards: [
          {
            card_index: 0,
            components: [
              { type: 'header', parameters: [{ type: 'image', image: { id: 'med_a' } }] },
              { type: 'body', parameters: [{ type: 'text', text: 'tea' }] },
            ],
          },
          {
            card_index: 1,
            components: [
              { type: 'header', parameters: [{ type: 'image', image: { id: 'med_b' } }] },
              { type: 'body', parameters: [{ type: 'text', text: 'cake' }] },
            ],
          },
        ],
      },
    ]);
    expect(renderTemplate(value.components, built).cards.map(({ body }) => body)).toEqual(['Try tea', 'Try cake']);
  });

  it('says when this page cannot fill a template', () => {
    expect(templateForm(template([{ type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'See' }] }]))).toEqual({
      ok: false,
      needs: 'products',
    });
    const offer = { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now', has_expiration: true } };
    expect(templateForm(template([offer]))).toEqual({ ok: false, needs: 'offer_time' });
  });

  it('renders broken components without failing', () => {
    const broken = [{ type: 'BODY', text: 5 }, { type: 'BUTTONS', buttons: 'x' }, { type: 'CAROUSEL', cards: [null] }, {}];
    expect(renderTemplate(broken, [null, 'x', { type: 'body', parameters: 7 }]).body).toBe('5');
  });
});
