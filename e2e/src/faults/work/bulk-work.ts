import { waitUntil } from '../../stand/wait-until.ts';
import { phoneOf, type WorkWorld } from './work-world.ts';
import { notOnce, type Work } from './work.ts';

const firstIndex = 0;
const patienceMs = 300_000;
const perWrite = 500;

/** A change of many conversations at once, and taking it back: each conversation is changed once, and told of once. */
export function createBulkWork(world: WorkWorld): Work {
  const { client } = world.stand;
  let actionId = '';
  const status = async (): Promise<string> => (await world.rows<{ status: string }>('select status from bulk_actions'))[0]?.status ?? '';
  const countOf = async (result: string): Promise<number> =>
    (await world.rows<{ count: number }>('select count(*)::int as count from bulk_action_items where result = $1', [result]))[0]?.count ??
    0;
  const touched = async (): Promise<string[]> =>
    (await world.rows<{ id: string }>('select conversation_id as id from bulk_action_items')).map((row) => row.id);
  const entries = async (kind: string): Promise<string[]> =>
    (
      await world.rows<{ id: string }>(
        `select conversation_id as id from conversation_entries where kind = $1 and actor_kind = 'api_key'`,
        [kind],
      )
    ).map((row) => row.id);
  return {
    name: 'a bulk action',
    prepare: async () => {
      for (let from = 0; from < world.size.bulkCount; from += perWrite) {
        const count = Math.min(perWrite, world.size.bulkCount - from);
        await world.write(Array.from({ length: count }, (_, index) => hello(firstIndex + from + index)));
      }
    },
    phases: [
      {
        begin: async () => {
          const tag = await client.tags.create({ name: 'season' });
          const team = await client.teams.create({ name: 'Season', member_ids: await memberIds(world) });
          const action = await client.conversations.bulk({
            filter: { status: 'open' },
            change: { add_tag_ids: [tag.id], team_id: team.id },
          });
          actionId = action.id;
        },
        isUnderWay: async () => (await countOf('changed')) > 0 && (await countOf('pending')) > 0,
        progress: () => countOf('changed'),
        catchOn: ['bulk_action_items'],
        settle: async () => void (await waitUntil('the bulk action is done', async () => (await status()) === 'done', patienceMs)),
        findings: async () => {
          const ids = await touched();
          const tagged = await world.rows<{ id: string }>('select conversation_id as id from conversation_tags');
          const given = await world.rows<{ id: string }>('select id from conversations where team_id is not null');
          return [
            ...(ids.length >= world.size.bulkCount ? [] : [`only ${ids.length} conversations were chosen`]),
            ...((await countOf('changed')) === ids.length ? [] : [`${await countOf('changed')} of ${ids.length} were changed`]),
            ...notOnce(
              'a tag',
              ids,
              tagged.map((row) => row.id),
            ),
            ...notOnce(
              'a team',
              ids,
              given.map((row) => row.id),
            ),
            ...notOnce('an entry "tagged"', ids, await entries('tagged')),
            ...notOnce('an entry "team_changed"', ids, await entries('team_changed')),
          ];
        },
      },
      {
        begin: async () => void (await client.bulkActions.undo(actionId)),
        isUnderWay: async () => (await countOf('put_back')) > 0 && (await countOf('changed')) > 0,
        progress: () => countOf('put_back'),
        catchOn: ['bulk_action_items'],
        settle: async () => void (await waitUntil('the bulk action is undone', async () => (await status()) === 'undone', patienceMs)),
        findings: async () => {
          const ids = await touched();
          const tagged = await world.rows<{ id: string }>('select conversation_id as id from conversation_tags');
          const given = await world.rows<{ id: string }>('select id from conversations where team_id is not null');
          return [
            ...((await countOf('put_back')) === ids.length ? [] : [`${await countOf('put_back')} of ${ids.length} were put back`]),
            ...tagged.map((row) => `the tag was left on ${row.id}`),
            ...given.map((row) => `the team was left on ${row.id}`),
            ...notOnce('an entry "tagged"', ids, await entries('tagged')),
            ...notOnce('an entry "untagged"', ids, await entries('untagged')),
            ...notOnce('an entry "team_changed"', ids, await entries('team_changed'), 2),
          ];
        },
      },
    ],
    canaries: [
      {
        name: 'an entry that is missing',
        spoil: async () =>
          void (await world.rows(
            `delete from conversation_entries where id = (select id from conversation_entries where kind = 'untagged' limit 1)`,
          )),
        notices: /"untagged".* 0 times/,
      },
      {
        name: 'an entry that was written twice',
        spoil: async () => void (await world.rows(doubleEntry('team_changed'))),
        notices: /"team_changed".* 3 times/,
      },
    ],
  };

  function hello(index: number): { phone: string; text: string } {
    return { phone: phoneOf(index), text: `good morning lantern${index}` };
  }
}

/** Writes an entry of a kind a second time. */
export function doubleEntry(kind: 'team_changed' | 'woken' | 'assigned'): string {
  return `insert into conversation_entries (workspace_id, id, conversation_id, kind, actor_kind, actor_id, data, occurred_at)
          select workspace_id, gen_random_uuid(), conversation_id, kind, actor_kind, actor_id, data, occurred_at
            from conversation_entries e
           where kind = '${kind}'
             and not exists (select from contact_merges g join conversations c on c.contact_id = g.contact_id where c.id = e.conversation_id)
           limit 1`;
}

async function memberIds(world: WorkWorld): Promise<string[]> {
  const { data } = await world.stand.client.members.list();
  return data.filter((member) => member.role === 'agent').map((member) => member.id);
}
