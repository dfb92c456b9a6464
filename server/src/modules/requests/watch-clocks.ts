import { notify } from '#modules/notifications';
import { engineQuery, withTenant } from '#platform/db/tx';
import { operatorQueue, requestPublicId, systemIn } from './acting.ts';
import { noteEvent } from './change-request.ts';
import { endVeto } from './decide.ts';
import { selectHandlers, type HandlerRow } from './office.sql.ts';
import { officeIn } from './office.ts';
import { reminderMail } from './reminder-mail.ts';
import type { RequestsContext } from './requests-context.ts';
import { lockRequest, selectToRemind, selectUnattended, selectVetoOver, updateRequest, type RequestRow } from './requests.sql.ts';
import { workOnRequest } from './work-on-request.ts';

const batch = 100;
const percents = [
  { bit: 1, percent: 50 },
  { bit: 2, percent: 80 },
  { bit: 4, percent: 100 },
] as const;

/**
 * What has to happen at its time, of all workspaces: erasures that can no longer be stopped begin, work that nobody has in hand is taken up, and
 * members are reminded when half, four fifths and all of the time of a request are over. Any number of processes may call it.
 */
export async function watchClocks(ctx: RequestsContext, signal: AbortSignal): Promise<void> {
  for (const { workspaceId, id } of await engineQuery<Ref>(ctx.db, selectVetoOver(ctx.clock.now(), batch))) {
    if (signal.aborted) return;
    await endVeto(ctx, systemIn(workspaceId), id).catch((error: unknown) =>
      ctx.log.warn('an erasure could not begin', { workspaceId, error }),
    );
  }
  for (const ref of await engineQuery<Ref & { due: number }>(ctx.db, selectToRemind(ctx.clock.now(), batch))) {
    if (signal.aborted) return;
    await remind(ctx, ref.workspaceId, ref.id, ref.due);
  }
  for (const { workspaceId, id } of await engineQuery<Ref>(ctx.db, selectUnattended(ctx.clock.now(), batch))) {
    if (signal.aborted) return;
    await workOnRequest(ctx, workspaceId, id, signal);
  }
}

type Ref = { workspaceId: string; id: string };

/** Reminds of a request once for the farthest mark that was reached, in the product and by mail; earlier marks that were slept through are left out. */
async function remind(ctx: RequestsContext, workspaceId: string, id: string, due: number): Promise<void> {
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<RequestRow>(lockRequest(workspaceId, id));
    if (row === undefined || row.closedAt !== null || (due & ~row.reminded) === 0) return;
    const mark = percents.findLast(({ bit }) => (due & bit) !== 0) ?? percents[0];
    await tx.query(updateRequest(workspaceId, id, [row.state], { reminded: row.reminded | due }, ctx.clock.now()));
    await noteEvent(ctx, tx, systemIn(workspaceId), id, 'reminded', { percent: String(mark.percent) });
    const office = await officeIn(tx);
    const handlers = workspaceId === operatorQueue ? [] : await tx.query<HandlerRow>(selectHandlers(workspaceId));
    if (handlers.length > 0)
      await notify(ctx, tx, workspaceId, {
        kind: 'privacy_request_due',
        memberIds: handlers.map(({ memberId }) => memberId),
        actor: { kind: 'system' },
        data: { privacy_request_id: requestPublicId(id), percent: String(mark.percent) },
        dedupeKey: `privacy_due:${id}:${row.dueAt.getTime()}:${mark.percent}`,
      });
    const readers = [
      ...(office.contact_mail === null ? [] : [{ email: office.contact_mail, language: office.language }]),
      ...handlers.map(({ email, language }) => ({ email, language })),
      ...(workspaceId === operatorQueue ? ctx.operatorMails.map((email) => ({ email, language: office.language })) : []),
    ];
    for (const { email, language } of new Map(readers.map((reader) => [reader.email.toLowerCase(), reader])).values()) {
      const mail = reminderMail(language, { row, percent: mark.percent, publicUrl: ctx.publicUrl });
      const dedupeKey = `privacy_due:${id}:${row.dueAt.getTime()}:${mark.percent}:${email.toLowerCase()}`;
      await ctx.mails.add(tx, { to: email, ...mail }, { template: 'privacy_reminder', dedupeKey });
    }
  });
}
