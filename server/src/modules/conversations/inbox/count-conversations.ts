import { CONVERSATION_COUNT_CAP, ID_PREFIXES, type ConversationCount, type ConversationCounts } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { InboxContext } from '../inbox-context.ts';
import { selectViews, type ViewRow } from '../views/views.sql.ts';
import { countFilters, countPlaces, type CountRow } from './counts.sql.ts';
import type { Asker } from './filter-where.ts';
import { readFilter } from './inbox-filter.ts';
import { matchAttribute } from './match-attribute.ts';

/** What counting needs. */
export type CountReader = Pick<InboxContext, 'db' | 'clock' | 'keyring'>;

/** Counts of one asker, at most two seconds old, so that a stream of messages does not count anew for each. */
export type Counter = { countFor(workspaceId: string, asker: Asker): Promise<ConversationCounts> };

const freshMs = 2_000;
const maxKept = 2_000;

/** Makes a counter with a memory of its own. Requests that come at the same time share one count. */
export function createCounter(ctx: CountReader, nowMs: () => number = () => performance.now()): Counter {
  const kept = new Map<string, { atMs: number; counts: Promise<ConversationCounts> }>();
  return {
    countFor: (workspaceId, asker) => {
      const key = JSON.stringify([workspaceId, asker]);
      const known = kept.get(key);
      if (known !== undefined && nowMs() - known.atMs < freshMs) return known.counts;
      if (kept.size >= maxKept) kept.clear();
      const counts = countConversations(ctx, workspaceId, asker);
      counts.catch(() => kept.delete(key)); // whoever waits for it gets the error; the next one counts again
      kept.set(key, { atMs: nowMs(), counts });
      return counts;
    },
  };
}

/**
 * How many open conversations each place of the inbox has, and how many of them have something unread: what the asker
 * sees. Each count stops at 1,000, so that it costs the same in a large inbox. Three statements for all.
 */
export async function countConversations(ctx: CountReader, workspaceId: string, asker: Asker): Promise<ConversationCounts> {
  const [places, viewRows] = await Promise.all([
    tenantQuery<CountRow>(ctx.db, workspaceId, countPlaces(workspaceId, asker)),
    tenantQuery<ViewRow>(ctx.db, workspaceId, selectViews(workspaceId, asker.memberId)),
  ]);
  const now = ctx.clock.now();
  const inputs = await Promise.all(
    viewRows.map(async (view) => {
      const filter = readFilter(view.filter);
      return { workspaceId, filter, asker, now, attribute: await matchAttribute(ctx, workspaceId, filter.attribute) };
    }),
  );
  const viewCounts = inputs.length === 0 ? [] : await tenantQuery<CountRow>(ctx.db, workspaceId, countFilters(workspaceId, inputs));
  const none = { open: 0, unread: 0 };
  const one = (kind: string): ConversationCount => present(places.find((row) => row.kind === kind) ?? none);
  const many = (kind: string): CountRow[] => places.filter((row) => row.kind === kind);
  return {
    mine: one('mine'),
    unassigned: one('unassigned'),
    all: one('all'),
    // Made with the very prefixes the types are branded with.
    teams: many('team').map((row) => ({
      ...present(row),
      team_id: toPublicId(ID_PREFIXES.team, row.id ?? '') as ConversationCounts['teams'][number]['team_id'],
    })),
    numbers: many('number').map((row) => ({
      ...present(row),
      number_id: toPublicId(ID_PREFIXES.number, row.id ?? '') as ConversationCounts['numbers'][number]['number_id'],
    })),
    views: viewRows.map((view, index) => ({
      ...present(viewCounts.find((row) => row.kind === String(index)) ?? none),
      view_id: toPublicId(ID_PREFIXES.view, view.id) as ConversationCounts['views'][number]['view_id'],
    })),
  };
}

function present({ open, unread }: { open: number; unread: number }): ConversationCount {
  return {
    open: Math.min(open, CONVERSATION_COUNT_CAP),
    unread: Math.min(unread, CONVERSATION_COUNT_CAP),
    is_capped: open > CONVERSATION_COUNT_CAP,
  };
}
