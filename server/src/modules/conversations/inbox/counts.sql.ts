import { CONVERSATION_COUNT_CAP } from '@kabar/contract';
import { viewerName, visibleWhere } from '#modules/teams';
import type { Statement } from '#platform/db/tx';
import { filterWhere, statusWhere, type Asker, type FilterInput } from './filter-where.ts';

/** A count of one place: `kind` says which, `id` which team or number. Each stops one above the cap. */
export type CountRow = { kind: string; id: string | null; open: number; unread: number };

const bound = CONVERSATION_COUNT_CAP + 1;

/**
 * Open conversations of every fixed place, with one statement: each a short walk of the index made for it. What is unread
 * is read once for all places, from the index of unread ones.
 */
export function countPlaces(workspaceId: string, asker: Asker): Statement {
  const values: unknown[] = [workspaceId, asker.memberId];
  const sight = visibleWhere(asker.viewer, 'v', values);
  const count = (condition: string): string =>
    `(select count(*)::int from (select from conversations v where v.workspace_id = $1 and v.status = 'open' and v.last_message_id is not null
       and ${condition} and ${sight} limit ${bound}) counted)`;
  return {
    name: `conversations_counts_${viewerName(asker.viewer)}`,
    text: `
with unread as materialized (
  select v.assignee_id, v.team_id, v.number_id, count(*)::int as count from conversations v
   where v.workspace_id = $1 and v.unread_count > 0 and v.status = 'open' and v.last_message_id is not null and ${sight} group by 1, 2, 3
)
select 'mine' as kind, null::uuid as id, ${count('v.assignee_id = $2::uuid')} as open,
       (select coalesce(sum(count), 0)::int from unread where assignee_id = $2::uuid) as unread
union all
select 'unassigned', null, ${count('v.assignee_id is null')}, (select coalesce(sum(count), 0)::int from unread where assignee_id is null)
union all
select 'all', null, ${count('true')}, (select coalesce(sum(count), 0)::int from unread)
union all
select 'team', t.id, ${count('v.team_id = t.id')}, (select coalesce(sum(count), 0)::int from unread where team_id = t.id)
  from teams t where t.workspace_id = $1
union all
select 'number', n.id, ${count('v.number_id = n.id')}, (select coalesce(sum(count), 0)::int from unread where number_id = n.id)
  from numbers n where n.workspace_id = $1`,
    values,
  };
}

/** Counts of filters; `kind` is the place in the list. Planned each time, because no two lists of views are alike. */
export function countFilters(workspaceId: string, inputs: readonly FilterInput[]): Statement {
  const values: unknown[] = [workspaceId];
  const counts = inputs.map((input, index) => {
    const { conditions } = filterWhere(input, values);
    const count = (more: string): string => {
      const walks = input.filter.statuses.map(
        (status) =>
          `(select from conversations v where v.workspace_id = $1 and ${[statusWhere(status), ...conditions].join(' and ')}${more} limit ${bound})`,
      );
      return `(select count(*)::int from (select from (${walks.join(' union all ')}) walked limit ${bound}) counted)`;
    };
    return `select '${index}' as kind, null::uuid as id, ${count('')} as open, ${count(' and v.unread_count > 0')} as unread`;
  });
  return { text: counts.join('\nunion all\n'), values };
}
