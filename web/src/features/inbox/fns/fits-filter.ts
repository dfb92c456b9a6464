import type { Conversation } from '@kabar/contract';
import type { ListFilter } from './inbox-search.ts';

/** Who looks, and when. */
export interface Reader {
  memberId: string;
  nowMs: number;
}

/** How long before its end a window counts as closing soon; as the API means it. */
const closingSoonMs = 4 * 3_600_000;

/**
 * Whether a conversation belongs into the list, by what its row says. The one thing a row does not say is an attribute of the contact:
 * `unknown` then means that only the server can tell.
 */
export function fitsFilter(row: Conversation, filter: ListFilter, reader: Reader): boolean | 'unknown' {
  const { view = 'all', status = 'open' } = filter;
  if (view === 'mine' && row.assignee_id !== reader.memberId) return false;
  if (view === 'unassigned' && row.assignee_id !== null) return false;
  if (status !== 'any' && row.status !== status) return false;
  if (filter.number_id !== undefined && row.number_id !== filter.number_id) return false;
  if (!fitsId(row.team_id, filter.team_id) || !fitsId(row.assignee_id, filter.assignee_id)) return false;
  if (filter.tag_id !== undefined) {
    const wanted = new Set(filter.tag_id.split(','));
    if (!row.tag_ids.some((id) => wanted.has(id))) return false;
  }
  if (filter.window !== undefined && !fitsWindow(row, filter.window, reader.nowMs)) return false;
  if (!fitsFlag(row.unread_count > 0, filter.unread)) return false;
  if (!fitsFlag(row.waiting_since !== null, filter.waiting)) return false;
  if (!fitsFlag(row.bot_active, filter.bot_active)) return false;
  if (filter.sort === 'waiting_longest' && row.waiting_since === null) return false;
  return filter.attribute === undefined ? true : 'unknown';
}

function fitsId(id: string | null, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted === 'none' ? id === null : id === wanted;
}

function fitsFlag(is: boolean, wanted: 'true' | 'false' | undefined): boolean {
  return wanted === undefined || is === (wanted === 'true');
}

function fitsWindow(row: Conversation, wanted: NonNullable<ListFilter['window']>, nowMs: number): boolean {
  const endsMs = row.window.expires_at === null ? 0 : Date.parse(row.window.expires_at);
  if (wanted === 'closed') return endsMs <= nowMs;
  return endsMs > nowMs && (wanted === 'open' || endsMs - nowMs <= closingSoonMs);
}
