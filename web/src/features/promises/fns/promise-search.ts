import { PROMISE_PRESETS, PROMISE_STATUSES, type PromisePreset, type PromiseRow, type PromiseStatus } from '@kabar/contract';

/** What is shown, as it stands in the address. */
export interface PromiseSearch {
  tab?: 'evidence';
  q?: string;
  status?: PromiseStatus;
  preset?: PromisePreset;
  control?: string;
  row?: string;
}

/** Reads an address; what makes no sense is left out. */
export function promiseSearch(raw: Record<string, unknown>): PromiseSearch {
  const status = PROMISE_STATUSES.find((one) => one === raw['status']);
  const preset = PROMISE_PRESETS.find((one) => one === raw['preset']);
  return {
    ...(raw['tab'] === 'evidence' ? { tab: 'evidence' } : {}),
    ...(typeof raw['q'] === 'string' && raw['q'] !== '' ? { q: raw['q'].slice(0, 100) } : {}),
    ...(status === undefined ? {} : { status }),
    ...(preset === undefined ? {} : { preset }),
    ...(typeof raw['control'] === 'string' && /^K\d\d$/.test(raw['control']) ? { control: raw['control'] } : {}),
    ...(typeof raw['row'] === 'string' && /^L\d{3}$/.test(raw['row']) ? { row: raw['row'] } : {}),
  };
}

/** Rows that fit every filter; words are looked for in the claim and the id. */
export function narrowRows(
  rows: readonly PromiseRow[],
  { q = '', status, preset, control }: PromiseSearch,
  language: 'en' | 'id',
): PromiseRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (status === undefined || row.status === status) &&
      (preset === undefined || row.preset === preset) &&
      (control === undefined || row.controls.some(({ id }) => id === control)) &&
      words.every((word) => `${row.id} ${row.claim[language]}`.toLowerCase().includes(word)),
  );
}
