import type { Readable } from 'node:stream';
import { ID_PREFIXES, ContactFilter } from '@kabar/contract';
import { z } from 'zod';
import { compileConditions, countSelection, recordContactEvents } from '#modules/contacts';
import { notify } from '#modules/notifications';
import { engineQuery, tenantQuery, withTenant } from '#platform/db/tx';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { collectPerson } from './collect-person.ts';
import type { ExportsContext } from './exports-context.ts';
import {
  claimExport,
  countMessages,
  selectExpired,
  selectNames,
  updateExpired,
  updateFailed,
  updateProgress,
  updateReady,
} from './exports.sql.ts';
import type { ExportRow } from './exports.sql.ts';
import { writeContacts } from './write-contacts.ts';
import { writePerson } from './write-person.ts';
import { writeWorkspace } from './write-workspace.ts';

/** Writes one export. A run that was killed begins anew. */
export const runExportJob = defineJob({
  name: 'exports.run_export',
  schema: z.object({ workspaceId: z.uuid(), exportId: z.uuid() }),
  timeoutMs: 3 * 3_600_000,
  retry: { limit: 5, delayMs: 5_000, maxDelayMs: 120_000 },
  concurrency: 1,
});

/** Every hour: deletes files whose time is over. */
const expireExportsJob = defineJob({
  name: 'exports.expire_files',
  schema: z.object({}),
  timeoutMs: 600_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '17 * * * *',
});

/** How long a finished file is kept. */
const keptMs = 7 * 86_400_000;
const maxBytes = 20 * 1024 * 1024 * 1024;
const progressEvery = 500;

/** The background work of this module. */
export function exportsJobs(ctx: ExportsContext): BoundJob[] {
  return [
    bindJob(runExportJob, ({ workspaceId, exportId }, { jobId, signal }) => runExport(ctx, workspaceId, exportId, jobId, signal)),
    bindJob(expireExportsJob, () => expireExports(ctx)),
  ];
}

async function runExport(ctx: ExportsContext, workspaceId: string, id: string, jobId: string, signal: AbortSignal): Promise<void> {
  const [row] = await tenantQuery<ExportRow>(ctx.db, workspaceId, claimExport(workspaceId, id));
  if (row === undefined) return;
  const progress = createProgress(ctx, row);
  // A name of its own for each try: what a killed one left half done never stands in the way.
  const storageKey = `${workspaceId}/exports/${id}.${ctx.ids.uuid()}`;
  try {
    const source = await sourceOf(ctx, row, progress);
    signal.addEventListener('abort', () => source.destroy(new Error(`the run ${jobId} was stopped`)), { once: true });
    const owner = await ownerOf(ctx, row);
    const stored = await ctx.storage.put({
      name: storageKey,
      owner: owner.primary,
      place: exportPlace(workspaceId, id),
      source,
      maxBytes,
    });
    const finishedAt = ctx.clock.now();
    await withTenant(ctx.db, workspaceId, async (tx) => {
      const file = { storageKey, objectKeySealed: stored.sealedKey, sizeBytes: stored.sizeBytes, sha256: stored.sha256, finishedAt };
      await tx.query(updateProgress(workspaceId, id, progress.done(), Math.max(progress.total(), progress.done())));
      await tx.query(updateReady(workspaceId, id, { ...file, expiresAt: new Date(finishedAt.getTime() + keptMs) }));
      if (row.contactId !== null) {
        const actor = row.actorKind === 'request' ? ({ kind: 'system', id: null } as const) : { kind: row.actorKind, id: row.actorId };
        const data = { export_id: toPublicId(ID_PREFIXES.export, id) };
        await recordContactEvents(ctx.ids, tx, [{ workspaceId, contactId: row.contactId, kind: 'exported', actor, data, at: finishedAt }]);
      }
      await tell(ctx, tx, id);
      await tellOwner(ctx, tx, row);
    });
  } catch (error) {
    await ctx.storage.delete(storageKey);
    if (!(error instanceof AppError)) throw error; // the job runs again
    ctx.log.warn('an export cannot be written', { workspaceId, error });
    await withTenant(ctx.db, workspaceId, async (tx) => {
      await tx.query(updateFailed(workspaceId, id, ctx.clock.now()));
      await tell(ctx, tx, id);
    });
  }
}

/** Tells the member who asked that the file is ready; they may have closed the page long ago. */
async function tellOwner(ctx: ExportsContext, tx: TenantTx, { workspaceId, id, actorKind, actorId }: ExportRow): Promise<void> {
  if (actorKind !== 'member') return;
  await notify(ctx, tx, workspaceId, {
    kind: 'export_finished',
    memberIds: [actorId],
    actor: { kind: 'system' },
    data: { export_id: toPublicId(ID_PREFIXES.export, id) },
    dedupeKey: `export_finished:${id}`,
  });
}

type Progress = { add(count: number): Promise<void>; expect(count: number): void; done(): number; total(): number };

function createProgress(ctx: ExportsContext, { workspaceId, id }: ExportRow): Progress {
  let done = 0;
  let total = 0;
  let told = 0;
  return {
    add: async (count) => {
      done += count;
      if (done - told < progressEvery) return;
      told = done;
      await withTenant(ctx.db, workspaceId, async (tx) => {
        await tx.query(updateProgress(workspaceId, id, done, Math.max(total, done)));
        await tell(ctx, tx, id);
      });
    },
    expect: (count) => {
      total = count;
    },
    done: () => done,
    total: () => total,
  };
}

async function sourceOf(ctx: ExportsContext, row: ExportRow, progress: Progress): Promise<Readable> {
  if (row.kind === 'contact') return personSource(ctx, row, progress);
  if (row.kind === 'contacts') return listSource(ctx, row, progress, (count) => progress.add(count));
  // People are what counts here; the list of them is quick.
  const list = await listSource(ctx, row, progress, () => Promise.resolve());
  return writeWorkspace(ctx, row.workspaceId, list, (count) => progress.add(count));
}

async function personSource(ctx: ExportsContext, row: ExportRow, progress: Progress): Promise<Readable> {
  const { workspaceId } = row;
  const contactId = row.contactId ?? '';
  const [count] = await tenantQuery<{ count: number }>(ctx.db, workspaceId, countMessages(workspaceId, contactId));
  progress.expect(count?.count ?? 0);
  return writePerson(ctx, workspaceId, await collectPerson(ctx, workspaceId, contactId), () => progress.add(1));
}

async function listSource(
  ctx: ExportsContext,
  row: ExportRow,
  progress: Progress,
  onProgress: (count: number) => Promise<void>,
): Promise<Readable> {
  const { workspaceId, selection } = row;
  const filter = selection.filter === undefined ? undefined : ContactFilter.parse(selection.filter);
  const conditions = await compileConditions(ctx, workspaceId, { filter, segmentId: selection.segmentId });
  progress.expect((await countSelection(ctx, workspaceId, conditions)).count);
  const tagNames = async (ids: readonly string[]) =>
    new Map(
      (await tenantQuery<{ id: string; name: string }>(ctx.db, workspaceId, selectNames(workspaceId, ids, null))).map((tag) => [
        tag.id,
        tag.name,
      ]),
    );
  return writeContacts(ctx, workspaceId, conditions, tagNames, onProgress);
}

/** A person's file goes with the person: it is sealed under their key. */
export async function ownerOf(ctx: Pick<ExportsContext, 'keyring'>, row: Pick<ExportRow, 'workspaceId' | 'contactId'>) {
  const { workspaceId, contactId } = row;
  if (contactId === null) return ctx.keyring.workspaceKeys(workspaceId);
  const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new AppError('not_found');
  return ring;
}

/** What the bytes of a file are bound to. */
export function exportPlace(workspaceId: string, id: string): string[] {
  return [workspaceId, 'exports', 'file', id];
}

/** Deletes the files whose time is over. */
export async function expireExports(ctx: ExportsContext): Promise<void> {
  for (;;) {
    const due = await engineQuery<{ workspaceId: string; id: string; storageKey: string }>(ctx.db, selectExpired(ctx.clock.now(), 100));
    for (const { workspaceId, id, storageKey } of due) {
      await ctx.storage.delete(storageKey);
      await withTenant(ctx.db, workspaceId, async (tx) => {
        await tx.query(updateExpired(workspaceId, id));
        await tell(ctx, tx, id);
      });
    }
    if (due.length < 100) return;
  }
}

/** Tells whoever watches that an export moved on. */
export async function tell(
  ctx: Pick<ExportsContext, 'clock'>,
  tx: Parameters<Parameters<typeof withTenant>[2]>[0],
  id: string,
): Promise<void> {
  const data = { export_id: toPublicId(ID_PREFIXES.export, id) };
  await appendEvents(tx, [{ workspaceId: tx.workspaceId, type: 'export.updated', data, occurredAt: ctx.clock.now() }]);
}
