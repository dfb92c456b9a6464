import type { PrivacyRequest } from '@kabar/contract';
import { authorityFor } from '#modules/law';
import { engineQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { operatorQueue, requestPublicId } from './acting.ts';
import { needsSecond } from './decide.ts';
import type { Office } from './office.ts';
import { lawOf } from './reckon-clocks.ts';
import type { CopyState, RequestsContext } from './requests-context.ts';
import { selectRequest, type RequestRow } from './requests.sql.ts';
import { openSubject, openText } from './subject.ts';
import type { TaskRow } from './tasks.sql.ts';

/** What is shown beside a request on its own page; left out in lists. */
export type Details = {
  tasks: readonly TaskRow[];
  notes: ReadonlyMap<string, string>;
  ways: { whatsapp: boolean; mail: boolean } | null;
  copy: CopyState | null;
};

/** A request in the form of the API. */
export async function presentRequest(
  ctx: RequestsContext,
  row: RequestRow,
  office: Office,
  details: Details | null,
): Promise<PrivacyRequest> {
  const { workspaceId, id } = row;
  const text = (column: 'identity_sealed' | 'denial_sealed' | 'extension_sealed', sealed: Buffer | null) =>
    openText(ctx, { workspaceId, id, column }, sealed);
  const [subject, identityReason, denial, extension, forwarded] = await Promise.all([
    openSubject(ctx, row),
    text('identity_sealed', row.identitySealed),
    text('denial_sealed', row.denialSealed),
    text('extension_sealed', row.extensionSealed),
    forwardedOf(ctx, row),
  ]);
  const member = (uuid: string | null) =>
    uuid === null || row.workspaceId === operatorQueue ? null : (toPublicId('mem', uuid) as `mem_${string}`);
  const now = ctx.clock.now();
  return {
    id: requestPublicId(id),
    kind: row.kind,
    kind_guessed: row.kindGuessed,
    purpose: row.purpose,
    state: row.state,
    next_step: nextStep(row, office, details?.tasks ?? null),
    channel: row.channel,
    role: row.workspaceId === operatorQueue ? 'controller' : 'processor',
    contact_id: row.contactId === null ? null : (toPublicId('ctc', row.contactId) as `ctc_${string}`), // made with the prefixes they are branded with
    user_id: row.userId === null ? null : (toPublicId('usr', row.userId) as `usr_${string}`),
    subject,
    language: row.language,
    residence: row.residence,
    is_child: row.isChild,
    received_at: row.receivedAt.toISOString(),
    acknowledged_at: row.ackedAt?.toISOString() ?? null,
    ack_due_at: row.ackDueAt?.toISOString() ?? null,
    due_at: row.dueAt.toISOString(),
    due_basis: row.clocks[0]?.basis ?? 'workspace',
    clocks: row.clocks.map((clock) => ({
      basis: clock.basis,
      ack_due_at: clock.ackDueAt,
      action_due_at: clock.actionDueAt,
      extend_until: clock.extendUntil,
      source: clock.source === null ? null : { title: clock.source.title, url: clock.source.url, read_on: clock.source.readOn },
    })),
    clock_used: clockUsed(row, row.closedAt ?? now),
    extend_until: row.extendedAt === null && row.closedAt === null && row.dueAt > now ? (row.extendUntil?.toISOString() ?? null) : null,
    extended: row.extendedAt === null ? null : { at: row.extendedAt.toISOString(), reason: extension ?? '' },
    identity: {
      state: row.identity,
      method: row.identityMethod,
      at: row.identityAt?.toISOString() ?? null,
      by: member(row.identityBy),
      reason: identityReason,
      can_send_code: details?.ways ?? null,
    },
    approval: {
      needs_second: needsSecond(row, office) && row.approvedBy === null && row.state === 'planned',
      planned_by: member(row.plannedBy),
      approved_by: member(row.approvedBy),
    },
    veto_until: row.vetoUntil?.toISOString() ?? null,
    denial:
      row.denial === null
        ? null
        : { reason: row.denial, text: denial ?? '', authority: authorityFor(lawOf(row), row.residence?.slice(0, 2) ?? row.country) },
    duplicate_of: row.duplicateOf === null ? null : requestPublicId(row.duplicateOf),
    forwarded,
    tasks: (details?.tasks ?? []).map((task) => ({
      key: task.key,
      manual: task.isManual,
      state: task.state,
      attempts: task.attempts,
      removed: task.removed,
      kept: task.kept,
      note: details?.notes.get(task.key) ?? null,
      error: task.error,
      started_at: task.startedAt?.toISOString() ?? null,
      finished_at: task.finishedAt?.toISOString() ?? null,
    })),
    progress: { done: row.tasksDone, total: row.taskCount },
    has_receipt: row.receipt !== null,
    file: details?.copy?.kind === 'ready' ? { size_bytes: details.copy.sizeBytes, until: details.copy.until.toISOString() } : null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    closed_at: row.closedAt?.toISOString() ?? null,
  };
}

/** The share of its time that a request has used. */
export function clockUsed({ receivedAt, dueAt }: Pick<RequestRow, 'receivedAt' | 'dueAt'>, now: Date): number {
  const whole = dueAt.getTime() - receivedAt.getTime();
  if (whole <= 0) return 1;
  return Math.max(0, Math.round(((now.getTime() - receivedAt.getTime()) / whole) * 1_000) / 1_000);
}

/** What has to be done next. `tasks` null: not loaded, then only what the row itself tells. */
function nextStep(row: RequestRow, office: Office, tasks: readonly TaskRow[] | null): PrivacyRequest['next_step'] {
  switch (row.state) {
    case 'received':
      return 'find_person';
    case 'identity_check':
      return row.identity === 'code_sent' ? 'enter_code' : 'prove_identity';
    case 'planned':
      return row.plannedBy !== null && needsSecond(row, office) ? 'second_member' : 'start';
    case 'veto_window':
      return 'wait_for_start';
    case 'executing':
    case 'verifying': {
      const task = tasks?.find(({ state }) => state !== 'done' && state !== 'skipped');
      if (task?.state === 'failed' || task?.error === 'held' || task?.error === 'last_owner') return 'look_at_failure';
      return task?.isManual === true ? 'manual_step' : 'wait_for_work';
    }
    case 'partial':
      return 'look_at_failure';
    case 'duplicate':
    case 'denied':
    case 'done':
    case 'cancelled':
    case 'forwarded':
      return 'none';
  }
}

async function forwardedOf(ctx: RequestsContext, row: RequestRow): Promise<PrivacyRequest['forwarded']> {
  const { forwardWorkspaceId, forwardId, forwardQueue, forwardDirection } = row;
  if (forwardWorkspaceId === null || forwardId === null || forwardQueue === null || forwardDirection === null) return null;
  // Both queues see how far the other is, and nothing else of it.
  const [other] = await engineQuery<RequestRow>(ctx.db, selectRequest(forwardWorkspaceId, forwardId));
  return { direction: forwardDirection, queue: forwardQueue, state: other?.state ?? null, due_at: other?.dueAt.toISOString() ?? null };
}
