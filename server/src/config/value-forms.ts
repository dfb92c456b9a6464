import { isIP } from 'node:net';
import { z } from 'zod';
import { isAgeRecipient } from '#platform/crypto/age-file';

/**
 * How a variable's text becomes a value. Each form says in its message what it wants, in words that complete the
 * sentence "KABAR_X ...".
 */
export const text = (): z.ZodType<string, string> => z.string().min(1, 'must not be empty');

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words): z.ZodType<Words[number], string> {
  const isWord = (value: string): value is Words[number] => words.includes(value);
  return z.string().refine(isWord, `must be one of: ${words.join(', ')}`);
}

const durationUnits = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `500ms`, `30s`, `15m`, `2h`, `7d`; the value is in milliseconds. */
export function duration(min: string, max: string): z.ZodType<number, string> {
  return measured(durationUnits, 'a duration such as 500ms, 30s, 15m, 2h or 7d', min, max);
}

const sizeUnits = { B: 1, KB: 1_024, MB: 1_048_576, GB: 1_073_741_824 } as const;

/** A size such as `512KB` or `16MB` (1 MB is 1,048,576 bytes); the value is in bytes. */
export function size(min: string, max: string): z.ZodType<number, string> {
  return measured(sizeUnits, 'a size such as 512KB or 16MB', min, max);
}

function measured(units: Readonly<Record<string, number>>, what: string, min: string, max: string): z.ZodType<number, string> {
  const read = (value: string): number => {
    const match = /^(\d{1,9})([A-Za-z]+)$/.exec(value);
    return Number(match?.[1]) * (units[match?.[2] ?? ''] ?? Number.NaN);
  };
  const from = read(min);
  const to = read(max);
  return z
    .string()
    .transform(read)
    .refine((value) => value >= from && value <= to, `must be ${what}, from ${min} to ${max}`);
}

/** `on` or `off`. */
export function onOff(): z.ZodType<boolean, string> {
  return z
    .string()
    .refine((value) => value === 'on' || value === 'off', 'must be on or off')
    .transform((value) => value === 'on');
}

/** An address with one of the given schemes, without a trailing slash. User and password are allowed only if asked for. */
export function address(schemes: readonly string[], allowsCredentials = false): z.ZodType<string, string> {
  return z
    .string()
    .refine((value) => URL.canParse(value), `must be an address that begins with ${schemes.join(' or ')}`)
    .refine((value) => schemes.includes(protocolOf(value)), `must begin with ${schemes.join(' or ')}`)
    .refine((value) => allowsCredentials || !hasCredentials(value), 'must not carry a user name or password')
    .transform((value) => value.replace(/\/+$/, ''));
}

/** Address ranges (CIDR) or single addresses, separated by commas. */
export function addressRanges(): z.ZodType<readonly string[], string> {
  return z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((ranges) => ranges.every(isRange), 'must be address ranges such as 10.0.0.0/8, separated by commas');
}

/** Port numbers, separated by commas. */
export function ports(): z.ZodType<readonly number[], string> {
  return z
    .string()
    .transform((value) => value.split(',').map((part) => Number(part.trim())))
    .refine((all) => all.every((port) => Number.isInteger(port) && port > 0 && port < 65_536), 'must be port numbers such as 443,8443');
}

/** A mailbox such as `Kabar <kabar@example.com>` or a bare address. */
export function mailbox(): z.ZodType<string, string> {
  return z.string().regex(/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'must be a mail address');
}

/** A country by its two letters (ISO 3166-1 alpha-2), or `EU`. */
export function region(): z.ZodType<string, string> {
  return z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, such as ID, SG or EU');
}

/** Bare mail addresses, separated by commas; the value is in lower case. */
export function mailAddresses(): z.ZodType<readonly string[], string> {
  return z
    .string()
    .transform((value) =>
      value
        .toLowerCase()
        .split(',')
        .map((part) => part.trim()),
    )
    .refine((addresses) => addresses.every((one) => /^[^<>@\s]+@[^<>@\s]+$/.test(one)), 'must be mail addresses, separated by commas');
}

/** Host names, separated by commas. */
export function hostNames(): z.ZodType<readonly string[], string> {
  return z
    .string()
    .transform((value) =>
      value
        .toLowerCase()
        .split(',')
        .map((part) => part.trim()),
    )
    .refine((names) => names.every((one) => /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(one)), 'must be host names, separated by commas');
}

/** Public age keys, separated by commas. */
export function ageRecipients(): z.ZodType<readonly string[], string> {
  return z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine((keys) => keys.every(isAgeRecipient), 'must be public age keys (age1…), separated by commas; never the secret AGE-SECRET-KEY');
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? `${new URL(value).protocol}//` : '';
}

function hasCredentials(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.username !== '' || url.password !== '';
}

function isRange(value: string): boolean {
  const [ip = '', bits, ...rest] = value.split('/');
  const family = isIP(ip);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
