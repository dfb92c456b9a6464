import { PRIVACY_REQUEST_TABS, type PrivacyRequestTab } from '@kabar/contract';

/** What the address of the list may say: the tab. */
export function requestsSearch(search: Record<string, unknown>): { tab?: PrivacyRequestTab } {
  const tab = PRIVACY_REQUEST_TABS.find((known) => known === search['tab']);
  return tab === undefined || tab === 'open' ? {} : { tab };
}
