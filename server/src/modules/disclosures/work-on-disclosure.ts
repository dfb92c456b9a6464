import { createHash } from 'node:crypto';
import { ID_PREFIXES } from '@kabar/contract';
import type {
  CreateDisclosureRequest,
  DecideDisclosureRequest,
  Disclosure,
  HandOverDisclosureRequest,
  ListDisclosuresQuery,
  Page,
  PublicId,
} from '@kabar/contract';
import { z } from 'zod';
import { appendAudit } from '#modules/audit';
import { auditActorOf, requireContact } from '#modules/contacts';
import { orderExport } from '#modules/exports';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { DisclosuresContext } from './disclosures-context.ts';
import {
  insertDisclosure,
  insertFiles,
  keepHashes,
  lockDisclosure,
  selectDisclosure,
  selectDisclosures,
  selectFiles,
  updateDisclosure,
  updateFileExport,
  type DisclosureRow,
  type FileRow,
} from './disclosures.sql.ts';

const detailsForm = z.object({ request: z.string(), decision: z.string().nullable(), handover: z.string().nullable() });
type Details = z.infer<typeof detailsForm>;

/** A page of disclosures, newest first. Errors: `cursor_invalid`. */
export async function listDisclosures(
  ctx: DisclosuresContext,
  actor: WorkspaceActor,
  query: ListDisclosuresQuery,
): Promise<Page<Disclosure>> {
  const [position] = decodeCursor(query.cursor, 1) ?? [];
  if (position !== undefined && !z.uuid().safeParse(position).success) throw new AppError('cursor_invalid');
  return withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const before = position === undefined ? null : String(position);
    const rows = await tx.query<DisclosureRow>(selectDisclosures(actor.workspaceId, before, query.limit + 1));
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      data: await present(ctx, tx, actor, page),
      next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null,
    };
  });
}

/** One disclosure. Errors: `not_found`. */
export function getDisclosure(ctx: DisclosuresContext, actor: WorkspaceActor, publicId: string): Promise<Disclosure> {
  return withTenant(ctx.db, actor.workspaceId, (tx) => presentOne(ctx, tx, actor, uuidOf(publicId)));
}

/** Records what an authority asks for; nothing is exported yet. Errors: `not_found` for a contact that is not of the workspace. */
export async function createDisclosure(ctx: DisclosuresContext, actor: WorkspaceActor, body: CreateDisclosureRequest): Promise<Disclosure> {
  const contactIds: (string | null)[] = body.scope === 'workspace' ? [null] : [];
  for (const contactId of new Set(body.contact_ids)) contactIds.push(await requireContact(ctx.exports, actor, contactId));
  const { workspaceId } = actor;
  const id = ctx.ids.uuid();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(
      insertDisclosure(workspaceId, {
        id,
        authority: body.authority,
        country: body.country,
        reference: body.reference,
        legalBasis: body.legal_basis,
        receivedOn: body.received_on,
        dueOn: body.due_on,
        scope: body.scope,
        status: 'recorded',
        detailsSealed: await seal(ctx, workspaceId, id, { request: body.request, decision: null, handover: null }),
        personsTold: null,
        recordedBy: userOf(actor),
        recordedByName: null,
        recordedAt: ctx.clock.now(),
        decidedBy: null,
        decidedByName: null,
        decidedAt: null,
        handedOverAt: null,
      }),
    );
    await tx.query(insertFiles(workspaceId, id, contactIds));
    return finish(ctx, tx, actor, id, 'recorded');
  });
}

/** Approves or refuses, by another person than the one who recorded it. Errors: `not_found`, `disclosure_not_open`, `second_person_required`. */
export function decideDisclosure(
  ctx: DisclosuresContext,
  actor: WorkspaceActor,
  publicId: string,
  { decision, reason }: DecideDisclosureRequest,
): Promise<Disclosure> {
  return work(ctx, actor, publicId, ['recorded'], async (tx, row) => {
    if (row.recordedBy === userOf(actor)) throw new AppError('second_person_required');
    const detailsSealed = await reseal(ctx, actor.workspaceId, row, { decision: reason });
    const decided = { status: decision, detailsSealed, decidedBy: userOf(actor), decidedAt: ctx.clock.now() };
    await tx.query(updateDisclosure(actor.workspaceId, { ...row, ...decided }));
    return decision;
  });
}

/** Takes a request back before it was handed over, e.g. because the authority did. Errors: `not_found`, `disclosure_not_open`. */
export function withdrawDisclosure(ctx: DisclosuresContext, actor: WorkspaceActor, publicId: string): Promise<Disclosure> {
  return work(ctx, actor, publicId, ['recorded', 'approved'], async (tx, row) => {
    await tx.query(updateDisclosure(actor.workspaceId, { ...row, status: 'withdrawn' }));
    return 'withdrawn';
  });
}

/** Writes the files of an approved disclosure, bound to it; files that are there or on their way are kept. Errors: `not_found`, `disclosure_not_open`. */
export function exportDisclosure(ctx: DisclosuresContext, actor: WorkspaceActor, publicId: string): Promise<Disclosure> {
  return work(ctx, actor, publicId, ['approved'], async (tx, row) => {
    for (const file of await tx.query<FileRow>(selectFiles(actor.workspaceId, [row.id]))) {
      if (file.exportStatus !== null && file.exportStatus !== 'failed' && file.exportStatus !== 'expired') continue;
      const kind = file.contactId === null ? 'workspace' : 'contact';
      const exportId = await orderExport(ctx.exports, tx, actor, { kind, contactId: file.contactId, selection: {}, disclosureId: row.id });
      await tx.query(updateFileExport(actor.workspaceId, row.id, file.position, exportId));
    }
    return 'exported';
  });
}

/** Records that the authority has the data, and keeps the hash of each file. Errors: `not_found`, `disclosure_not_open` also while a file is not ready. */
export function handOver(
  ctx: DisclosuresContext,
  actor: WorkspaceActor,
  publicId: string,
  body: HandOverDisclosureRequest,
): Promise<Disclosure> {
  return work(ctx, actor, publicId, ['approved'], async (tx, row) => {
    const files = await tx.query<FileRow>(selectFiles(actor.workspaceId, [row.id]));
    if (!files.every((file) => file.exportSha256 !== null)) throw new AppError('disclosure_not_open');
    await tx.query(keepHashes(actor.workspaceId, row.id));
    const detailsSealed = await reseal(ctx, actor.workspaceId, row, { handover: body.handover });
    const over = { status: 'handed_over', detailsSealed, personsTold: body.persons_told, handedOverAt: ctx.clock.now() } as const;
    await tx.query(updateDisclosure(actor.workspaceId, { ...row, ...over }));
    return 'handed_over';
  });
}

async function work(
  ctx: DisclosuresContext,
  actor: WorkspaceActor,
  publicId: string,
  states: readonly DisclosureRow['status'][],
  change: (tx: TenantTx, row: DisclosureRow) => Promise<string>,
): Promise<Disclosure> {
  const id = uuidOf(publicId);
  return withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const [row] = await tx.query<DisclosureRow>(lockDisclosure(actor.workspaceId, id));
    if (row === undefined) throw new AppError('not_found');
    if (!states.includes(row.status)) throw new AppError('disclosure_not_open');
    return finish(ctx, tx, actor, id, await change(tx, row));
  });
}

async function finish(ctx: DisclosuresContext, tx: TenantTx, actor: WorkspaceActor, id: string, what: string): Promise<Disclosure> {
  const result = await presentOne(ctx, tx, actor, id);
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: `disclosure.${what}`,
    target: { kind: 'disclosure', id: result.id },
    after: { status: result.status, ...(result.data_set_sha256 === null ? {} : { data_set_sha256: result.data_set_sha256 }) },
  });
  return result;
}

async function presentOne(ctx: DisclosuresContext, tx: TenantTx, actor: WorkspaceActor, id: string): Promise<Disclosure> {
  const rows = await tx.query<DisclosureRow>(selectDisclosure(actor.workspaceId, id));
  const [one] = await present(ctx, tx, actor, rows);
  if (one === undefined) throw new AppError('not_found');
  return one;
}

async function present(
  ctx: DisclosuresContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  rows: readonly DisclosureRow[],
): Promise<Disclosure[]> {
  const files = Map.groupBy(
    await tx.query<FileRow>(
      selectFiles(
        actor.workspaceId,
        rows.map(({ id }) => id),
      ),
    ),
    ({ disclosureId }) => disclosureId,
  );
  const list: Disclosure[] = [];
  for (const row of rows) {
    const details = detailsForm.parse(JSON.parse(await ctx.keyring.openSecret(placeOf(actor.workspaceId, row.id), row.detailsSealed)));
    list.push({
      id: toPublicId(ID_PREFIXES.disclosure, row.id) as PublicId<'disclosure'>, // these are made with the prefixes they are branded with
      authority: row.authority,
      country: row.country,
      reference: row.reference,
      request: details.request,
      legal_basis: row.legalBasis,
      received_on: row.receivedOn,
      due_on: row.dueOn,
      scope: row.scope,
      status: row.status,
      recorded_by: row.recordedByName,
      recorded_at: row.recordedAt.toISOString(),
      decided_by: row.decidedByName,
      decided_at: row.decidedAt?.toISOString() ?? null,
      decision: details.decision,
      ...presentFiles(files.get(row.id) ?? []),
      handed_over_at: row.handedOverAt?.toISOString() ?? null,
      handover: details.handover,
      persons_told: row.personsTold,
      may_decide: row.status === 'recorded' && actor.kind === 'user' && actor.userId !== row.recordedBy,
    });
  }
  return list;
}

function presentFiles(files: readonly FileRow[]): Pick<Disclosure, 'files' | 'data_set_sha256'> {
  const hashes = files.map((file) => file.sha256 ?? file.exportSha256);
  const whole = createHash('sha256');
  for (const hash of hashes) if (hash !== null) whole.update(hash);
  return {
    files: files.map((file, index) => ({
      contact_id: file.contactId === null ? null : (toPublicId(ID_PREFIXES.contact, file.contactId) as PublicId<'contact'>),
      export_id: file.exportId === null ? null : (toPublicId(ID_PREFIXES.export, file.exportId) as PublicId<'export'>),
      export_status: file.exportStatus,
      sha256: hashes[index]?.toString('hex') ?? null,
      size_bytes: file.sizeBytes ?? file.exportSizeBytes,
    })),
    data_set_sha256: hashes.length > 0 && hashes.every((hash) => hash !== null) ? whole.digest('hex') : null,
  };
}

function seal(ctx: DisclosuresContext, workspaceId: string, id: string, details: Details): Promise<Buffer> {
  return ctx.keyring.sealSecret(placeOf(workspaceId, id), JSON.stringify(details));
}

async function reseal(ctx: DisclosuresContext, workspaceId: string, row: DisclosureRow, change: Partial<Details>): Promise<Buffer> {
  const details = detailsForm.parse(JSON.parse(await ctx.keyring.openSecret(placeOf(workspaceId, row.id), row.detailsSealed)));
  return seal(ctx, workspaceId, row.id, { ...details, ...change });
}

function placeOf(workspaceId: string, id: string) {
  return { workspaceId, table: 'disclosures', column: 'details', rowId: id };
}

function uuidOf(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.disclosure, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

/** Only people record and decide; the permission cannot be given to a key. */
function userOf(actor: WorkspaceActor): string {
  if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission: 'privacy:write' } });
  return actor.userId;
}
