import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { HashKind } from './hash-words.ts';

/** A piece of a phone number under which it is found. */
export type PhonePiece = { kind: HashKind; digits: string };

// Steps instead of every length: what lies between two steps is sorted out when a hit is opened.
const startSteps = [4, 6, 8] as const;
const nationalSteps = [3, 5, 7] as const;
const endSteps = [3, 4, 5, 6, 8, 10] as const;

/** The pieces of a number in E.164 digits: its beginnings with and without the country code, its endings. */
export function piecesOfPhone(digits: string): PhonePiece[] {
  const national = parsePhoneNumberFromString(`+${digits}`)?.nationalNumber ?? '';
  return [
    ...pieces('phone_start', startSteps, digits, 'start'),
    ...pieces('phone_national', nationalSteps, national, 'start'),
    ...pieces('phone_end', endSteps, digits, 'end'),
  ];
}

/**
 * Digits of a phone number as somebody types them, in any usual spelling; null when it is no such thing. A trunk zero and `00` go, because
 * stored numbers have none. At least three digits.
 */
export function readPhoneDigits(text: string): string | null {
  const trimmed = text.trim();
  if (!/^[\p{Nd}\s+().\-/\u00a0\u2010-\u2015]+$/u.test(trimmed) || trimmed.length > 40) return null;
  const digits = trimmed
    .replace(/\p{Nd}/gu, (digit) => digit.normalize('NFKC'))
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return digits.length >= 3 && digits.length <= 15 ? digits : null;
}

/** From so many digits on, the ending tells a number: beginnings of this length are shared by thousands. */
const wholeNumber = 10;

/** The pieces to look up for typed digits, one per way in which they can stand in a number. */
export function piecesToLookUp(digits: string): PhonePiece[] {
  if (digits.length >= wholeNumber) return pieces('phone_end', endSteps, digits, 'end').slice(-1);
  return [
    ...pieces('phone_start', startSteps, digits, 'start').slice(-1),
    ...pieces('phone_national', nationalSteps, digits, 'start').slice(-1),
    ...pieces('phone_end', endSteps, digits, 'end').slice(-1),
  ];
}

/** Where typed digits stand in a number given as E.164 digits: at its end, its beginning, or behind its country code. Null: nowhere. */
export function findDigits(typed: string, digits: string): { start: number; length: number } | null {
  if (digits.endsWith(typed)) return { start: digits.length - typed.length, length: typed.length };
  if (digits.startsWith(typed)) return { start: 0, length: typed.length };
  const national = parsePhoneNumberFromString(`+${digits}`)?.nationalNumber ?? '';
  return national !== '' && national.startsWith(typed) ? { start: digits.length - national.length, length: typed.length } : null;
}

function pieces(kind: HashKind, steps: readonly number[], digits: string, side: 'start' | 'end'): PhonePiece[] {
  return steps
    .filter((step) => step <= digits.length)
    .map((step) => ({ kind, digits: side === 'start' ? digits.slice(0, step) : digits.slice(-step) }));
}
