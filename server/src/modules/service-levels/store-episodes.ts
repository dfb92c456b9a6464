import type { DueKind } from '@kabar/contract';
import { appendEntries, BY_SYSTEM, setDue } from '#modules/conversations';
import { notify } from '#modules/notifications';
import { mayWhere } from '#modules/users';
import type { Clock } from '#platform/clock';
import type { EngineTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import { deriveEpisode } from './episode-state.ts';
import { upsertEpisodes, type EpisodeRow } from './episodes.sql.ts';
import type { RuleBook } from './rule-book.ts';

/** An episode that is to be stored. `resolvedNow`: the question about satisfaction may follow. */
export type ChangedEpisode = { row: EpisodeRow; resolvedNow: boolean };

/**
 * Works episodes out anew and stores them with all that follows from it, in the caller's transaction: what is due on their conversations,
 * entries and notifications for targets that are missed, notifications for those that soon will be.
 */
export async function storeEpisodes(
  tx: EngineTx,
  deps: { clock: Clock; ids: Ids },
  rules: RuleBook,
  changed: readonly ChangedEpisode[],
): Promise<void> {
  if (changed.length === 0) return;
  const now = deps.clock.now();
  const derived = changed.map(({ row, resolvedNow }) => {
    const outcome = deriveEpisode(row, rules.targetsOf(row), rules.hours.of(row.workspaceId, row.numberId), now);
    const satisfaction = rules.satisfactionOf(row.workspaceId);
    const asksAt = resolvedNow && satisfaction.enabled && row.resolvedAt !== null;
    const surveyAt = asksAt ? new Date((row.resolvedAt ?? now).getTime() + satisfaction.delay_minutes * 60_000) : null;
    return { ...outcome, row: { ...row, ...outcome.state, surveyAt } };
  });
  // Of one conversation at most one is open, and that one says what is due.
  const last = new Map(derived.map((item) => [`${item.row.workspaceId} ${item.row.conversationId}`, item]));
  await tx.query(upsertEpisodes(derived.map(({ row }) => row)));
  for (const { row, due } of [...last.values()].toSorted((a, b) => (a.row.conversationId < b.row.conversationId ? -1 : 1)))
    await setDue(tx, deps, { workspaceId: row.workspaceId, conversationId: row.conversationId, due });
  for (const { row, missed, warn } of derived) {
    const { workspaceId, conversationId } = row;
    const lines = missed.map((target) => ({
      conversationId,
      kind: 'target_missed' as const,
      by: BY_SYSTEM,
      data: { target },
      occurredAt: now,
    }));
    await appendEntries(tx, deps, workspaceId, lines);
    for (const target of missed) await tell(tx, deps, row, 'target_missed', target);
    for (const target of warn) await tell(tx, deps, row, 'target_due', target);
  }
}

/** Tells the member it is assigned to; else the members of its team; else managers and above. */
async function tell(
  tx: EngineTx,
  deps: { clock: Clock; ids: Ids },
  row: EpisodeRow,
  kind: 'target_due' | 'target_missed',
  target: DueKind,
): Promise<void> {
  const { workspaceId, conversationId, assigneeId, teamId } = row;
  const members =
    assigneeId === null
      ? await tx.query<{ id: string }>({
          name: 'episodes_in_charge',
          text: `
            select m.id from workspace_members m
             where m.workspace_id = $1
               and case when $2::uuid is null then ${mayWhere('m', 'inbox:configure')}
                        else exists (select from team_members t where t.workspace_id = m.workspace_id and t.team_id = $2 and t.member_id = m.id) end`,
          values: [workspaceId, teamId],
        })
      : [{ id: assigneeId }];
  await notify(deps, tx, workspaceId, {
    kind,
    memberIds: members.map((member) => member.id),
    actor: { kind: 'system' },
    conversationId,
    data: { target },
    dedupeKey: `${kind}:${target}:${row.id}`,
  });
}
