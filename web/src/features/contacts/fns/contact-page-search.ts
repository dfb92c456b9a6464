/** Parts of the right side of a contact's page. */
export const CONTACT_TABS = ['timeline', 'conversations', 'consent', 'merges'] as const;
export type ContactTab = (typeof CONTACT_TABS)[number];

/** What the address of a contact's page says. */
export interface ContactPageSearch {
  tab?: ContactTab | undefined;
  /** The dialog for merging is open; with an id, that contact is chosen. */
  merge?: string | undefined;
}

/** Reads the search part of the address; what is not understood is left out. */
export function contactPageSearch(search: Record<string, unknown>): ContactPageSearch {
  const tab = CONTACT_TABS.find((name) => name === search['tab']);
  const merge = search['merge'];
  return {
    ...(tab === undefined || tab === 'timeline' ? {} : { tab }),
    ...(typeof merge === 'string' && /^(choose|ctc_[0-9a-z]{26})$/.test(merge) ? { merge } : {}),
  };
}
