import { TEMPLATE_LANGUAGES } from '@kabar/contract';

const englishNames = new Map(TEMPLATE_LANGUAGES.map((language) => [language.code, language.name]));

/** What a template's language is called in the reader's; Meta's code where neither the browser nor Meta's list knows it. */
export function languageName(code: string, locale: string): string {
  try {
    const names = new Intl.DisplayNames([locale], { type: 'language', languageDisplay: 'standard', fallback: 'none' });
    const name = names.of(code.replaceAll('_', '-'));
    if (name) return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    // Not a language tag; the list of Meta's names follows.
  }
  return englishNames.get(code) ?? code;
}
