import { startFloor } from '../floors/floor-process.ts';
import { measureCases, pathAtPage, sessionHeaders, type Case } from '../million/measure.ts';
import { openMillion, type Million } from '../million/open-million.ts';
import type { BenchResult } from '../result.ts';

/** As for the smaller inbox. */
const leastListRatio = 0.2;

/**
 * The inbox and the contacts of 1,000,000 messages and 100,000 contacts: every view and filter, counts, depth, the thread of 10,000
 * messages; server time one at a time, rates beside F6.
 */
export async function benchInboxMillion(): Promise<BenchResult[]> {
  const million = await openMillion();
  const { facts, postgres } = million;
  const floor = await startFloor('row-server.ts', [postgres.url, facts.apiKey], await rowPath(million));
  try {
    return await measureCases(million, floor.url, [
      ...(await inboxCases(million)),
      ...(await threadCases(million)),
      ...(await contactCases(million)),
    ]);
  } finally {
    floor.stop();
    await million.close();
  }
}

/** Path of the row that F6 reads. */
export async function rowPath({ postgres, facts }: Million): Promise<string> {
  const { rows } = await postgres.admin.query<{ id: string }>('select id from conversations where workspace_id = $1 limit 1', [
    facts.databaseWorkspaceId,
  ]);
  return `/${facts.databaseWorkspaceId}/${rows[0]?.id ?? ''}`;
}

async function inboxCases(million: Million): Promise<Case[]> {
  const { facts } = million;
  const headers = await sessionHeaders(million);
  const list = '/v1/conversations?limit=50';
  const each = (name: string, ids: readonly string[]) => ids.map((id) => ({ path: `${list}&${name}=${id}` }));
  const lists: Case[] = [
    { name: 'inbox.all', questions: [{ path: list }], leastRatio: leastListRatio },
    { name: 'inbox.unassigned', questions: [{ path: `${list}&view=unassigned` }], leastRatio: leastListRatio },
    { name: 'inbox.team', questions: each('team_id', facts.teamIds), leastRatio: leastListRatio },
    { name: 'inbox.number', questions: each('number_id', facts.numberIds), leastRatio: leastListRatio },
    { name: 'inbox.assignee', questions: each('assignee_id', facts.memberIds), leastRatio: leastListRatio },
    { name: 'inbox.tag', questions: each('tag_id', facts.tagIds), leastRatio: leastListRatio },
    { name: 'inbox.unread', questions: [{ path: `${list}&unread=true` }], leastRatio: leastListRatio },
    { name: 'inbox.resolved', questions: [{ path: `${list}&status=resolved` }], leastRatio: leastListRatio },
    { name: 'inbox.any_status', questions: [{ path: `${list}&status=any` }], leastRatio: leastListRatio },
    { name: 'inbox.waiting_longest', questions: [{ path: `${list}&sort=waiting_longest` }], leastRatio: leastListRatio },
    { name: 'inbox.window_open', questions: [{ path: `${list}&window=open` }], leastRatio: leastListRatio },
    {
      name: 'inbox.several_filters',
      questions: facts.teamIds.map((id, index) => ({ path: `${list}&team_id=${id}&tag_id=${facts.tagIds[index] ?? ''}&unread=true` })),
      leastRatio: leastListRatio,
    },
    { name: 'inbox.deep', questions: [{ path: await pathAtPage(million, `${list}&status=any`, 60) }], leastRatio: leastListRatio },
  ];
  return [
    ...lists,
    { name: 'inbox.mine', questions: [{ path: `${list}&view=mine` }], leastRatio: leastListRatio, headers },
    { name: 'inbox.counts', questions: [{ path: '/v1/conversations/counts' }], leastRatio: null, headers },
  ];
}

async function threadCases(million: Million): Promise<Case[]> {
  const { facts } = million;
  const thread = `/v1/conversations/${facts.longConversationId}/messages?limit=50`;
  return [
    { name: 'thread.newest', questions: [{ path: thread }], leastRatio: null },
    { name: 'thread.middle', questions: [{ path: await pathAtPage(million, thread, 100) }], leastRatio: null },
    { name: 'thread.jump', questions: [{ path: `${thread}&around=${facts.middleMessageId}` }], leastRatio: null },
    { name: 'thread.entries', questions: [{ path: `/v1/conversations/${facts.longConversationId}/entries` }], leastRatio: null },
  ];
}

async function contactCases(million: Million): Promise<Case[]> {
  const { facts } = million;
  const list = '/v1/contacts?limit=50';
  const filtered = (filter: object): string => `filter=${encodeURIComponent(JSON.stringify(filter))}`;
  const tags = facts.tagIds.map((id) => filtered({ match: 'all', conditions: [{ field: 'tags', op: 'any', tag_ids: [id] }] }));
  const country = filtered({ match: 'all', conditions: [{ field: 'country', op: 'is', countries: ['ID'] }] });
  const recent = filtered({ match: 'all', conditions: [{ field: 'last_seen_at', within_days: 30 }] });
  const untagged = filtered({ match: 'all', conditions: [{ field: 'tags', op: 'none', tag_ids: facts.tagIds }] });
  return [
    { name: 'contacts.list', questions: [{ path: list }], leastRatio: null },
    { name: 'contacts.created', questions: [{ path: `${list}&sort=created` }], leastRatio: null },
    { name: 'contacts.deep', questions: [{ path: await pathAtPage(million, list, 60) }], leastRatio: null },
    {
      name: 'contacts.phone',
      questions: [1, 77, 4_711].map((index) => ({ path: `${list}&phone=62812${String(index).padStart(8, '0')}` })),
      leastRatio: null,
    },
    { name: 'contacts.tag', questions: tags.map((tag) => ({ path: `${list}&${tag}` })), leastRatio: null },
    { name: 'contacts.country', questions: [{ path: `${list}&${country}` }], leastRatio: null },
    { name: 'contacts.seen_lately', questions: [{ path: `${list}&${recent}` }], leastRatio: null },
    { name: 'contacts.untagged', questions: [{ path: `${list}&${untagged}` }], leastRatio: null },
    { name: 'contacts.count_all', questions: [{ path: '/v1/contacts/count' }], leastRatio: null },
    { name: 'contacts.count_tag', questions: tags.map((tag) => ({ path: `/v1/contacts/count?${tag}` })), leastRatio: null },
  ];
}
