/** The parts of the page. */
export type RetentionTab = 'periods' | 'holds' | 'receipts' | 'sealed';

const tabs: readonly RetentionTab[] = ['periods', 'holds', 'receipts', 'sealed'];

/** What the address says: which part is open. */
export function retentionSearch(search: Record<string, unknown>): { tab?: RetentionTab | undefined } {
  const tab = tabs.find((one) => one === search['tab']);
  return tab === undefined ? {} : { tab };
}
