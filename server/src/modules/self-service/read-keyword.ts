import { SELF_SERVICE_KEYWORDS, type SelfServiceLanguage } from '@kabar/contract';
import { foldWords } from '#modules/consent';

/** What a message asks for, and in which language it did; null where the word tells none. */
export type Heard = { kind: 'access' | 'erase'; language: SelfServiceLanguage | null };

/** Words of a workspace's own. */
export type OwnWords = { access_words: readonly string[]; erase_words: readonly string[] };

const indonesian = new Set(['data saya', 'privasi', 'hapus data', 'hapus data saya']);
const english = new Set(['my data', 'privacy', 'erase my data', 'delete my data']);

/**
 * Reads whether a whole message is one of the words, whatever its case, punctuation, emoji and spacing. A sentence that holds such a
 * word says nothing: "is my data safe?" is a question for a person. Pure, linear, never throws.
 */
export function readKeyword(text: string, own: OwnWords): Heard | null {
  if (text.length > 60 || /[?？؟]/.test(text)) return null;
  const line = foldWords(text);
  if (line === '') return null;
  const language = indonesian.has(line) ? 'id' : english.has(line) ? 'en' : null;
  const isOneOf = (words: readonly string[]): boolean => words.some((word) => foldWords(word) === line);
  // Erasing is asked about once more, so where both lists hold a word, the stronger one is meant.
  if (isOneOf(SELF_SERVICE_KEYWORDS.erase) || isOneOf(own.erase_words)) return { kind: 'erase', language };
  if (isOneOf(SELF_SERVICE_KEYWORDS.access) || isOneOf(own.access_words)) return { kind: 'access', language };
  return null;
}
