import { TEMPLATE_CATEGORIES, TEMPLATE_QUALITIES, TEMPLATE_STATUSES, type Template } from '@kabar/contract';

/** What the list is narrowed to; everything empty shows all that is not deleted. Lives in the address of the page. */
export interface TemplateFilter {
  q?: string;
  /** Status of a template; another page's `status` means conversations. */
  state?: Template['status'];
  category?: Template['category'];
  language?: string;
  quality?: Template['quality'];
  number_id?: string;
}

function oneOf<Value extends string>(values: readonly Value[], given: unknown): Value | undefined {
  return values.find((value) => value === given);
}

/** Reads the filter from an address; what it does not know it leaves out. */
export function templateSearch(search: Record<string, unknown>): TemplateFilter {
  const text = (key: string, max: number): string | undefined => {
    const value = search[key];
    return typeof value === 'string' && value.trim() !== '' ? value.slice(0, max) : undefined;
  };
  const filter = {
    q: text('q', 512),
    state: oneOf(TEMPLATE_STATUSES, search['state']),
    category: oneOf([...TEMPLATE_CATEGORIES, 'unknown' as const], search['category']),
    language: text('language', 20),
    quality: oneOf(TEMPLATE_QUALITIES, search['quality']),
    number_id: text('number_id', 40),
  };
  // What is not set is not in the address.
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** Whether anything is narrowed. */
export function isFiltered(filter: TemplateFilter): boolean {
  return Object.keys(filter).length > 0;
}
