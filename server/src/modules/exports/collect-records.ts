import { ID_PREFIXES } from '@kabar/contract';
import { readAuditOf } from '#modules/audit';
import type { KeyRing } from '#platform/crypto/data-key';
import { engineQuery, tenantQuery, type Statement } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { parseWalk, type WalkStep } from '#platform/personal-data/person-path';
import { leadsThroughMessages, personRows, personValues, type PersonIds } from '#platform/personal-data/person-rows';
import type { ExportsContext } from './exports-context.ts';
import { neededColumns, openRow, shownColumns, tablesOfContacts } from './open-row.ts';

const pageSize = 1_000;

/** A row of one table, as the data catalogue names it. */
export type ExportedRecord = { table: string; row: Record<string, unknown> };

/**
 * Every row of every table that leads to the person, with sealed values opened, a page in memory at a time; what stored webhooks say of them comes at
 * the end. Made from the modules' declarations, so a new table is in it without another line.
 */
export async function* readRecords(ctx: ExportsContext, person: PersonIds, ring: KeyRing): AsyncGenerator<ExportedRecord> {
  const rings = { contact: ring, workspace: await ctx.keyring.workspaceKeys(person.workspaceId) };
  for (const { table, walks } of tablesOfContacts(ctx.catalogue)) {
    const shown = shownColumns(table);
    if (shown === null) continue;
    const steps = walks.map((walk) => parseWalk(table.name, walk));
    const columns = neededColumns(table, shown);
    for await (const messageIds of steps.some(leadsThroughMessages) ? pieces(ctx, person) : [[]]) {
      let after: string | null = null;
      for (;;) {
        const rows: (Record<string, unknown> & { place: string })[] = await engineQuery(
          ctx.db,
          selectPage(table.name, columns, steps, person, messageIds, after),
        );
        for (const row of rows) yield { table: table.name, row: openRow(person.workspaceId, table, shown, row, rings) };
        if (rows.length < pageSize) break;
        after = rows.at(-1)?.place ?? null;
      }
    }
  }
  yield* ctx.readOpened(person);
}

/** Who read, changed, exported or sent something of the person, oldest first, as the audit log says. */
export async function readTrail(ctx: ExportsContext, person: PersonIds): Promise<Record<string, unknown>[]> {
  const exported = await tenantQuery<{ id: string }>(ctx.db, person.workspaceId, selectExportIds(person.workspaceId, person.contactIds));
  const targets = [
    ...person.publicIds,
    ...person.conversationIds.map((id) => toPublicId(ID_PREFIXES.conversation, id)),
    ...exported.map((row) => toPublicId(ID_PREFIXES.export, row.id)),
  ];
  return readAuditOf(ctx.audit, ctx.db, person.workspaceId, targets);
}

async function* pieces(ctx: Pick<ExportsContext, 'db'>, person: PersonIds): AsyncGenerator<string[]> {
  let afterId: string | null = null;
  while (person.conversationIds.length > 0) {
    const rows: { id: string }[] = await engineQuery<{ id: string }>(ctx.db, selectMessageIds(person, afterId));
    if (rows.length > 0) yield rows.map((row) => row.id);
    if (rows.length < pageSize) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

/** By place in the table, so that it works for every table; nothing of an export is written meanwhile that it would miss but news. */
function selectPage(
  table: string,
  columns: readonly string[],
  walks: readonly (readonly WalkStep[])[],
  person: PersonIds,
  messageIds: readonly string[],
  after: string | null,
): Statement {
  const condition = walks.map((steps) => `(${personRows(steps, 'r')})`).join(' or ');
  return {
    text: `select r.ctid::text as place, ${columns.map((column) => `r.${column}`).join(', ')} from ${table} r
            where (${condition}) and r.ctid > coalesce($6::tid, '(0,0)'::tid) order by r.ctid limit ${pageSize}`,
    values: [...personValues(person, messageIds), after],
  };
}

function selectMessageIds(person: PersonIds, afterId: string | null): Statement {
  return {
    text: `select id from messages
            where workspace_id = $1 and conversation_id = any ($2::uuid[]) and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
            order by id limit ${pageSize}`,
    values: [person.workspaceId, person.conversationIds, afterId],
  };
}

function selectExportIds(workspaceId: string, contactIds: readonly string[]): Statement {
  return { text: `select id from exports where workspace_id = $1 and contact_id = any ($2::uuid[])`, values: [workspaceId, contactIds] };
}
