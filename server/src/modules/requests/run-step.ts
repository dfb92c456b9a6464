import { recordConsents } from '#modules/consent';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { systemIn } from './acting.ts';
import { answerText } from './answer-texts.ts';
import { noteEvent } from './change-request.ts';
import { collectAccount } from './collect-account.ts';
import { restrict } from './decide.ts';
import { selectEvents, type EventRow } from './events.sql.ts';
import type { StepKey } from './plan-steps.ts';
import type { Kept, RequestsContext } from './requests-context.ts';
import { updateRequest, type RequestRow } from './requests.sql.ts';
import { openSubject, openText, sealText } from './subject.ts';
import type { TaskRow } from './tasks.sql.ts';
import { answerFacts, sendInWindow, tellPerson } from './tell-person.ts';

/** What a step came to. `wait`: it is not over yet; `error` is a word of ours when a member should look. `left`: something is still there. */
export type StepOutcome =
  | { kind: 'done'; removed?: number; kept?: readonly Kept[] }
  | { kind: 'skipped' }
  | { kind: 'wait'; ms: number; error?: string }
  | { kind: 'left'; left: readonly Kept[] };

/** Runs one step. Each can be repeated after a crash at any point without doing anything twice. */
export async function runStep(
  ctx: RequestsContext,
  row: RequestRow,
  task: TaskRow,
  earlier: readonly TaskRow[],
  signal: AbortSignal,
): Promise<StepOutcome> {
  switch (task.key as StepKey) {
    case 'copy':
      return copy(ctx, row);
    case 'account_copy':
      return accountCopy(ctx, row);
    case 'erase_account':
      return eraseAccount(ctx, row);
    case 'tell_before':
      return tellBefore(ctx, row, task);
    case 'erase':
      return erase(ctx, row, task, signal);
    case 'verify':
      return verify(ctx, row);
    case 'restrict':
      return restrictNow(ctx, row);
    case 'object':
      return object(ctx, row);
    case 'tell':
      return tell(ctx, row, earlier);
    case 'correct':
    case 'tell_recipients':
    case 'handle_account':
      throw new Error('a manual step is not run');
  }
}

const done: StepOutcome = { kind: 'done' };

async function copy(ctx: RequestsContext, row: RequestRow): Promise<StepOutcome> {
  const { workspaceId, id, contactId } = row;
  if (contactId === null) return { kind: 'skipped' };
  if (row.exportId === null) {
    await withTenant(ctx.db, workspaceId, async (tx) => {
      const exportId = await ctx.copies.order(tx, { workspaceId, contactId, requestId: id });
      await tx.query(updateRequest(workspaceId, id, [row.state], { exportId }, ctx.clock.now()));
    });
    return { kind: 'wait', ms: 1_000 };
  }
  const state = await ctx.copies.state(workspaceId, row.exportId);
  if (state.kind === 'ready') return done;
  if (state.kind === 'working') return { kind: 'wait', ms: 2_000 };
  // Made anew: the old one cannot be had any more.
  await withTenant(ctx.db, workspaceId, (tx) => tx.query(updateRequest(workspaceId, id, [row.state], { exportId: null }, ctx.clock.now())));
  throw new Error('the copy could not be made');
}

async function accountCopy(ctx: RequestsContext, row: RequestRow): Promise<StepOutcome> {
  const { workspaceId, id, userId } = row;
  if (userId === null) return { kind: 'skipped' };
  const text = await collectAccount(ctx.db, userId, ctx.clock.now());
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const answerSealed = await sealText(ctx, tx, { workspaceId, id, column: 'answer_sealed' }, text);
    await tx.query(updateRequest(workspaceId, id, [row.state], { answerSealed }, ctx.clock.now()));
  });
  return done;
}

/** The person is told at the address they gave with the request, which is sealed with it. */
async function eraseAccount(ctx: RequestsContext, { userId }: RequestRow): Promise<StepOutcome> {
  if (userId === null) return { kind: 'skipped' };
  const outcome = await ctx.erasure.account(userId);
  return outcome.kind === 'done' ? outcome : { kind: 'wait', ms: 3_600_000, error: 'last_owner' };
}

const patienceMs = 10 * 60_000;
/** A child's data is gone within a minute of the report, whether or not the last message could leave. */
const patienceForChildMs = 20_000;

/** The last message before the address is forgotten, unless it was sent when the wait began; it has to be out of the house before the erasure begins. Who gave a mail address is told at the end. */
async function tellBefore(ctx: RequestsContext, row: RequestRow, task: TaskRow): Promise<StepOutcome> {
  const { workspaceId, id } = row;
  const email = (await openSubject(ctx, row))?.email ?? null;
  if (email !== null) {
    await withTenant(ctx.db, workspaceId, async (tx) => {
      const replySealed = await sealText(ctx, tx, { workspaceId, id, column: 'reply_sealed' }, email);
      await tx.query(updateRequest(workspaceId, id, [row.state], { replySealed }, ctx.clock.now()));
    });
    return done;
  }
  const { text } = answerText(row.language, 'beginning', await answerFacts(ctx, row));
  const messageId = await sendInWindow(ctx, row, `privacy:${id}:beginning`, text);
  if (messageId === null) return (await wasTold(ctx, row)) ? done : { kind: 'skipped' };
  const waiting = await tenantQuery(ctx.db, workspaceId, {
    text: 'select 1 from dispatch where workspace_id = $1 and message_id = $2',
    values: [workspaceId, messageId],
  });
  const isLate =
    task.startedAt !== null && ctx.clock.now().getTime() - task.startedAt.getTime() > (row.isChild ? patienceForChildMs : patienceMs);
  if (waiting.length > 0 && !isLate) return { kind: 'wait', ms: 2_000 };
  await withTenant(ctx.db, workspaceId, (tx) =>
    noteEvent(ctx, tx, systemIn(workspaceId), id, waiting.length > 0 ? 'not_told' : 'told', { word: 'beginning', way: 'message' }),
  );
  return done;
}

/** Whether the person heard already, when the wait began, that their data will be erased. */
async function wasTold(ctx: RequestsContext, { workspaceId, id }: RequestRow): Promise<boolean> {
  const events = await tenantQuery<EventRow>(ctx.db, workspaceId, selectEvents(workspaceId, id));
  return events.some(({ kind, data }) => kind === 'told' && data['word'] === 'beginning');
}

/** How often an erasure that found something afterwards runs again by itself, and how long after the first time. */
const mostErasures = 5;
const firstErasureAgainMs = 2_000;

async function erase(ctx: RequestsContext, row: RequestRow, task: TaskRow, signal: AbortSignal): Promise<StepOutcome> {
  const { workspaceId, id, contactId } = row;
  if (contactId === null) return { kind: 'skipped' };
  const erasureId = row.erasureId ?? (await ctx.erasure.order({ workspaceId, contactId, requestId: id }));
  if (row.erasureId === null)
    await withTenant(ctx.db, workspaceId, (tx) => tx.query(updateRequest(workspaceId, id, [row.state], { erasureId }, ctx.clock.now())));
  const outcome = await ctx.erasure.run(workspaceId, erasureId, signal);
  if (outcome.kind === 'done') return { kind: 'done', removed: outcome.removed, kept: outcome.kept };
  if (outcome.kind === 'held') return { kind: 'wait', ms: 3_600_000, error: 'held' };
  // What was in flight when the erasure began, such as a delivery that WhatsApp made meanwhile, may land behind it; the next run takes that, too.
  if (task.attempts + 1 < mostErasures) return { kind: 'wait', ms: firstErasureAgainMs * 2 ** task.attempts };
  return { kind: 'left', left: found(outcome.left) };
}

async function verify(ctx: RequestsContext, row: RequestRow): Promise<StepOutcome> {
  if (row.erasureId === null) return { kind: 'skipped' };
  const left = await ctx.erasure.findLeft(row.workspaceId, row.erasureId);
  if (left.length === 0) return done;
  return { kind: 'left', left: found(left) };
}

function found(left: readonly { what: string; count: number }[]): Kept[] {
  return left.map(({ what, count }) => ({ what, because: 'found', until: null, count }));
}

async function restrictNow(ctx: RequestsContext, row: RequestRow): Promise<StepOutcome> {
  const { workspaceId, id, contactId } = row;
  if (contactId === null) return { kind: 'skipped' };
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await restrict(ctx, tx, systemIn(workspaceId), contactId, true);
    await tx.query(updateRequest(workspaceId, id, [row.state], { hasRestricted: true }, ctx.clock.now()));
  });
  return done;
}

const sources = { member: 'agent', api: 'api', mail: 'agent', form: 'form', customer: 'form', whatsapp: 'whatsapp_keyword' } as const;

/** Objects to one purpose, or to every purpose the workspace has. The send gate and everything that works by itself ask for it from the commit on. */
async function object(ctx: RequestsContext, row: RequestRow): Promise<StepOutcome> {
  const { workspaceId, id, contactId } = row;
  if (contactId === null) return { kind: 'skipped' };
  const settings = await ctx.consent.settings.of(workspaceId);
  const purposes = row.purpose === null ? [...settings.purposes.map(({ key }) => key), 'automation'] : [row.purpose];
  const state = row.kind === 'object' ? ('objected' as const) : ('withdrawn' as const);
  await withTenant(ctx.db, workspaceId, (tx) =>
    recordConsents(
      ctx.consent,
      tx,
      workspaceId,
      [...new Set(purposes)].map((purpose) => ({
        contactId,
        purpose,
        state,
        source: sources[row.channel],
        actor: { kind: 'system' as const, id: null },
        dedupeKey: `privacy:${id}:${purpose}`,
        occurredAt: row.receivedAt,
      })),
    ),
  );
  return done;
}

/** Tells the person that it is done. After an erasure only the mail address they gave is left for that. */
async function tell(ctx: RequestsContext, row: RequestRow, earlier: readonly TaskRow[]): Promise<StepOutcome> {
  const { workspaceId, id } = row;
  const kept = earlier.flatMap((task) => task.kept).map(({ what }) => what);
  if (row.kind !== 'erase' || row.userId !== null) {
    const told = await tellPerson(ctx, row, 'done', { kept });
    return told.way === 'nobody' ? { kind: 'skipped' } : done;
  }
  const email = await openText(ctx, { workspaceId, id, column: 'reply_sealed' }, row.replySealed);
  if (email === null) return { kind: 'skipped' };
  const { subject, text } = answerText(row.language, 'done', { ...(await answerFacts(ctx, row)), kept });
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await ctx.mails.add(tx, { to: email, subject, text }, { template: 'privacy_done', dedupeKey: `privacy:${id}:done` });
    await noteEvent(ctx, tx, systemIn(workspaceId), id, 'told', { word: 'done', way: 'mail' });
  });
  return done;
}
