import type { UsageDimension } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

type Dimension = Exclude<UsageDimension, 'visit'>;

/** Names of what is counted. A page is called by the pattern of its address, which is the same in every language. */
export function useDimensionWords(): { title: (dimension: Dimension) => string; value: (dimension: Dimension, value: string) => string } {
  const { t } = useLingui();
  const titles: Readonly<Record<Dimension, string>> = {
    page: t`Pages`,
    feature: t`Features`,
    referrer: t`Where people came from`,
    browser: t`Browsers`,
    system: t`Systems`,
  };
  const features: Readonly<Record<string, string>> = {
    'palette.opened': t`Search or do something (Ctrl-K)`,
    'keys.opened': t`List of keys`,
    'theme.changed': t`Light or dark look changed`,
    'language.changed': t`Language changed`,
    'message.sent': t`Message sent`,
    'note.written': t`Note written`,
    'search.run': t`Search`,
    'report.downloaded': t`Report downloaded`,
  };
  return {
    title: (dimension) => titles[dimension],
    value: (dimension, value) => (value === 'other' ? t`Other` : dimension === 'feature' ? (features[value] ?? value) : value),
  };
}
