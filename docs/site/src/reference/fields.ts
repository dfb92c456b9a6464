import { escapeHtml } from '../html.ts';
import { prefixOf } from './example.ts';
import type { Reference, Schema } from './read-reference.ts';

const deepest = 6;

/** A list of the fields of a schema with type, meaning and limits; what is inside a field unfolds below it. */
export function fieldList(schema: Schema, reference: Reference, showRequired: boolean, depth = 0): string {
  const one = innerOf(reference.resolve(schema), reference);
  const required = new Set(one.required ?? []);
  const fields = Object.entries(one.properties ?? {});
  if (fields.length === 0) return '';
  return `<ul class="fields">${fields
    .map(([name, field]) => fieldItem(name, field, reference, showRequired ? required.has(name) : null, depth))
    .join('')}</ul>`;
}

/** One field or parameter. `required` is null where it does not matter, as in answers. */
export function fieldItem(name: string, schema: Schema, reference: Reference, required: boolean | null, depth = 0): string {
  const one = reference.resolve(schema);
  const about = one.description ?? innerOf(one, reference).description ?? '';
  const inner = depth >= deepest ? '' : fieldList(one, reference, required !== null, depth + 1);
  const below = inner === '' ? '' : `<details><summary>Fields of <code>${escapeHtml(name)}</code></summary>${inner}</details>`;
  const need = required === null ? '' : required ? ' <span class="need">required</span>' : ' <span class="optional">optional</span>';
  return `<li><div class="field"><code class="field-name">${escapeHtml(name)}</code> <span class="type">${escapeHtml(typeOf(one, reference))}</span>${need}</div>${
    about === '' ? '' : `<p>${inline(about)}</p>`
  }${limits(one, reference)}${below}</li>`;
}

/** The schema that says what is inside: of an array its items, of a choice its first real one. */
function innerOf(schema: Schema, reference: Reference): Schema {
  if (schema.properties !== undefined) return schema;
  const choices = (schema.anyOf ?? schema.oneOf ?? []).map((choice) => reference.resolve(choice)).filter(({ type }) => type !== 'null');
  if (choices.length > 0) {
    const objects = choices.map((choice) => innerOf(choice, reference)).filter(({ properties }) => properties !== undefined);
    if (objects.length === 0) return choices[0] ?? schema;
    return objects.length === 1
      ? (objects[0] ?? schema)
      : { type: 'object', properties: Object.assign({}, ...objects.map(({ properties }) => properties)) as Record<string, Schema> };
  }
  if (schema.allOf !== undefined) {
    const parts = schema.allOf.map((part) => innerOf(reference.resolve(part), reference));
    return {
      type: 'object',
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<string, Schema>,
      required: parts.flatMap(({ required }) => required ?? []),
    };
  }
  if (schema.items !== undefined) return innerOf(reference.resolve(schema.items), reference);
  return schema;
}

function typeOf(schema: Schema, reference: Reference): string {
  const one = reference.resolve(schema);
  if (one.const !== undefined) return JSON.stringify(one.const);
  const choices = one.anyOf ?? one.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((choice) => typeOf(choice, reference)))].join(' or ');
  if (one.allOf !== undefined) return 'object';
  const [type, ...others] = [one.type ?? 'any'].flat();
  const rest = others.map((other) => ` or ${other}`).join('');
  if (type === 'array') return `list of ${one.items === undefined ? 'anything' : typeOf(one.items, reference)}${rest}`;
  if (one.enum !== undefined) return `one of${rest === '' ? '' : ' (or null)'}`;
  const prefix = prefixOf(one.pattern);
  if (prefix !== undefined) return `id ${prefix}_…${rest}`;
  if (one.format === 'date-time') return `time${rest}`;
  if (one.format === 'uri' || one.format === 'email' || one.format === 'date')
    return `${one.format === 'uri' ? 'address' : one.format}${rest}`;
  return `${type === 'string' ? 'text' : (type ?? 'any')}${rest}`;
}

function limits(schema: Schema, reference: Reference): string {
  const one = schema.items === undefined ? schema : { ...schema, enum: reference.resolve(schema.items).enum };
  const values =
    one.enum ?? (one.anyOf ?? one.oneOf ?? []).map((choice) => reference.resolve(choice)).find((choice) => choice.enum !== undefined)?.enum;
  const parts = [
    values === undefined ? '' : values.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(' '),
    one.default === undefined ? '' : `default <code>${escapeHtml(JSON.stringify(one.default))}</code>`,
    range(one.minLength, one.maxLength, 'characters'),
    range(one.minItems, one.maxItems, 'items'),
    one.enum === undefined && one.type !== 'boolean' ? range(one.minimum, one.maximum, '') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `<p class="limits">${parts.join('; ')}</p>`;
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const low = least !== undefined && least > Number.MIN_SAFE_INTEGER && !(unit !== '' && least <= 1) ? least : undefined;
  const high = most !== undefined && most < Number.MAX_SAFE_INTEGER ? most : undefined;
  if (low === undefined && high === undefined) return '';
  const text = low === undefined ? `at most ${high}` : high === undefined ? `at least ${low}` : `${low} to ${high}`;
  return unit === '' ? text : `${text} ${unit}`;
}

/** Descriptions hold code in backticks. */
export function inline(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
