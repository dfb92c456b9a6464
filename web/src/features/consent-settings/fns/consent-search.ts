import { CONSENT_SOURCES, SUPPRESSION_SCOPES, type ConsentSource, type SuppressionScope } from '@kabar/contract';

/** Parts of the consent settings, in the order of their tabs. */
export const CONSENT_TABS = ['rule', 'words', 'confirmations', 'wordings', 'suppressions', 'doubts'] as const;
export type ConsentTab = (typeof CONSENT_TABS)[number];

/** Where a suppression can come from. */
export const SUPPRESSION_SOURCES = [...CONSENT_SOURCES, 'manual'] as const;
export type SuppressionSource = ConsentSource | 'manual';

/** What the address says: the tab, and what the suppression list is narrowed to. A phone number never stands in it. */
export interface ConsentSearch {
  tab?: ConsentTab;
  scope?: SuppressionScope;
  source?: SuppressionSource;
}

/** Reads the address; what makes no sense is left out. */
export function consentSearch(search: Record<string, unknown>): ConsentSearch {
  const tab = CONSENT_TABS.find((one) => one === search['tab']);
  const scope = SUPPRESSION_SCOPES.find((one) => one === search['scope']);
  const source = SUPPRESSION_SOURCES.find((one) => one === search['source']);
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(scope === undefined ? {} : { scope }),
    ...(source === undefined ? {} : { source }),
  };
}
