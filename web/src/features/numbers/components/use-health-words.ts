import type { WhatsAppNumber } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { useFormat } from '#lib/use-format.ts';
import { healthWords, type HealthWords } from '../fns/health-words.ts';

/** Says the health of numbers in the reader's language and the workspace's time zone. */
export function useHealthWords(): (number: Pick<WhatsAppNumber, 'health' | 'meta_status'>) => HealthWords {
  const { i18n } = useLingui();
  const { date } = useFormat();
  return (number) => healthWords(number, i18n, date);
}
