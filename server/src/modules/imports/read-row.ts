import { IMPORT_LIMITS, type AttributeValue, type ColumnTarget } from '@kabar/contract';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { isBsuid, judgeValue, normalisePhone, uuidOf, type AttributeRow, type Identity } from '#modules/contacts';

/** What the columns mean, with what they refer to. Stages and tags by lower-case name. */
export type RowWorld = {
  targets: readonly ColumnTarget[];
  defaultCountry: string | null;
  attributes: ReadonlyMap<string, AttributeRow>;
  stages: ReadonlyMap<string, string>;
};

/** A row as it would be written. `problems` not empty: it is not written at all. */
export type ReadRow = {
  identities: Identity[];
  /** E.164 digits. */
  phone: string | null;
  name: string | null;
  tagNames: string[];
  stageId: string | null;
  values: { attribute: AttributeRow; value: AttributeValue }[];
  problems: string[];
};

const maxTags = 50;

/** Reads one row by what its columns mean. Says every problem, in plain sentences without the content. Pure; never throws. */
export function readRow(cells: readonly string[], world: RowWorld): ReadRow {
  const row: ReadRow = { identities: [], phone: null, name: null, tagNames: [], stageId: null, values: [], problems: [] };
  for (const [index, target] of world.targets.entries()) {
    const cell = unguard(cells[index] ?? '').trim();
    if (target.to === 'ignore' || cell === '') continue;
    if (cell.length > IMPORT_LIMITS.cellLength)
      row.problems.push(`column ${index + 1}: the cell is longer than ${IMPORT_LIMITS.cellLength} characters`);
    else if (cell.includes('\0')) row.problems.push(`column ${index + 1}: the cell contains a character that text cannot have`);
    else readCell(row, index, target, cell, world);
  }
  if (row.problems.length === 0 && !row.identities.some((identity) => identity.kind !== 'username'))
    row.problems.push('there is no phone number or WhatsApp user id in this row');
  return row;
}

/** Our own exports put an apostrophe before what a spreadsheet would take for a formula. */
function unguard(cell: string): string {
  return /^'[\s]*[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}

function readCell(row: ReadRow, index: number, target: ColumnTarget, cell: string, world: RowWorld): void {
  const problem = (text: string): void => void row.problems.push(`column ${index + 1}: ${text}`);
  switch (target.to) {
    case 'phone': {
      const digits = readPhone(cell, world.defaultCountry);
      if (digits === null)
        problem(
          /^\d[.,]\d+E\+?\d+$/i.test(cell)
            ? 'the spreadsheet has shortened this phone number; format the column as text'
            : 'this is not a possible phone number',
        );
      else {
        row.phone = digits;
        row.identities.push({ kind: 'phone', value: digits });
      }
      return;
    }
    case 'bsuid':
      if (isBsuid(cell)) row.identities.push({ kind: 'bsuid', value: cell });
      else problem('this is not a WhatsApp user id');
      return;
    case 'username':
      if (/^@?[a-z0-9._]{3,35}$/i.test(cell)) row.identities.push({ kind: 'username', value: cell.replace(/^@/, '') });
      else problem('this is not a WhatsApp username');
      return;
    case 'name':
      if (cell.length > 200) problem('the name is longer than 200 characters');
      else row.name = cell;
      return;
    case 'tags': {
      const names = [...new Set(cell.split(/[,;|]/).map((name) => name.trim()))].filter((name) => name !== '');
      if (names.some((name) => name.length > 50)) problem('a tag is longer than 50 characters');
      else if (row.tagNames.length + names.length > maxTags) problem(`there are more than ${maxTags} tags`);
      else row.tagNames.push(...names);
      return;
    }
    case 'stage': {
      const stageId = world.stages.get(cell.toLowerCase());
      if (stageId === undefined) problem('there is no stage of this name');
      else row.stageId = stageId;
      return;
    }
    case 'attribute': {
      const attribute = world.attributes.get(uuidOf('attribute', target.attribute_id));
      if (attribute === undefined) return problem('the attribute of this column is gone');
      const value = readValueText(attribute, cell);
      const wrong = value === null ? 'is not a value of this kind' : judgeValue(attribute, value);
      if (value === null || wrong !== null) problem(`${attribute.label}: ${wrong ?? ''}`);
      else row.values.push({ attribute, value });
      return;
    }
    default:
  }
}

/** A phone number as people write it at home or abroad, E.164 digits; null when it cannot be one. Never throws. */
export function readPhone(text: string, defaultCountry: string | null): string | null {
  const compact = text.replace(/^['"]+/, '').trim();
  if (defaultCountry === null || /^(\+|00)/.test(compact)) return normalisePhone(compact);
  if (!/^[\d\s().\-/\u00a0\u2010-\u2015]+$/.test(compact)) return null;
  const local = parsePhoneNumberFromString(compact, defaultCountry as CountryCode); // an unknown country gives undefined
  if (local?.isPossible() === true) return local.number.slice(1);
  return normalisePhone(compact);
}

const yes = new Set(['yes', 'y', 'true', '1', 'ya', 'iya', 'benar', 'sí', 'si', 'sim', 'हाँ', 'x']);
const no = new Set(['no', 'n', 'false', '0', 'tidak', 'bukan', 'não', 'nao', 'नहीं']);

function readValueText(attribute: AttributeRow, cell: string): AttributeValue | null {
  const folded = cell.toLowerCase();
  switch (attribute.type) {
    case 'text':
      return cell;
    case 'number':
      return /^-?\d{1,15}([.,]\d{1,9})?$/.test(cell) ? Number(cell.replace(',', '.')) : null;
    case 'date':
      return readDay(cell);
    case 'choice':
      return attribute.choices.find((choice) => choice.key === folded || choice.label.toLowerCase() === folded)?.key ?? null;
    case 'yes_no':
      return yes.has(folded) ? true : no.has(folded) ? false : null;
  }
}

/** `YYYY-MM-DD`, or day first with dots, slashes or hyphens, as most of the world writes it. */
function readDay(cell: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(cell);
  const local = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(cell);
  const [year, month, day] = iso !== null ? [iso[1], iso[2], iso[3]] : local !== null ? [local[3], local[2], local[1]] : [];
  return year === undefined || month === undefined || day === undefined
    ? null
    : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
