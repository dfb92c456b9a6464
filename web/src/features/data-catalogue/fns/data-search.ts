import { PURPOSES, WHOSE, type Purpose, type Whose } from '@kabar/contract';

/** Parts of the page, in the order of their tabs. */
export const DATA_TABS = ['places', 'record'] as const;
export type DataTab = (typeof DATA_TABS)[number];

/** What the address says: the tab, what the list is narrowed to, and which place is open. */
export interface DataSearch {
  tab?: DataTab;
  q?: string;
  whose?: Whose;
  purpose?: Purpose;
  place?: string;
}

/** Reads the address; what makes no sense is left out. */
export function dataSearch(search: Record<string, unknown>): DataSearch {
  const tab = DATA_TABS.find((one) => one === search['tab']);
  const whose = WHOSE.find((one) => one === search['whose']);
  const purpose = PURPOSES.find((one) => one === search['purpose']);
  const { q, place } = search;
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(typeof q === 'string' && q !== '' ? { q: q.slice(0, 100) } : {}),
    ...(whose === undefined ? {} : { whose }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(typeof place === 'string' && /^[a-z]+:[a-z0-9_.]+$/.test(place) ? { place } : {}),
  };
}
