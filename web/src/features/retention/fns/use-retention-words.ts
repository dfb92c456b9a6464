import { inLanguage, PERSONAL_DATA_NAMES, type RetentionClassState, type RetentionRule } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { readPeriod } from './period-length.ts';

type Preset = 'gateway-30d' | 'business-12m' | 'agency-90d' | 'engagement-24m' | 'minimal';
type LawPack = 'ID' | 'IN' | 'EU' | 'UK' | 'US-CA';

/** Words of the page: periods, kinds of data, laws, rules, presets. */
export interface RetentionWords {
  period: (text: string) => string;
  kind: (cls: RetentionClassState['class']) => string;
  law: (law: LawPack) => string;
  /** Who asks for a rule, for somebody who never read a law. */
  rule: (rule: Pick<RetentionRule, 'id' | 'source'>) => string;
  preset: (preset: Preset) => { name: string; about: string };
}

/** The words in the reader's language. */
export function useRetentionWords(): RetentionWords {
  const { t, i18n } = useLingui();
  return useMemo(() => {
    const count = (unit: 'year' | 'month' | 'day', value: number): string =>
      new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
    const rules: Record<string, string> = {
      'in-dpdp-8-3': t`India’s data protection rules ask to keep messages and their traffic data for a year`,
      'in-dpdp-contacts': t`India’s data protection rules ask to keep personal data for a year`,
      'in-dpdp-logs': t`India’s data protection rules ask to keep logs for a year`,
      'in-cert-logs': t`India’s computer emergency team (CERT-In) asks to keep logs for 180 days`,
      'in-books': t`India’s company law asks to keep books for eight years`,
      'id-books': t`Indonesia’s tax law asks to keep books and receipts for ten years`,
      'eu-trackers': t`Europe’s authorities allow 13 months for measuring visits`,
      'kabar-repeats': t`WhatsApp repeats messages for a week; one that is gone would come again`,
      'kabar-silence': t`Nobody is taken for silent before 90 days, because orders and complaints take that long`,
      'kabar-books': t`Tax laws usually ask to keep books for seven years`,
      'kabar-messages': t`Kabar never keeps messages longer than 24 months`,
      'kabar-payloads': t`Copies for delivery are never kept longer than 30 days`,
      'kabar-exports': t`Files made for download are never kept longer than a week`,
      'kabar-sessions': t`Sign-ins and notifications are never kept longer than 90 days`,
      'kabar-logs': t`Logs are never kept longer than 13 months`,
      'kabar-audit': t`The audit log is never kept longer than seven years`,
      'kabar-accounts': t`Accounts are never kept longer than three years after their end`,
      'kabar-forms': t`Contact forms are never kept longer than twelve months`,
      'kabar-backups': t`Backups are never kept longer than 35 days`,
      'kabar-crash': t`Crash reports are never kept longer than 90 days`,
      preset: t`The preset promises your customers at most this long`,
      wish: t`You promise at most this long`,
      installation: t`A setting of this installation allows at most this long`,
    };
    const laws: Record<LawPack, string> = {
      ID: t`Indonesia`,
      IN: t`India`,
      EU: t`European Union`,
      UK: t`United Kingdom`,
      'US-CA': t`California`,
    };
    const presets: Record<Preset, { name: string; about: string }> = {
      'gateway-30d': { name: t`Gateway, 30 days`, about: t`For notifications and codes. Messages go after at most 30 days.` },
      'business-12m': { name: t`Business, 12 months`, about: t`For shops and services. Messages go after at most 12 months.` },
      'agency-90d': { name: t`Agency, 90 days`, about: t`For work on behalf of others. Messages go after at most 90 days.` },
      'engagement-24m': {
        name: t`Engagement, 24 months`,
        about: t`For long relationships. Messages stay for 24 months, the longest there is.`,
      },
      minimal: { name: t`Minimal`, about: t`As little as possible. Messages go after at most two weeks.` },
    };
    return {
      period: (text) => {
        const period = readPeriod(text);
        if (period === null) return text;
        const parts = [
          ...(period.years > 0 ? [count('year', period.years)] : []),
          ...(period.months > 0 ? [count('month', period.months)] : []),
          ...(period.days > 0 ? [count('day', period.days)] : []),
        ];
        return new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(parts);
      },
      kind: (cls) => inLanguage(PERSONAL_DATA_NAMES.retention[cls], i18n.locale),
      law: (law) => laws[law],
      rule: ({ id, source }) => rules[id] ?? source,
      preset: (preset) => presets[preset],
    };
  }, [t, i18n.locale]);
}
