import { useLingui } from '@lingui/react';
import { sayServerWords } from './server-words.ts';

/** Says sentences of the server (health of a number, reason of a message, history) in the reader's language. */
export function useServerWords(): (text: string) => string {
  const { i18n } = useLingui();
  return (text) => sayServerWords(text, i18n);
}
