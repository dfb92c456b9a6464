import type { RetentionClass } from '@kabar/contract';
import { neededColumns, openRow, shownColumns } from '#modules/exports';
import type { Keyring } from '#modules/keyring';
import { dataKey, type DataKey, type KeyRing } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import type { EngineTx } from '#platform/db/tx';
import type { Catalogue } from '#platform/personal-data/catalogue';
import type { DueRow } from './due.sql.ts';
import type { RetentionContext } from './retention-context.ts';
import { insertSealed, type NewSealedRecord, type SealedRow } from './sealed.sql.ts';

type Row = Readonly<Record<string, unknown>>;
type Rings = { contact: KeyRing; workspace: KeyRing };

/** Rows that go with a row, and are written into its record: name in the record, table, and how they are found. */
const partsOf: Readonly<Record<string, readonly { name: string; table: string; where: string; owner: string }[]>> = {
  messages: [
    { name: 'attempts', table: 'message_attempts', where: 't.message_id = any ($2::uuid[])', owner: 't.message_id' },
    { name: 'reactions', table: 'message_reactions', where: 't.message_id = any ($2::uuid[])', owner: 't.message_id' },
    { name: 'files', table: 'media', where: 't.message_id = any ($2::uuid[])', owner: 't.message_id' },
  ],
};

/** The key of a workspace's sealed tier: made for it alone, so that neither a contact's erasure nor a contact's key has to do with it. */
export async function sealedTierKey(keyring: Keyring, workspaceId: string): Promise<DataKey> {
  return dataKey(1, (await keyring.indexKey(workspaceId, 'sealed_tier')).export());
}

/**
 * Writes rows into the sealed tier, in the transaction that removes them: what they said, opened and sealed anew. Of a file its name, size and
 * fingerprint stay, its bytes go. A value that cannot be opened any more is left out and the record says so.
 */
export async function sealRows(
  ctx: Pick<RetentionContext, 'keyring' | 'ids' | 'catalogue'>,
  tx: EngineTx,
  batch: { workspaceId: string; class: RetentionClass; table: string; rows: readonly DueRow[]; key: DataKey; at: Date },
): Promise<void> {
  const { workspaceId, table, rows, key } = batch;
  const ids = rows.map((row) => row.id);
  const workspace = await ctx.keyring.workspaceKeys(workspaceId);
  const contactIds = [...new Set(rows.flatMap(({ contactId }) => (contactId === null ? [] : [contactId])))];
  const rings = await ctx.keyring.contactKeys(contactIds.map((contactId) => ({ workspaceId, contactId })));
  // Without a living key nothing of the contact opens, and its values read as erased.
  const ringsOf = ({ contactId }: DueRow): Rings => ({
    contact: (contactId === null ? undefined : rings.get(contactId)) ?? workspace,
    workspace,
  });
  const stored = await readRows(ctx.catalogue, tx, workspaceId, table, 't.id = any ($2::uuid[])', 't.id', ids);
  const parts = await Promise.all(
    (partsOf[table] ?? []).map(async (part) => ({
      ...part,
      rows: await readRows(ctx.catalogue, tx, workspaceId, part.table, part.where, part.owner, ids),
    })),
  );
  const records = rows.map((row): NewSealedRecord => {
    const opened = (name: string, of: readonly Row[]): Row[] =>
      of.map((one) => readable(ctx.catalogue, workspaceId, name, one, ringsOf(row)));
    const [value] = opened(table, stored.get(row.id) ?? []);
    const record = {
      table,
      contact_id: row.contactId,
      conversation_id: row.conversationId,
      ...value,
      ...Object.fromEntries(parts.map((part) => [part.name, opened(part.table, part.rows.get(row.id) ?? [])])),
    };
    const id = ctx.ids.uuid();
    return {
      id,
      class: batch.class,
      sourceTable: table,
      sourceId: row.id,
      contactId: row.contactId,
      conversationId: row.conversationId,
      country: row.country,
      anchorAt: row.anchorAt,
      recordSealed: seal(key, placeOf(workspaceId, id), JSON.stringify(record)),
    };
  });
  await tx.query(insertSealed(workspaceId, batch.at, records));
}

/** Opens a record for a file that two members asked for. Errors: `SealError` for bytes that were changed or moved. */
export function openSealed(key: DataKey, workspaceId: string, row: SealedRow): unknown {
  return JSON.parse(open(key, placeOf(workspaceId, row.id), row.recordSealed).toString()) as unknown;
}

function placeOf(workspaceId: string, id: string): string[] {
  return [workspaceId, 'sealed_records', 'record_sealed', id];
}

/** Rows by the id they belong to, with what a person's export shows of them and what is needed to open it. */
async function readRows(
  catalogue: Catalogue,
  tx: EngineTx,
  workspaceId: string,
  table: string,
  where: string,
  owner: string,
  ids: readonly string[],
): Promise<Map<string, Row[]>> {
  const columns = neededColumns(declared(catalogue, table).table, declared(catalogue, table).shown);
  const rows = await tx.query<Row & { owner_of_part: string }>({
    text: `select ${owner} as owner_of_part, ${columns.map((name) => `t.${name}`).join(', ')} from ${table} t where t.workspace_id = $1 and ${where}`,
    values: [workspaceId, ids],
  });
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.owner_of_part, [...(found.get(row.owner_of_part) ?? []), row]);
  return found;
}

function readable(catalogue: Catalogue, workspaceId: string, name: string, row: Row, rings: Rings): Row {
  const { table, shown } = declared(catalogue, name);
  try {
    return openRow(workspaceId, table, shown, row, rings);
  } catch (error) {
    // One broken value must not keep everything else visible for longer than was promised.
    if (!(error instanceof SealError)) throw error;
    const plain = shown.filter((column) => column.encryption === 'plain');
    return { ...openRow(workspaceId, table, plain, row, rings), unreadable: true };
  }
}

function declared(catalogue: Catalogue, name: string) {
  const table = catalogue.tables.get(name);
  const shown = table === undefined ? null : shownColumns(table);
  if (table === undefined || shown === null) throw new Error(`${name} is sealed but not declared as something of people`);
  return { table, shown };
}
