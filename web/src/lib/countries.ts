import { getCountries } from 'libphonenumber-js/min';

/** A country with its name in the reader's language. */
export interface Country {
  code: string;
  name: string;
}

/** Every country with a telephone plan, by name. */
export function countriesIn(locale: string): Country[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return getCountries()
    .map((code) => ({ code: code as string, name: names.of(code) ?? code }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale));
}

/** The name of a country, or its code where the browser knows none. */
export function countryName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code;
}
