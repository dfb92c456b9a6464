import { ContactFilter } from '@kabar/contract';

/** Order of the list. */
export type ContactSort = 'activity' | 'created';

/** What the address of the contacts says. What is searched for stands behind the `#`, so that no server writes it into a log. */
export interface ContactsSearch {
  /** Saved segment (`seg_…`). */
  segment?: string | undefined;
  /** What is narrowed by hand, beside the segment. */
  filter?: ContactFilter | undefined;
  sort?: ContactSort | undefined;
  /** The dialog for a new contact is open. */
  new?: true | undefined;
}

/** Whether a filter lets everybody through. */
export function isEmptyFilter(filter: ContactFilter | undefined): boolean {
  return filter === undefined || filter.conditions.length === 0;
}

/** Reads the search part of the address; what is not understood is left out. */
export function contactsSearch(search: Record<string, unknown>): ContactsSearch {
  const parsed = search['filter'] === undefined ? null : ContactFilter.safeParse(search['filter']);
  const filter = parsed?.success && !isEmptyFilter(parsed.data) ? parsed.data : undefined;
  const segment = search['segment'];
  return {
    ...(typeof segment === 'string' && /^seg_[0-9a-z]{26}$/.test(segment) ? { segment } : {}),
    ...(filter === undefined ? {} : { filter }),
    ...(search['sort'] === 'created' ? { sort: 'created' } : {}),
    ...(search['new'] === true ? { new: true } : {}),
  };
}

/** The selection as the API takes it in a query. */
export function selectionQuery({ segment, filter }: Pick<ContactsSearch, 'segment' | 'filter'>): {
  filter?: string;
  segment_id?: string;
} {
  return {
    ...(filter === undefined || isEmptyFilter(filter) ? {} : { filter: JSON.stringify(filter) }),
    ...(segment === undefined ? {} : { segment_id: segment }),
  };
}

/** Whether what was typed can only be a phone number: at least five digits and nothing but what stands between them. */
export function looksLikePhone(text: string): boolean {
  return /^[+(\d][\d\s().-]*$/.test(text.trim()) && text.replaceAll(/\D/g, '').length >= 5;
}
