import { inLanguage, PERSONAL_DATA_NAMES as names, periodWords, type DataMapEntry, type InLanguages } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';

/** Names of the words of the data map in the reader's language. */
export interface DataNames {
  say: (words: InLanguages) => string;
  whose: (of: keyof typeof names.whose) => string;
  kind: (of: keyof typeof names.class) => string;
  purpose: (of: keyof typeof names.purpose) => string;
  basis: (of: keyof typeof names.basis) => string;
  encryption: (of: keyof typeof names.encryption) => string;
  erasure: (of: keyof typeof names.erasure) => string;
  keep: (of: keyof typeof names.keep) => string;
  retention: (entry: DataMapEntry, entries: readonly DataMapEntry[]) => string;
}

/** The names; the words themselves are the contract's, because files and receipts use the same. */
export function useDataNames(): DataNames {
  const { t, i18n } = useLingui();
  const { locale } = i18n;
  return useMemo(() => {
    const say = (words: InLanguages): string => inLanguage(words, locale);
    return {
      say,
      whose: (of) => say(names.whose[of]),
      kind: (of) => say(names.class[of]),
      purpose: (of) => say(names.purpose[of]),
      basis: (of) => say(names.basis[of]),
      encryption: (of) => say(names.encryption[of]),
      erasure: (of) => say(names.erasure[of]),
      keep: (of) => say(names.keep[of]),
      retention: ({ retention }, entries) => {
        switch (retention.by) {
          case 'policy':
            return t`As the policy says`;
          case 'fixed':
            return say(periodWords(retention.period));
          case 'row': {
            const parent = entries.find(({ place, name }) => place === 'table' && name === retention.of);
            const what = parent === undefined ? retention.of : say(parent.holds);
            return t`As long as: ${what}`;
          }
          case 'workspace':
            return t`As long as the workspace`;
          case 'account':
            return t`As long as the account`;
          case 'installation':
            return t`As long as Kabar runs here`;
        }
      },
    };
  }, [locale, t]);
}
