/** What the address of the inbox says beside the open conversation. */
export interface InboxSearch {
  /** Only conversations of this number (`num_…`). */
  number?: string | undefined;
  filter?: 'unread' | undefined;
  /** Message that is shown and lit up (`msg_…`). */
  message?: string | undefined;
  /** Message whose story is open. */
  story?: string | undefined;
  /** The customer's pane where it covers the thread. */
  panel?: 'customer' | undefined;
}

function idOf(value: unknown, prefix: string): string | undefined {
  return typeof value === 'string' && new RegExp(`^${prefix}_[0-9a-z]{26}$`).test(value) ? value : undefined;
}

/** Reads the search part of the address; what is not understood is left out. */
export function inboxSearch(search: Record<string, unknown>): InboxSearch {
  return {
    number: idOf(search['number'], 'num'),
    filter: search['filter'] === 'unread' ? 'unread' : undefined,
    message: idOf(search['message'], 'msg'),
    story: idOf(search['story'], 'msg'),
    panel: search['panel'] === 'customer' ? 'customer' : undefined,
  };
}

/** The part of the address that stays when one goes from conversation to conversation: what the list is narrowed to. */
export function listSearch({ number, filter }: Pick<InboxSearch, 'number' | 'filter'>): Pick<InboxSearch, 'number' | 'filter'> {
  return { number, filter };
}
