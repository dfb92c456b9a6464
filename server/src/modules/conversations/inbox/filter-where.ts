import type { ConversationStatus } from '@kabar/contract';
import { viewerName, visibleWhere, type Viewer } from '#modules/teams';
import type { InboxFilter } from './inbox-filter.ts';

/** Who asks: what they see, and the member for what is theirs alone (`mine`, pins); null for an API key. */
export type Asker = { viewer: Viewer; memberId: string | null };

/** How a value of an attribute is compared, as the contacts module says; null: no contact can have it. */
export type AttributeMatch =
  | { column: 'match_text' | 'number_value' | 'date_value'; value: string | number }
  /** Every hash under which it may be stored, the one that is written first. */
  | { column: 'match_hash'; value: readonly Buffer[] }
  | null;

/** Everything that decides which conversations match. */
export type FilterInput = { workspaceId: string; filter: InboxFilter; asker: Asker; now: Date; attribute: AttributeMatch };

const closingSoonMs = 4 * 3_600_000;

/**
 * Conditions on rows of `conversations` under the name `v`, apart from the state. `values[0]` is the workspace. `name` tells
 * statements of different text apart; null when the filter is rare or its best plan depends on its values: then the
 * statement is planned each time.
 */
export function filterWhere(input: FilterInput, values: unknown[]): { conditions: string[]; name: string | null } {
  const { filter, asker } = input;
  const conditions: string[] = [];
  const name: string[] = [viewerName(asker.viewer), filter.view];
  const place = (value: unknown): string => `$${values.push(value)}`;
  let isRare = false;
  const where = (part: string, condition: string): void => {
    name.push(part);
    conditions.push(condition);
  };

  if (filter.view === 'mine') conditions.push(asker.memberId === null ? 'false' : `v.assignee_id = ${place(asker.memberId)}::uuid`);
  if (filter.view === 'mine' && asker.memberId === null) name.push('nobody');
  if (filter.view === 'unassigned') conditions.push('v.assignee_id is null');
  if (filter.contactId === null) conditions.push('v.last_message_id is not null');
  else where('contact', `v.contact_id = ${place(filter.contactId)}::uuid`);
  if (filter.numberId !== null) where('number', `v.number_id = ${place(filter.numberId)}::uuid`);
  if (filter.teamId !== null) {
    if (filter.teamId === 'none') where('teamless', 'v.team_id is null');
    else where('team', `v.team_id = ${place(filter.teamId)}::uuid`);
  }
  if (filter.assigneeId !== null) {
    if (filter.assigneeId === 'none') where('free', 'v.assignee_id is null');
    else where('assignee', `v.assignee_id = ${place(filter.assigneeId)}::uuid`);
  }
  if (filter.unread !== null) where(filter.unread ? 'unread' : 'quiet', filter.unread ? 'v.unread_count > 0' : 'v.unread_count = 0');
  if (filter.waiting !== null) where(filter.waiting ? 'waiting' : 'answered', `v.waiting_since is ${filter.waiting ? 'not null' : 'null'}`);
  if (filter.sort === 'waiting_longest') conditions.push('v.waiting_since is not null');
  if (filter.pinned !== null) {
    where(
      filter.pinned ? 'pinned' : 'unpinned',
      asker.memberId === null ? String(!filter.pinned) : pinWhere(filter.pinned, place(asker.memberId)),
    );
    if (asker.memberId === null) name.push('by_key');
  }
  if (filter.botActive !== null) {
    isRare = true;
    conditions.push(filter.botActive ? 'v.bot_active' : 'not v.bot_active');
  }
  if (filter.window !== null) {
    isRare = true;
    conditions.push(windowWhere(filter.window, place, input.now));
  }
  if (filter.tagIds.length > 0) {
    isRare = true;
    conditions.push(
      `v.id in (select t.conversation_id from conversation_tags t where t.workspace_id = $1 and t.tag_id = any(${place(filter.tagIds)}::uuid[]))`,
    );
  }
  if (filter.attribute !== null) {
    isRare = true;
    conditions.push(input.attribute === null ? 'false' : attributeWhere(filter.attribute.id, input.attribute, place));
  }
  const sight = visibleWhere(asker.viewer, 'v', values);
  if (sight !== 'true') conditions.push(sight);
  return { conditions, name: isRare ? null : name.join('_') };
}

/** The condition on the state. A literal, so that every plan knows it. */
export function statusWhere(status: ConversationStatus): string {
  return `v.status = '${status}'`;
}

function pinWhere(isPinned: boolean, member: string): string {
  const pins = `select p.conversation_id from conversation_pins p where p.workspace_id = $1 and p.member_id = ${member}::uuid`;
  return isPinned ? `v.id = any(array(${pins}))` : `not exists (${pins} and p.conversation_id = v.id)`;
}

function windowWhere(window: 'open' | 'closed' | 'closing_soon', place: (value: unknown) => string, now: Date): string {
  const at = place(now);
  if (window === 'open') return `v.window_expires_at > ${at}::timestamptz`;
  if (window === 'closed') return `coalesce(v.window_expires_at, '-infinity') <= ${at}::timestamptz`;
  return `v.window_expires_at > ${at}::timestamptz and v.window_expires_at <= ${place(new Date(now.getTime() + closingSoonMs))}::timestamptz`;
}

const attributeTypes = { match_text: 'text', number_value: 'float8', date_value: 'date' };

function attributeWhere(attributeId: string, match: NonNullable<AttributeMatch>, place: (value: unknown) => string): string {
  const equals =
    match.column === 'match_hash'
      ? `(select kabar_refuse_stale_hashes(array[$1::uuid], ${place(match.value.slice(0, 1))}::bytea[])) and a.match_hash = any(${place(match.value)}::bytea[])`
      : `a.${match.column} = ${place(match.value)}::${attributeTypes[match.column]}`;
  return `v.contact_id in (select a.contact_id from contact_attributes a
             where a.workspace_id = $1 and a.attribute_id = ${place(attributeId)}::uuid and ${equals})`;
}
