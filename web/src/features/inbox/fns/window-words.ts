import type { I18n } from '@lingui/core';
import { plural, t } from '@lingui/core/macro';
import { timeLeft, type WindowState } from './window-state.ts';

/** The window in two or three words for a row of the list. */
export function windowWords(state: WindowState, i18n: I18n): string {
  if (state.kind === 'closed') return t(i18n)`template only`;
  const { unit, count } = timeLeft(state.leftMs);
  return unit === 'hour'
    ? t(i18n)`${plural(count, { one: '# h left', other: '# h left' })}`
    : t(i18n)`${plural(count, { one: '# min left', other: '# min left' })}`;
}
