import type { NoticePage, NoticeSection, TwoLanguages } from '@kabar/contract';
import type { NoticeWorld, Sentence, SentenceValues } from '../notice-world.ts';

type Place = `${NoticePage}/${NoticeSection}`;

/** What a sentence needs beside its words. */
type Rest = {
  for?: Sentence['audience'];
  at: readonly [Place, ...Place[]];
  because: readonly [string, ...string[]];
  from?(world: NoticeWorld): readonly SentenceValues[];
  /** Like `from`, of each of several things, known by its first value. */
  each?(world: NoticeWorld): readonly SentenceValues[];
};

/** Writes a sentence; `{name}` in its words stands for a value, in the language of the words where it has both. */
export function sentence(key: string, rest: Rest, en: string, id: string): Sentence {
  return {
    key,
    audience: rest.for ?? 'both',
    places: rest.at,
    promises: rest.because,
    isList: rest.each !== undefined,
    values: rest.each ?? rest.from ?? (() => [{}]),
    en: (values) => fill(en, values, 'en'),
    id: (values) => fill(id, values, 'id'),
  };
}

/** One set of values, or none where one of them is not known. */
export function known(values: Readonly<Record<string, string | TwoLanguages | null>>): SentenceValues[] {
  return Object.values(values).includes(null) ? [] : [values];
}

/** A day in words: 22 December 2026. */
export function sayDay(day: string, language: 'en' | 'id'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

function fill(words: string, values: SentenceValues, language: 'en' | 'id'): string {
  return words.replaceAll(/\{(\w+)\}/g, (_place, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'object' ? value[language] : String(value);
  });
}
