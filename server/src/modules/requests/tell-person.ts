import { authorityFor } from '#modules/law';
import { tenantQuery, withTenant, type Statement } from '#platform/db/tx';
import { operatorQueue, requestPublicId, systemIn } from './acting.ts';
import { answerText, sayMoment, type AnswerFacts, type AnswerWord } from './answer-texts.ts';
import { noteEvent } from './change-request.ts';
import { selectWorkspaceName } from './office.sql.ts';
import { officeIn } from './office.ts';
import { lawOf } from './reckon-clocks.ts';
import type { RequestsContext } from './requests-context.ts';
import type { RequestRow } from './requests.sql.ts';
import { openSubject, openText } from './subject.ts';

/** How somebody was told. `nobody`: there is no way to reach them; a member has to find one. `message`: over WhatsApp, with the id to follow. */
export type Told = { way: 'mail' } | { way: 'message'; messageId: string } | { way: 'nobody' };

/**
 * Tells the person of a request something, once per word: by mail where they gave an address, else over WhatsApp while their service window is
 * open. What could not be told stands in the history, so that a member does it.
 */
export async function tellPerson(ctx: RequestsContext, row: RequestRow, word: AnswerWord, more: Partial<AnswerFacts> = {}): Promise<Told> {
  const { workspaceId, id } = row;
  const subject = await openSubject(ctx, row);
  const { text, subject: title } = answerText(row.language, word, { ...(await answerFacts(ctx, row)), ...more });
  const told = await hand(ctx, row, word, subject?.email ?? null, { title, text });
  await withTenant(ctx.db, workspaceId, (tx) =>
    noteEvent(ctx, tx, systemIn(workspaceId), id, told.way === 'nobody' ? 'not_told' : 'told', { word, way: told.way }),
  );
  return told;
}

async function hand(
  ctx: RequestsContext,
  row: RequestRow,
  word: AnswerWord,
  email: string | null,
  mail: { title: string; text: string },
): Promise<Told> {
  const { workspaceId, id } = row;
  if (email !== null) {
    const key = `privacy:${id}:${word}:${row.extendedAt?.getTime() ?? 0}`;
    await withTenant(ctx.db, workspaceId, (tx) =>
      ctx.mails.add(tx, { to: email, subject: mail.title, text: mail.text }, { template: `privacy_${word}`, dedupeKey: key }),
    );
    return { way: 'mail' };
  }
  const messageId = await sendInWindow(ctx, row, `privacy:${id}:${word}`, mail.text);
  return messageId === null ? { way: 'nobody' } : { way: 'message', messageId };
}

/** Sends a text to the contact of a request over WhatsApp while a service window is open; null where none is. Sent once per key. */
export async function sendInWindow(
  ctx: RequestsContext,
  row: Pick<RequestRow, 'workspaceId' | 'contactId'>,
  key: string,
  body: string,
): Promise<string | null> {
  const { workspaceId, contactId } = row;
  if (contactId === null) return null;
  const [open] = await tenantQuery<{ numberId: string }>(ctx.db, workspaceId, selectOpenWindow(workspaceId, contactId, ctx.clock.now()));
  if (open === undefined) return null;
  const { numberId } = open;
  const sent = await ctx.send({
    workspaceId,
    numberId,
    contactId,
    reason: 'privacy_request',
    key,
    content: { type: 'text', text: { body } },
  });
  return sent.kind === 'impossible' ? null : sent.messageId;
}

/** Whether the contact of a request can be written to over WhatsApp now. */
export async function hasOpenWindow(ctx: RequestsContext, workspaceId: string, contactId: string): Promise<boolean> {
  return (await tenantQuery(ctx.db, workspaceId, selectOpenWindow(workspaceId, contactId, ctx.clock.now()))).length > 0;
}

/** What the words of every answer to a request need. */
export async function answerFacts(ctx: RequestsContext, row: RequestRow): Promise<AnswerFacts> {
  const { workspaceId } = row;
  const office = await withTenant(ctx.db, workspaceId, officeIn);
  const [workspace] = await tenantQuery<{ name: string; slug: string; timeZone: string }>(
    ctx.db,
    workspaceId,
    selectWorkspaceName(workspaceId),
  );
  const at = (column: 'extension_sealed' | 'denial_sealed') => ({ workspaceId, id: row.id, column });
  const reason =
    (await openText(ctx, at('denial_sealed'), row.denialSealed)) ?? (await openText(ctx, at('extension_sealed'), row.extensionSealed));
  return {
    kind: row.kind,
    workspace: workspace?.name ?? new URL(ctx.publicUrl).host,
    reference: requestPublicId(row.id),
    due: sayMoment(row.dueAt, row.language, workspace?.timeZone ?? 'UTC'),
    ...(reason === null ? {} : { reason }),
    ...(row.denial === null ? {} : { denial: row.denial }),
    authority: authorityFor(lawOf(row), row.residence?.slice(0, 2) ?? row.country),
    page: workspaceId === operatorQueue || workspace === undefined ? ctx.publicUrl : `${ctx.publicUrl}/p/${workspace.slug}`,
    contact: office.contact_mail,
    kept: [],
  };
}

function selectOpenWindow(workspaceId: string, contactId: string, now: Date): Statement {
  return {
    text: `
      select v.number_id as "numberId" from conversations v join numbers n on n.workspace_id = v.workspace_id and n.id = v.number_id
       where v.workspace_id = $1 and v.contact_id = $2 and v.window_expires_at > $3::timestamptz + interval '2 minutes' and n.status = 'connected'
       order by v.window_expires_at desc limit 1`,
    values: [workspaceId, contactId, now],
  };
}
