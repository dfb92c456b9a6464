import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The country of a phone number, E.164 digits without the plus, as two letters of ISO 3166; null when the plan does not tell. Never throws. */
export function countryOf(digits: string): string | null {
  return parsePhoneNumberFromString(`+${digits}`)?.country ?? null;
}
