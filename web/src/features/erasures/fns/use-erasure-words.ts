import {
  inLanguage,
  PERSONAL_DATA_NAMES,
  type EraseContactRequest,
  type Erasure,
  type ErasureReason,
  type InLanguages,
  type KeptItem,
} from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';

/** Why somebody has a person erased. */
export type ChosenReason = EraseContactRequest['reason'];

/** Words of erasures in the reader's language. */
export interface ErasureWords {
  say: (words: InLanguages) => string;
  keep: (because: KeptItem['because']) => string;
  /** Those that somebody can choose. */
  reasons: readonly { value: ChosenReason; label: string }[];
  reason: (reason: ErasureReason) => string;
  status: (status: Erasure['status']) => string;
}

/** The words; what lies in a store says the server, in all languages of the dashboard. */
export function useErasureWords(): ErasureWords {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  return useMemo(() => {
    const say = (words: InLanguages): string => inLanguage(words, locale);
    const reasons: { value: ChosenReason; label: string }[] = [
      { value: 'person_asked', label: t`They asked for it` },
      { value: 'consent_withdrawn', label: t`They took their consent back` },
      { value: 'objected', label: t`They objected` },
      { value: 'no_longer_needed', label: t`We no longer need the data` },
      { value: 'child', label: t`They are a child` },
      { value: 'unlawful', label: t`We should never have had the data` },
      { value: 'legal_obligation', label: t`A law or authority demands it` },
      { value: 'mistake', label: t`The contact was made by mistake` },
    ];
    const statuses: Record<Erasure['status'], string> = {
      waiting: t`Waiting`,
      running: t`Running`,
      done: t`Erased`,
      cancelled: t`Taken back`,
      held: t`Stopped by a hold`,
    };
    return {
      say,
      keep: (because) => say(PERSONAL_DATA_NAMES.keep[because]),
      reasons,
      reason: (reason) =>
        reason === 'inactive'
          ? t`Nothing was heard of them for too long`
          : (reasons.find(({ value }) => value === reason)?.label ?? reason),
      status: (status) => statuses[status],
    };
  }, [locale, t]);
}
