/** Digits of a dialled number, or undefined when it cannot be one. `+`, spaces, `-`, `(`, `)` and `.` are accepted. */
export function phoneDigits(input: string): string | undefined {
  const digits = input.replaceAll(/[+\s().-]/g, '');
  return /^\d{7,15}$/.test(digits) ? digits : undefined;
}

/**
 * The number as WhatsApp knows it. Brazilian mobiles lose the ninth digit for area codes above 28, Mexican ones gain a 1.
 * Source: Brazilian case captured on the real platform, 2026-07; Mexican case from public issue threads.
 */
export function waIdOf(digits: string): string {
  const brazil = /^55(\d{2})9(\d{8})$/.exec(digits);
  if (brazil?.[1] !== undefined && Number(brazil[1]) > 28) return `55${brazil[1]}${brazil[2] ?? ''}`;
  const mexico = /^52(\d{10})$/.exec(digits);
  if (mexico?.[1] !== undefined) return `521${mexico[1]}`;
  return digits;
}

const COUNTRIES: readonly (readonly [prefix: string, country: string])[] = [
  ['62', 'ID'],
  ['55', 'BR'],
  ['52', 'MX'],
  ['91', 'IN'],
  ['44', 'GB'],
  ['49', 'DE'],
  ['33', 'FR'],
  ['34', 'ES'],
  ['60', 'MY'],
  ['65', 'SG'],
  ['27', 'ZA'],
  ['971', 'AE'],
  ['1', 'US'],
];

/** Two-letter country of a number, `ZZ` when it is not one of the few known here. */
export function countryOf(digits: string): string {
  return COUNTRIES.find(([prefix]) => digits.startsWith(prefix))?.[1] ?? 'ZZ';
}

/** `6281200000101` as `+62 812-0000-0101`. */
export function displayPhone(digits: string): string {
  const prefix = COUNTRIES.find(([candidate]) => digits.startsWith(candidate))?.[0] ?? digits.slice(0, 2);
  const rest = digits.slice(prefix.length);
  const parts = rest.length > 7 ? [rest.slice(0, 3), rest.slice(3, -4), rest.slice(-4)] : [rest];
  return `+${prefix} ${parts.filter(Boolean).join('-')}`;
}
