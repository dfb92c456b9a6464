import { CONVERSATION_SORTS, CONVERSATION_STATUSES, INBOX_VIEWS, WINDOW_FILTERS, type ConversationFilter } from '@kabar/contract';

/** Names in the address are those of the API's filter, so a link says what a query says. */
const filterNames = [
  'view',
  'status',
  'number_id',
  'team_id',
  'assignee_id',
  'tag_id',
  'window',
  'unread',
  'waiting',
  'bot_active',
  'attribute',
  'sort',
] as const satisfies readonly (keyof ConversationFilter)[];

/** What the list is narrowed to. The inbox never filters by contact: that is the customer's own page. */
export type ListFilter = Pick<ConversationFilter, (typeof filterNames)[number]>;

/** What the address of the inbox says beside the open conversation. */
export type InboxSearch = ListFilter & {
  /** Saved view that the filter came from (`viw_…`). */
  saved?: string | undefined;
  /** Message that is shown and lit up (`msg_…`). */
  message?: string | undefined;
  /** Message whose story is open. */
  story?: string | undefined;
  /** The customer's pane where it covers the thread. */
  panel?: 'customer' | undefined;
};

function idOf<Id extends string>(value: unknown, ...prefixes: string[]): Id | undefined {
  // The pattern is that of the contract's ids.
  return typeof value === 'string' && new RegExp(`^(${prefixes.join('|')})_[0-9a-z]{26}$`).test(value) ? (value as Id) : undefined;
}

function wordOf<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

/** The router reads `true` in an address as a boolean; the API says it as a word. */
function flagOf(value: unknown): 'true' | 'false' | undefined {
  return value === true || value === 'true' ? 'true' : value === false || value === 'false' ? 'false' : undefined;
}

function tagsOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const ids = value.split(',').filter((id) => idOf(id, 'tag') !== undefined);
  return ids.length === 0 ? undefined : ids.slice(0, 20).join(',');
}

/** Reads the search part of the address; what is not understood is left out. */
export function inboxSearch(search: Record<string, unknown>): InboxSearch {
  const attribute = search['attribute'];
  return {
    view: wordOf(search['view'], INBOX_VIEWS),
    status: wordOf(search['status'], [...CONVERSATION_STATUSES, 'any'] as const),
    number_id: idOf(search['number_id'], 'num'),
    team_id: search['team_id'] === 'none' ? 'none' : idOf(search['team_id'], 'tem'),
    assignee_id: search['assignee_id'] === 'none' ? 'none' : idOf(search['assignee_id'], 'mem'),
    tag_id: tagsOf(search['tag_id']),
    window: wordOf(search['window'], WINDOW_FILTERS),
    unread: flagOf(search['unread']),
    waiting: flagOf(search['waiting']),
    bot_active: flagOf(search['bot_active']),
    attribute: typeof attribute === 'string' && /^atr_[0-9a-z]{26}:./s.test(attribute) ? attribute.slice(0, 400) : undefined,
    sort: wordOf(search['sort'], CONVERSATION_SORTS),
    saved: idOf(search['saved'], 'viw'),
    message: idOf(search['message'], 'msg'),
    story: idOf(search['story'], 'msg'),
    panel: search['panel'] === 'customer' ? 'customer' : undefined,
  };
}

/** The filter alone, without what the defaults say anyway, so that equal lists have equal keys. */
export function listFilterOf(search: InboxSearch): ListFilter {
  const filter: Record<string, string> = {};
  for (const name of filterNames) {
    const value = search[name];
    if (value === undefined || value === defaults[name]) continue;
    filter[name] = value;
  }
  return filter;
}

const defaults: Partial<Record<(typeof filterNames)[number], string>> = { view: 'all', status: 'open', sort: 'last_activity' };

/** The part of the address that stays when one goes from conversation to conversation: what the list is narrowed to. */
export function listSearch(search: object): InboxSearch {
  // The address may be that of another page, whose search has other names.
  const known = inboxSearch({ ...search });
  return { ...listFilterOf(known), saved: known.saved };
}

/** How many narrowings hold beside view, status and sort; what "Clear" takes away. */
export function narrowingsOf(filter: ListFilter): (keyof ListFilter)[] {
  return filterNames.filter((name) => !(name in defaults) && filter[name] !== undefined);
}
