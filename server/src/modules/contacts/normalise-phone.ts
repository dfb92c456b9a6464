import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { foldPhone } from './fold-phone.ts';

const usualSpelling = /^[\s+\d().\-/\u00a0\u2010-\u2015]+$/;

/**
 * Reads a phone number that a person or program wrote with its country code, in any usual spelling (`+62 812-…`,
 * `0062 812 …`, `62812…`), and gives E.164 digits without the plus, or null when it cannot be a phone number.
 * A number counts as possible by its length for the country, not by whether its range is in use: WhatsApp decides that.
 *
 * A BSUID is never a phone number, whatever digits are in it: anything with a letter gives null. Never throws.
 */
export function normalisePhone(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > 40 || !usualSpelling.test(trimmed)) return null;
  const digits = trimmed.replace(/\D/g, '').replace(/^00/, '');
  if (digits.length < 7 || digits.length > 15) return null;
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  if (parsed?.isPossible() === true) return parsed.number.slice(1);
  // The old Mexican form is no longer in the numbering plan, but people and WhatsApp still write it.
  const folded = foldPhone(digits);
  return folded === digits ? null : folded;
}
