import { useLingui } from '@lingui/react';
import { sayServerWords } from './server-words.ts';

/** Says sentences of the server (reason of a message, history of a number) in the reader's language. */
export function useServerWords(): (text: string) => string {
  const { i18n } = useLingui();
  return (text) => sayServerWords(text, i18n);
}
