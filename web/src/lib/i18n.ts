import { i18n } from '@lingui/core';
import { readStored, writeStored } from './stored.ts';

/** Languages that are complete and can be chosen, each under its own name. */
export const languages = [
  { code: 'en', name: 'English' },
  { code: 'id', name: 'Bahasa Indonesia' },
] as const;

/** Code of a language that can be chosen. */
export type Language = (typeof languages)[number]['code'];

const catalogues: Readonly<Record<Language, () => Promise<{ messages: Parameters<typeof i18n.load>[1] }>>> = {
  en: () => import('../locales/en.po'),
  id: () => import('../locales/id.po'),
};

/** The language to begin with: the choice kept in this browser, else the browser's own, else English. */
export function preferredLanguage(): Language {
  const wishes = [readStored('language'), ...navigator.languages].filter((wish) => wish !== null);
  for (const wish of wishes) {
    const found = languages.find(({ code }) => wish.toLowerCase().split('-')[0] === code);
    if (found) return found.code;
  }
  return 'en';
}

/** Loads a language and shows it at once; kept for the next visit when `keep` is set. */
export async function showLanguage(language: Language, keep: boolean): Promise<void> {
  const { messages } = await catalogues[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
  if (keep) writeStored('language', language);
}
