import type { IncidentDraft, IncidentDraftQuery, TellPersonsRequest, TellQuery } from '@kabar/contract';
import { z } from 'zod';
import { engineQuery, withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { defineJob } from '#platform/jobs/job';
import { draftNotice } from './draft-notice.ts';
import { openDetails } from './incident-details.ts';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import {
  selectIncident,
  selectUntold,
  selectUtilityTemplate,
  selectWorkspaceName,
  updateIncident,
  updateSubject,
  type IncidentRow,
  type UntoldRow,
} from './incidents.sql.ts';
import { addEntry, incidentUuid, withOpenIncident, withOwner, type IncidentTx } from './work-on-incident.ts';

/** Tells everybody concerned who was not told yet. Killed half-way it goes on; nobody is told twice. */
export const tellJob = defineJob({
  name: 'incidents.tell_persons',
  schema: z.object({
    workspaceId: z.uuid(),
    incidentId: z.uuid(),
    userId: z.uuid(),
    language: z.enum(['en', 'id']),
    templateName: z.string().nullable(),
    templateLanguage: z.string().nullable(),
  }),
  timeoutMs: 3_600_000,
  retry: { limit: 10, delayMs: 5_000, maxDelayMs: 120_000 },
  concurrency: 1,
});

const pageSize = 200;
/** A variable of a template takes no line breaks, and WhatsApp takes 1,024 characters of body. */
const mostVariable = 900;

/** The draft of a notice as it would read now. Errors: `not_found`. */
export async function draftFor(
  ctx: IncidentsContext,
  whose: IncidentScopeOf,
  publicId: string,
  query: z.output<typeof IncidentDraftQuery>,
): Promise<IncidentDraft> {
  return withOwner(ctx, whose, async (tx) => {
    const row = await readIncident(tx, whose.ownerId, incidentUuid(publicId));
    return draftOf(ctx, tx, whose, row, query);
  });
}

async function draftOf(
  ctx: IncidentsContext,
  tx: IncidentTx,
  whose: IncidentScopeOf,
  row: IncidentRow,
  query: z.output<typeof IncidentDraftQuery>,
): Promise<IncidentDraft> {
  const details = await openDetails(ctx, whose.ownerId, row.id, row.detailsSealed);
  const [workspace] = whose.isOperator ? [] : await tx.query<{ name: string }>(selectWorkspaceName(whose.ownerId));
  const sender = { name: workspace?.name ?? new URL(ctx.publicUrl).host, isOperator: whose.isOperator };
  return draftNotice(row, details, sender, { ...query, count: row.assessment });
}

/** What telling the persons of a workspace's incident would do now. Errors: `not_found`, `validation_failed` for a template that cannot be used. */
export async function previewTelling(ctx: IncidentsContext, whose: IncidentScopeOf, publicId: string, query: TellQuery) {
  const id = incidentUuid(publicId);
  const template =
    query.template_name === undefined ? null : { name: query.template_name, language: query.template_language ?? query.language };
  const draft = await draftFor(ctx, whose, publicId, { party: 'person', language: query.language });
  await requireTemplate(ctx, whose.ownerId, template);
  const counts = { whatsapp_count: 0, mail_count: 0, unreachable_count: 0 };
  for await (const person of eachUntold(ctx, whose.ownerId, id)) {
    const way = wayTo(person, template !== null);
    if (way === 'mail') counts.mail_count += 1;
    else if (way === 'text' || way === 'template') counts.whatsapp_count += 1;
    else counts.unreachable_count += 1;
  }
  return { text: draft.text, ...counts };
}

/**
 * Begins to tell everybody concerned, after a person has seen the text and the count. Errors: `not_found`, `incident_closed`, `incident_unfinished` while a
 * fact is missing, `conflict` when the count is another one by now, `validation_failed` for a template that cannot be used.
 */
export async function orderTelling(
  ctx: IncidentsContext,
  whose: IncidentScopeOf,
  publicId: string,
  body: TellPersonsRequest,
): Promise<void> {
  const preview = await previewTelling(ctx, whose, publicId, {
    language: body.language,
    ...(body.template === null ? {} : { template_name: body.template.name, template_language: body.template.language }),
  });
  if (preview.whatsapp_count + preview.mail_count !== body.confirm_count) throw new AppError('conflict');
  await withOpenIncident(ctx, whose, publicId, async (tx, row) => {
    const { missing } = await draftOf(ctx, tx, whose, row, { party: 'person', language: body.language });
    if (missing.length > 0) throw new AppError('incident_unfinished', { details: { left: missing } });
    await ctx.jobs.enqueue(tx, tellJob, {
      workspaceId: whose.ownerId,
      incidentId: row.id,
      userId: whose.userId ?? '',
      language: body.language,
      templateName: body.template?.name ?? null,
      templateLanguage: body.template?.language ?? null,
    });
    await tx.query(updateIncident({ ...row, personsToldAt: row.personsToldAt ?? ctx.clock.now() }, ctx.clock.now()));
    await addEntry(ctx, tx, whose, row.id, { kind: 'persons_told', count: body.confirm_count });
  });
}

/** The job's work. */
export async function tellPersons(ctx: IncidentsContext, order: z.output<typeof tellJob.schema>): Promise<void> {
  const { workspaceId, incidentId } = order;
  const whose: IncidentScopeOf = { ownerId: workspaceId, isOperator: false, userId: order.userId };
  const [row] = await engineQuery<IncidentRow>(ctx.db, selectIncident(workspaceId, incidentId));
  if (row === undefined) return;
  const draft = await withOwner(ctx, whose, (tx) => draftOf(ctx, tx, whose, row, { party: 'person', language: order.language }));
  const template = order.templateName === null ? null : { name: order.templateName, language: order.templateLanguage ?? order.language };
  for await (const person of eachUntold(ctx, workspaceId, incidentId)) await tellOne(ctx, whose, incidentId, person, draft, template);
}

type Template = { name: string; language: string } | null;

async function tellOne(
  ctx: IncidentsContext,
  { ownerId }: IncidentScopeOf,
  incidentId: string,
  person: UntoldRow,
  draft: IncidentDraft,
  template: Template,
): Promise<void> {
  const { kind, subjectId } = person;
  const way = wayTo(person, template !== null);
  const note = (outcome: 'told' | 'unreachable', channel: 'whatsapp' | 'mail' | null, messageId: string | null, reason: string | null) =>
    updateSubject(ownerId, incidentId, {
      kind,
      subjectId,
      outcome,
      channel,
      messageId,
      reason,
      at: outcome === 'told' ? ctx.clock.now() : null,
    });
  if (way === 'mail' && person.email !== null) {
    const mail = { to: person.email, subject: draft.subject, text: draft.text };
    await withEngine(ctx.db, 'a notice of a breach and its ledger are one', async (tx) => {
      await ctx.mails.add(tx, mail, { template: 'breach_notice', dedupeKey: `breach_notice:${incidentId}:${subjectId}` });
      await tx.query(note('told', 'mail', null, null));
    });
    return;
  }
  if ((way === 'text' || way === 'template') && person.numberId !== null) {
    const sent = await ctx.send({
      workspaceId: ownerId,
      numberId: person.numberId,
      contactId: subjectId,
      reason: 'breach_notice',
      key: `breach:${incidentId}:${subjectId}:${way}`,
      content:
        way === 'text' || template === null
          ? { type: 'text', text: { body: draft.text.slice(0, 4_000) } }
          : {
              type: 'template',
              template: {
                name: template.name,
                language: { code: template.language },
                components: [
                  { type: 'body', parameters: [{ type: 'text', text: draft.text.replaceAll(/\s+/g, ' ').slice(0, mostVariable) }] },
                ],
              },
            },
    });
    const outcome =
      sent.kind === 'impossible' ? note('unreachable', null, null, 'number_disconnected') : note('told', 'whatsapp', sent.messageId, null);
    await engineQuery(ctx.db, outcome);
    return;
  }
  await engineQuery(ctx.db, note('unreachable', null, null, way === 'closed' ? 'window_closed' : 'no_address'));
}

/** How somebody can be told: mail for members, WhatsApp within the service window or by a template for contacts. Pure. */
export function wayTo(person: UntoldRow, hasTemplate: boolean): 'mail' | 'text' | 'template' | 'closed' | 'none' {
  if (person.kind === 'member') return person.email === null ? 'none' : 'mail';
  if (person.numberId === null) return 'none';
  if (person.isOpen) return 'text';
  return hasTemplate ? 'template' : 'closed';
}

async function* eachUntold(ctx: IncidentsContext, ownerId: string, incidentId: string): AsyncGenerator<UntoldRow> {
  let after: { kind: string; id: string } | null = null;
  for (;;) {
    const page: UntoldRow[] = await engineQuery<UntoldRow>(ctx.db, selectUntold(ownerId, incidentId, ctx.clock.now(), after, pageSize));
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = { kind: last.kind, id: last.subjectId };
  }
}

async function requireTemplate(ctx: IncidentsContext, workspaceId: string, template: Template): Promise<void> {
  if (template === null) return;
  const [found] = await engineQuery(ctx.db, selectUtilityTemplate(workspaceId, template.name, template.language));
  if (found === undefined)
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'template', message: 'must be an approved template of the category utility' }] },
    });
}

async function readIncident(tx: IncidentTx, ownerId: string, id: string): Promise<IncidentRow> {
  const [row] = await tx.query<IncidentRow>(selectIncident(ownerId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}
