import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ID_PREFIXES } from '@kabar/contract';
import yazl from 'yazl';
import { compileConditions, selectContactIds } from '#modules/contacts';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import { collectPerson } from './collect-person.ts';
import type { ExportsContext } from './exports-context.ts';
import { selectMembers, selectSettings, settingTables } from './exports.sql.ts';
import { writePerson } from './write-person.ts';

const pageSize = 500;

/**
 * Everything of a workspace as a ZIP stream: `settings.json`, `contacts.csv`, and for each person `people/{contact id}.zip` in the form of the export of one
 * person, so that each can be handed on or imported by itself. Written piece by piece; one person is in memory at a time. Secrets and keys are left out.
 * `onProgress` hears of people that are done.
 */
export function writeWorkspace(
  ctx: ExportsContext,
  workspaceId: string,
  contacts: Readable,
  onProgress: (count: number) => Promise<void>,
): Readable {
  const zip = new yazl.ZipFile();
  const add = async (name: string, source: Readable, compress: boolean): Promise<void> => {
    zip.addReadStream(source, name, { compress });
    await once(source, 'end');
  };
  const fill = async (): Promise<void> => {
    zip.addBuffer(Buffer.from(`${JSON.stringify(await readSettings(ctx, workspaceId), null, 2)}\n`), 'settings.json');
    await add('contacts.csv', contacts, true);
    for await (const contactId of everyContact(ctx, workspaceId)) {
      const collected = await collectPerson(ctx, workspaceId, contactId).catch(unlessErased);
      if (collected === null) continue;
      const person = writePerson(ctx, workspaceId, collected, () => Promise.resolve());
      await add(`people/${toPublicId(ID_PREFIXES.contact, contactId)}.zip`, person, false);
      await onProgress(1);
    }
    zip.end();
  };
  const out = zip.outputStream.pipe(new PassThrough());
  fill().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('the export could not be written')));
  return out;
}

async function readSettings(ctx: ExportsContext, workspaceId: string): Promise<Record<string, unknown>> {
  const settings: Record<string, unknown> = {
    format: 'kabar.workspace',
    version: 1,
    exported_at: ctx.clock.now().toISOString(),
    members: await tenantQuery(ctx.db, workspaceId, selectMembers(workspaceId)),
  };
  for (const table of settingTables) {
    const rows = await tenantQuery<{ row: unknown }>(ctx.db, workspaceId, selectSettings(table, workspaceId));
    settings[table] = rows.map(({ row }) => row);
  }
  return settings;
}

async function* everyContact(ctx: ExportsContext, workspaceId: string): AsyncGenerator<string> {
  const conditions = await compileConditions(ctx, workspaceId, { filter: undefined, segmentId: undefined });
  for (let afterId: string | null = null; ;) {
    const ids: string[] = await selectContactIds(ctx, workspaceId, conditions, afterId, pageSize);
    yield* ids;
    const last = ids.at(-1);
    if (last === undefined || ids.length < pageSize) return;
    afterId = last;
  }
}

/** Somebody may be erased while the file is written. */
function unlessErased(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
