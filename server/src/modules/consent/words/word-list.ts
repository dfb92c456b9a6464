import type { ConsentLanguage } from '@kabar/contract';

/**
 * What a word does in a sentence about messages. `stop`, `no` (don't), `send`, `unwanted` (I don't want, no more), `mail` (messages,
 * promotions …), `write` (verbs that mean writing to somebody by themselves), `leave` (unsubscribe, take me off the list), `filler` (may stand
 * between), `limit` (today, until, my old number: the wish is narrower than a stop), `ask` (how, why, if, will: no wish at all),
 * `polite`, `doubtful` (may mean stop in a short message: cancel), `request` (can you …: a wish in the form of a question).
 */
export const WORD_ROLES = [
  'stop',
  'no',
  'send',
  'unwanted',
  'mail',
  'write',
  'leave',
  'filler',
  'limit',
  'ask',
  'polite',
  'doubtful',
  'request',
] as const;
export type WordRole = (typeof WORD_ROLES)[number];

/**
 * The words of one language. Entries are separated by commas and may have several words. `stopAlone` and `startAlone` count when they
 * are the whole message; `doubtAlone` then makes a person look. `isVerbLast`: the messages may come before the verb.
 */
export type WordList = { language: ConsentLanguage; isVerbLast: boolean; stopAlone: string; startAlone: string; doubtAlone: string } & {
  readonly [Role in WordRole]: string;
};
