import type { WorkWorld } from './work-world.ts';
import type { Canary } from './work.ts';

// Conversations of merged contacts hold the entries of two and are followed no further.
type State = { id: string; status: string; assignee: string | null; team: string | null; tags: string[] };
type Line = { conversation: string; kind: string; data: Record<string, string | null> };

/**
 * What must hold of every conversation whatever happened: the entries tell the way to its present state without a gap and without saying
 * anything twice, what is counted on it equals a recount of its messages, and lists and counts of the inbox show each one once.
 */
export async function recount(world: WorkWorld): Promise<string[]> {
  return [
    ...(await followEntries(world)),
    ...(await recountMessages(world)),
    ...(await recountLists(world)),
    ...(await recountFigures(world)),
  ];
}

async function followEntries(world: WorkWorld): Promise<string[]> {
  const states = await world.rows<State>(
    `select c.id, c.status, c.assignee_id::text as assignee, c.team_id::text as team,
            coalesce((select array_agg(t.tag_id::text order by t.tag_id) from conversation_tags t where t.conversation_id = c.id), '{}') as tags
       from conversations c where not exists (select from contact_merges g where g.contact_id = c.contact_id)`,
  );
  const lines = await world.rows<Line>(
    `select conversation_id as conversation, kind, data from conversation_entries order by occurred_at, id`,
  );
  const byConversation = Map.groupBy(lines, (line) => line.conversation);
  return states.flatMap((state) => followOne(state, byConversation.get(state.id) ?? []));
}

function followOne(state: State, lines: readonly Line[]): string[] {
  const wrong: string[] = [];
  let status = 'open';
  let assignee: string | null = null;
  let team: string | null = null;
  const tags = new Set<string>();
  for (const { kind, data } of lines) {
    const twice = (isTwice: boolean): void => {
      if (isTwice) wrong.push(`${state.id}: "${kind}" says what was so already`);
    };
    const next = { resolved: 'resolved', snoozed: 'snoozed', reopened: 'open', woken: 'open' }[kind];
    if (next !== undefined) {
      twice(status === next);
      status = next;
    } else if (kind === 'assigned' || kind === 'unassigned') {
      if ((data['previous_assignee_id'] ?? null) !== assignee) wrong.push(`${state.id}: an entry about its member is missing`);
      twice((data['assignee_id'] ?? null) === assignee);
      assignee = data['assignee_id'] ?? null;
    } else if (kind === 'team_changed') {
      if ((data['previous_team_id'] ?? null) !== team) wrong.push(`${state.id}: an entry about its team is missing`);
      twice((data['team_id'] ?? null) === team);
      team = data['team_id'] ?? null;
    } else if (kind === 'tagged') {
      twice(tags.has(data['tag_id'] ?? ''));
      tags.add(data['tag_id'] ?? '');
    } else if (kind === 'untagged') twice(!tags.delete(data['tag_id'] ?? ''));
  }
  if (status !== state.status) wrong.push(`${state.id}: is ${state.status}, its entries say ${status}`);
  if ((assignee === null) !== (state.assignee === null)) wrong.push(`${state.id}: its entries do not lead to its member`);
  if ((team === null) !== (state.team === null)) wrong.push(`${state.id}: its entries do not lead to its team`);
  if (tags.size !== state.tags.length) wrong.push(`${state.id}: has ${state.tags.length} tags, its entries say ${tags.size}`);
  return wrong;
}

async function recountMessages(world: WorkWorld): Promise<string[]> {
  const rows = await world.rows<{ id: string; what: string; found: string; right: string }>(
    `with m as (
       select conversation_id, (count(*) filter (where direction = 'in'))::int as received,
              max(occurred_at) filter (where direction = 'in') as last_in, min(occurred_at) filter (where direction = 'in') as first_in,
              max(occurred_at) as last
         from messages group by conversation_id)
     select c.id, w.what, w.found, w."right" from conversations c join m on m.conversation_id = c.id
      cross join lateral (values
        ('unread', c.unread_count::text, m.received::text),
        ('last message of the customer', c.last_inbound_at::text, m.last_in::text),
        ('last activity', c.last_activity_at::text, m.last::text),
        ('end of the window', c.window_expires_at::text, (m.last_in + interval '24 hours')::text),
        ('waiting since', (c.waiting_since is null)::text, (c.status = 'resolved')::text)) as w (what, found, "right")
      where w.found is distinct from w."right" limit 20`,
  );
  return rows.map((row) => `${row.id}: ${row.what} is ${row.found} instead of ${row.right}`);
}

async function recountLists(world: WorkWorld): Promise<string[]> {
  const { client } = world.stand;
  const wrong: string[] = [];
  const seen = new Set<string>();
  for await (const conversation of client.conversations.each({ status: 'any', limit: 100 })) {
    if (seen.has(conversation.id)) wrong.push(`the list shows ${conversation.id} twice`);
    seen.add(conversation.id);
  }
  const [row] = await world.rows<{ all: number; open: number; unread: number; nobody: number }>(
    `select count(*)::int as "all", (count(*) filter (where status = 'open'))::int as open,
            (count(*) filter (where status = 'open' and unread_count > 0))::int as unread,
            (count(*) filter (where status = 'open' and assignee_id is null))::int as nobody
       from conversations`,
  );
  const counts = await client.conversations.counts();
  const capped = (count: number | undefined): number => Math.min(count ?? 0, 1_000);
  if (seen.size !== row?.all) wrong.push(`the list shows ${seen.size} conversations instead of ${row?.all}`);
  if (counts.all.open !== capped(row?.open)) wrong.push(`${counts.all.open} open conversations are counted instead of ${row?.open}`);
  if (counts.all.unread !== capped(row?.unread))
    wrong.push(`${counts.all.unread} unread conversations are counted instead of ${row?.unread}`);
  if (counts.unassigned.open !== capped(row?.nobody))
    wrong.push(`${counts.unassigned.open} of nobody are counted instead of ${row?.nobody}`);
  return wrong;
}

async function recountFigures(world: WorkWorld): Promise<string[]> {
  const [row] = await world.rows<Record<'received' | 'counted' | 'automatic' | 'counted_automatic' | 'open_turns' | 'without', number>>(
    `select (select count(*)::int from messages where direction = 'in') as received,
            (select coalesce(sum(count), 0)::int from message_counts where kind = 'in') as counted,
            (select count(*)::int from messages where automatic_reason is not null) as automatic,
            (select coalesce(sum(count), 0)::int from message_counts where kind = 'automatic') as counted_automatic,
            (select count(*)::int from (select from episodes where resolved_at is null group by conversation_id having count(*) > 1) t) as open_turns,
            (select count(*)::int from conversations c where c.status <> 'resolved'
                and not exists (select from episodes e where e.conversation_id = c.id and e.resolved_at is null)) as without`,
  );
  if (row === undefined) throw new Error('nothing was counted');
  return [
    ...(row.received === row.counted ? [] : [`the report counts ${row.counted} messages of customers instead of ${row.received}`]),
    ...(row.automatic === row.counted_automatic
      ? []
      : [`the report counts ${row.counted_automatic} automatic messages instead of ${row.automatic}`]),
    ...(row.open_turns === 0 ? [] : [`${row.open_turns} conversations have two open turns`]),
    ...(row.without === 0 ? [] : [`${row.without} conversations have no open turn`]),
  ];
}

/** Ways to spoil it, each of which must be noticed. */
export function recountCanaries(world: WorkWorld): Canary[] {
  return [
    {
      name: 'an unread count that is one too high',
      spoil: async () =>
        void (await world.rows(
          `update conversations set unread_count = unread_count + 1 where id = (select id from conversations limit 1)`,
        )),
      notices: /unread is/,
    },
    {
      name: 'a state that no entry tells of',
      spoil: async () =>
        void (await world.rows(
          `update conversations set status = 'resolved', resolved_at = now(), waiting_since = null
            where id = (select c.id from conversations c where status = 'open' and not exists (select from contact_merges g where g.contact_id = c.contact_id) limit 1)`,
        )),
      notices: /its entries say open/,
    },
    {
      name: 'a message counted twice',
      spoil: async () =>
        void (await world.rows(
          `update message_counts set count = count + 1 where kind = 'in' and ctid = (select ctid from message_counts where kind = 'in' limit 1)`,
        )),
      notices: /the report counts/,
    },
  ];
}
