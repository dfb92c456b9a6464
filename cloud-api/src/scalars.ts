import { z } from 'zod';

/** An id as text: Meta sends decimal ids as strings and, in template webhooks, as integers. */
export const idSchema = z.union([z.string().min(1), z.number().int().transform(String)]);

/** Instant in whole seconds since 1970, UTC: Meta sends strings in messages and integers elsewhere. */
export const timestampSchema = z.union([
  z.number().nonnegative().transform(Math.trunc),
  z
    .string()
    .regex(/^\d{1,12}(\.\d+)?$/)
    .transform((text) => Math.trunc(Number(text))),
]);

/** Decimal number that Meta sends as a number or as text. */
export const decimalSchema = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*-?\d+(\.\d+)?\s*$/)
    .transform(Number),
]);

/** Length in code points, the unit this package counts text in. Lone surrogates count as one. */
export function codePointLength(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code <= 0xdbff) {
      const next = text.charCodeAt(index + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        count -= 1;
        index += 1;
      }
    }
  }
  return count;
}

/** Non-empty text of at most `max` code points. */
export function boundedText(max: number): z.ZodString {
  return z
    .string()
    .min(1)
    .refine((text) => text.length <= max || codePointLength(text) <= max, {
      error: `must be at most ${max} characters long`,
    });
}

/** Writes a language code the one way this package compares them: `en-US` and `en_us` become `en_US`. */
export function normaliseLanguageCode(code: string): string {
  const [language = '', ...rest] = code.replaceAll('-', '_').split('_');
  return [language.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join('_');
}
