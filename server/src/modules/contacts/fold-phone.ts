/**
 * Brings the spellings of one phone number to one form, digits only. WhatsApp knows some numbers by a digit more or less
 * than they are dialled with; without folding the same person becomes two contacts.
 *
 * - Brazil: mobile numbers got a ninth digit (`55 DD 9XXXX XXXX`); `wa_id` of older ones lacks it. A twelve-digit number
 *   whose local part begins with 6 to 9 is such a mobile number; 2 to 5 is a landline and stays.
 * - Mexico: `52 1 …` is the old mobile form of `52 …`.
 *
 * `digits` is E.164 without the plus. Never throws; the result is for comparing, not for dialling.
 * Source: "Phone numbers: Brazil and Mexico" of Meta's Cloud API documentation, 2025-12, and live answers in which
 * `input` and `wa_id` differ.
 */
export function foldPhone(digits: string): string {
  if (digits.length === 12 && digits.startsWith('55') && /^[6-9]/.test(digits.slice(4))) {
    return `${digits.slice(0, 4)}9${digits.slice(4)}`;
  }
  if (digits.length === 13 && digits.startsWith('521')) return `52${digits.slice(3)}`;
  return digits;
}
