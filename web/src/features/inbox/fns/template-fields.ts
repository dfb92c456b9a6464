import type { Template } from '@kabar/contract';
import { asList, asRecord, textAt } from './read-content.ts';
import { variablesOf } from './render-template.ts';

/** Where a parameter goes. `card` is the index of a carousel's card, null outside of one. */
export interface FieldPlace {
  part: 'header' | 'body' | 'button' | 'code';
  card: number | null;
  /** Index of the button. */
  button: number | null;
  /** Name or number of the variable. */
  variable: string | null;
}

/** One thing that has to be filled in before a template can be sent. */
export interface TemplateField {
  id: string;
  kind: 'text' | 'image' | 'video' | 'document' | 'latitude' | 'longitude' | 'place' | 'coupon';
  place: FieldPlace;
  /** Sample that was handed in with the template; shows what is meant. */
  example: string;
  required: boolean;
  maxLength: number;
}

/** A template's fields, or why this page cannot fill it. */
export type TemplateForm = { ok: true; fields: TemplateField[] } | { ok: false; needs: 'products' | 'offer_time' | 'flow' };

type Components = readonly unknown[];

function componentOf(components: Components, type: string): Readonly<Record<string, unknown>> {
  return asRecord(components.find((component) => textAt(component, 'type').toUpperCase() === type));
}

function exampleOf(component: unknown, key: 'header_text' | 'body_text', variable: string, index: number): string {
  const example = asRecord(asRecord(component)['example']);
  const named = asList(example[`${key}_named_params`]).find((sample) => textAt(sample, 'param_name') === variable);
  if (named !== undefined) return textAt(named, 'example');
  const list = asList(example[key]);
  const row = Array.isArray(list[0]) ? asList(list[0]) : list;
  const sample = row[index];
  return typeof sample === 'string' ? sample : '';
}

function headerFields(components: Components, card: number | null): TemplateField[] {
  const header = componentOf(components, 'HEADER');
  const prefix = card === null ? 'header' : `card.${card}.header`;
  const place: FieldPlace = { part: 'header', card, button: null, variable: null };
  const base = { place, example: '', required: true, maxLength: 1000 };
  switch (textAt(header, 'format').toUpperCase()) {
    case 'TEXT':
      return variablesOf(textAt(header, 'text')).map((variable, index) => ({
        id: `${prefix}.${variable}`,
        kind: 'text',
        place: { ...place, variable },
        example: exampleOf(header, 'header_text', variable, index),
        required: true,
        maxLength: 60,
      }));
    case 'IMAGE':
      return [{ ...base, id: prefix, kind: 'image' }];
    case 'VIDEO':
    case 'GIF':
      return [{ ...base, id: prefix, kind: 'video' }];
    case 'DOCUMENT':
      return [{ ...base, id: prefix, kind: 'document' }];
    case 'LOCATION':
      return [
        { ...base, id: `${prefix}.latitude`, kind: 'latitude', maxLength: 20 },
        { ...base, id: `${prefix}.longitude`, kind: 'longitude', maxLength: 20 },
        { ...base, id: `${prefix}.place`, kind: 'place', required: false },
      ];
    default:
      return [];
  }
}

function bodyFields(components: Components, card: number | null): TemplateField[] {
  const body = componentOf(components, 'BODY');
  const prefix = card === null ? 'body' : `card.${card}.body`;
  return variablesOf(textAt(body, 'text')).map((variable, index) => ({
    id: `${prefix}.${variable}`,
    kind: 'text',
    place: { part: 'body', card, button: null, variable },
    example: exampleOf(body, 'body_text', variable, index),
    required: true,
    maxLength: card === null ? 1024 : 160,
  }));
}

function buttonFields(components: Components, card: number | null): TemplateField[] {
  const prefix = card === null ? 'button' : `card.${card}.button`;
  return asList(componentOf(components, 'BUTTONS')['buttons']).flatMap((button, index): TemplateField[] => {
    const place: FieldPlace = { part: 'button', card, button: index, variable: null };
    const sample = asList(asRecord(button)['example'])[0];
    const example = typeof sample === 'string' ? sample : textAt(button, 'example');
    const type = textAt(button, 'type').toUpperCase();
    if (type === 'URL' && variablesOf(textAt(button, 'url')).length > 0) {
      return [{ id: `${prefix}.${index}`, kind: 'text', place, example, required: true, maxLength: 2000 }];
    }
    if (type === 'COPY_CODE') return [{ id: `${prefix}.${index}`, kind: 'coupon', place, example, required: true, maxLength: 20 }];
    return [];
  });
}

/** What has to be filled in to send a template. Source: Meta for Developers, "Template components", 2025-11. */
export function templateForm(template: Template): TemplateForm {
  const { components } = template;
  const header = textAt(componentOf(components, 'HEADER'), 'format').toUpperCase();
  const buttonTypes = asList(componentOf(components, 'BUTTONS')['buttons']).map((button) => textAt(button, 'type').toUpperCase());
  if (header === 'PRODUCT' || buttonTypes.some((type) => type === 'MPM' || type === 'SPM' || type === 'CATALOG'))
    return { ok: false, needs: 'products' };
  if (buttonTypes.includes('ORDER_DETAILS')) return { ok: false, needs: 'products' };
  const offer = asRecord(componentOf(components, 'LIMITED_TIME_OFFER')['limited_time_offer']);
  if (offer['has_expiration'] === true) return { ok: false, needs: 'offer_time' };
  if (template.category === 'authentication') {
    // The one code goes into the body and into the button.
    const place: FieldPlace = { part: 'code', card: null, button: null, variable: null };
    return { ok: true, fields: [{ id: 'code', kind: 'text', place, example: '', required: true, maxLength: 15 }] };
  }
  const cards = asList(componentOf(components, 'CAROUSEL')['cards']);
  const fields = [
    ...headerFields(components, null),
    ...bodyFields(components, null),
    ...buttonFields(components, null),
    ...cards.flatMap((card, index) => {
      const inside = asList(asRecord(card)['components']);
      return [...headerFields(inside, index), ...bodyFields(inside, index), ...buttonFields(inside, index)];
    }),
  ];
  return { ok: true, fields };
}

/** What has been filled in, by field id. For files it is the media id; the name of a document stands under `<id>.filename`. */
export type FieldValues = Readonly<Record<string, string>>;

/** Ids of required fields that are still empty or not a number where one is needed. */
export function missingFields(fields: readonly TemplateField[], values: FieldValues): string[] {
  return fields
    .filter((field) => {
      const value = (values[field.id] ?? '').trim();
      if (value === '') return field.required;
      if (field.kind === 'latitude') return !(Math.abs(Number(value)) <= 90);
      if (field.kind === 'longitude') return !(Math.abs(Number(value)) <= 180);
      return [...value].length > field.maxLength;
    })
    .map((field) => field.id);
}

type Parameter = Record<string, unknown>;

/** The `components` of a send for what was filled in. Fields that are empty are left out. */
export function buildComponents(template: Template, fields: readonly TemplateField[], values: FieldValues): Record<string, unknown>[] {
  const code = fields.find((field) => field.place.part === 'code');
  if (code) {
    const parameters = [{ type: 'text', text: (values[code.id] ?? '').trim() }];
    const hasButton = asList(componentOf(template.components, 'BUTTONS')['buttons']).length > 0;
    return [{ type: 'body', parameters }, ...(hasButton ? [{ type: 'button', sub_type: 'url', index: '0', parameters }] : [])];
  }
  const cardIndexes = [...new Set(fields.map((field) => field.place.card).filter((card) => card !== null))];
  const cards = asList(componentOf(template.components, 'CAROUSEL')['cards']);
  return [
    ...partsOf(template, fields, values, null),
    ...(cards.length > 0
      ? [
          {
            type: 'carousel',
            cards: (cardIndexes.length > 0 ? cardIndexes : cards.map((_card, index) => index)).map((index) => ({
              card_index: index,
              components: partsOf(template, fields, values, index),
            })),
          },
        ]
      : []),
  ];
}

function partsOf(
  template: Template,
  fields: readonly TemplateField[],
  values: FieldValues,
  card: number | null,
): Record<string, unknown>[] {
  const own = fields.filter((field) => field.place.card === card && (values[field.id] ?? '').trim() !== '');
  const valueOf = (field: TemplateField): string => (values[field.id] ?? '').trim();
  const named = template.parameter_format === 'named';
  const text = (field: TemplateField): Parameter => ({
    type: 'text',
    text: valueOf(field),
    ...(named && field.place.variable !== null ? { parameter_name: field.place.variable } : {}),
  });
  const ofPart = (part: FieldPlace['part']): TemplateField[] => own.filter((field) => field.place.part === part);
  const header = headerParameters(ofPart('header'), values, text);
  const body = inOrder(ofPart('body'), named).map(text);
  return [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(body.length > 0 ? [{ type: 'body', parameters: body }] : []),
    ...ofPart('button').map((field) => ({
      type: 'button',
      sub_type: field.kind === 'coupon' ? 'copy_code' : 'url',
      index: String(field.place.button),
      parameters: [field.kind === 'coupon' ? { type: 'coupon_code', coupon_code: valueOf(field) } : { type: 'text', text: valueOf(field) }],
    })),
  ];
}

/** Positional parameters go by their number, whatever order the text names them in. */
function inOrder(fields: readonly TemplateField[], named: boolean): TemplateField[] {
  return named ? [...fields] : fields.toSorted((a, b) => Number(a.place.variable) - Number(b.place.variable));
}

function headerParameters(fields: readonly TemplateField[], values: FieldValues, text: (field: TemplateField) => Parameter): Parameter[] {
  const first = fields[0];
  if (!first) return [];
  const value = (id: string): string => (values[id] ?? '').trim();
  switch (first.kind) {
    case 'image':
    case 'video':
      return [{ type: first.kind, [first.kind]: { id: value(first.id) } }];
    case 'document': {
      const filename = value(`${first.id}.filename`);
      return [{ type: 'document', document: { id: value(first.id), ...(filename === '' ? {} : { filename }) } }];
    }
    case 'latitude': {
      const prefix = first.id.replace(/\.latitude$/, '');
      const name = value(`${prefix}.place`);
      return [
        {
          type: 'location',
          location: {
            latitude: Number(value(`${prefix}.latitude`)),
            longitude: Number(value(`${prefix}.longitude`)),
            ...(name === '' ? {} : { name, address: name }),
          },
        },
      ];
    }
    default:
      return fields.map(text);
  }
}
