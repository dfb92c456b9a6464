import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react';

/** Says a descriptor in the reader's language and leaves a sentence of the server as it is. */
export function useWords(): (words: MessageDescriptor | string) => string {
  const { i18n } = useLingui();
  return (words) => (typeof words === 'string' ? words : i18n._(words));
}
