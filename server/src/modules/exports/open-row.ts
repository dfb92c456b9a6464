import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import type { Catalogue, CataloguedColumn, CataloguedTable } from '#platform/personal-data/catalogue';

type Row = Readonly<Record<string, unknown>>;

/** What sealed columns of a table are bound to beside workspace, table and column; the row's id where nothing is said. */
const boundTo: Readonly<Record<string, (row: Row) => string>> = {
  contact_attributes: (row) => `${String(row['contact_id'])} ${String(row['attribute_id'])}`,
  message_reactions: (row) => `${String(row['message_id'])}/${String(row['reacted_by'])}`,
  pending_changes: (row) => hex(row['target_hash']),
  import_rows: (row) => String(row['contact_id']),
};
/** Columns that are bound under another name than their own. */
const boundNames: Readonly<Record<string, string>> = {
  'media.filename_sealed': 'filename',
  'media.provider_ref_sealed': 'provider_ref',
};

/** Tables about a person of which an export shows no rows, each with the reason. */
export const unshownTables: Readonly<Record<string, string>> = {
  contact_keys: 'Keys; what they open is in the export.',
  events: 'Ids of the last days, without any value.',
  search_documents: 'Keyed hashes of words that are in the export themselves.',
  message_words: 'Keyed hashes of words that are in the export themselves.',
  contact_words: 'Keyed hashes of names and numbers that are in the export themselves.',
  search_words: 'Counts over everybody, by keyed hash.',
  search_prefixes: 'Keyed hashes over everybody.',
  sealed_records: 'Kept because a law wants it, under a key of its own; two members together may open it.',
  imports: 'Lists of many people; the person’s own rows are in import_rows.',
};

/** Sealed columns that an export does not open, each with the reason. */
export const unopenedColumns: Readonly<Record<string, string>> = {
  'exports.object_key_sealed': 'Key of an earlier export of the same data.',
  'media.object_key_sealed': 'Key of a file that is in the export itself.',
  'media.thumb_object_key_sealed': 'Key of a smaller copy of a file that is in the export itself.',
  'erasures.found_sealed': 'The identifiers, which are in the export themselves.',
};

/** What a sealed value is bound to beside workspace and table. */
export function rowKeyOf(table: string, column: string, row: Row): { name: string; bound: string } {
  return { name: boundNames[`${table}.${column}`] ?? column, bound: boundTo[table]?.(row) ?? String(row['id']) };
}

/** What of a table goes into an export: its columns but hashes and keys. Null for a table that does not. */
export function shownColumns(table: CataloguedTable): CataloguedColumn[] | null {
  if (unshownTables[table.name] !== undefined) return null;
  const isOfContacts = table.whose === 'contact';
  return table.columns.filter(
    (column) =>
      column.name !== 'workspace_id' &&
      column.encryption !== 'hash' &&
      column.encryption !== 'secret' &&
      unopenedColumns[`${table.name}.${column.name}`] === undefined &&
      (isOfContacts || column.whose === 'contact'),
  );
}

/** Tables that hold something of contacts to which a walk leads. */
export function tablesOfContacts(catalogue: Catalogue): { table: CataloguedTable; walks: string[] }[] {
  return [...catalogue.tables.values()].flatMap((table) => {
    const parts = table.whose === 'contact' ? [table] : table.columns.filter((column) => column.whose === 'contact');
    const walks = [...new Set(parts.flatMap((part) => part.paths).filter((path) => typeof path === 'string'))];
    return walks.length === 0 ? [] : [{ table, walks }];
  });
}

/** Columns that have to be read beside those that are shown, to open them. */
export function neededColumns(table: CataloguedTable, shown: readonly CataloguedColumn[]): string[] {
  const own = new Set(table.columns.map((column) => column.name));
  const keys = ['id', 'contact_id', 'attribute_id', 'message_id', 'reacted_by', 'target_hash'].filter((name) => own.has(name));
  return [...new Set([...shown.map((column) => column.name), ...keys])];
}

/**
 * A row with its sealed columns opened, under their names without `_sealed`; what was sealed as JSON becomes JSON. A value whose key was destroyed
 * reads `[erased]`. `rings`: the contact's and the workspace's.
 */
export function openRow(
  workspaceId: string,
  table: CataloguedTable,
  shown: readonly CataloguedColumn[],
  row: Row,
  rings: { contact: KeyRing; workspace: KeyRing },
): Record<string, unknown> {
  const entries = shown.map(({ name, encryption }): [string, unknown] => {
    const value = row[name];
    if (encryption === 'plain' || value === null || value === undefined) return [name.replace(/_sealed$/, ''), plain(value)];
    const place = rowKeyOf(table.name, name, row);
    const aad = [workspaceId, table.name, place.name, place.bound];
    return [name.replace(/_sealed$/, ''), opened(encryption === 'workspace_key' ? rings.workspace : rings.contact, aad, value as Buffer)]; // sealed columns are bytea
  });
  return Object.fromEntries(entries);
}

function opened(ring: KeyRing, aad: readonly string[], sealed: Buffer): unknown {
  try {
    const text = openText(ring, aad, sealed);
    return /^[{["]/.test(text) ? parsed(text) : text;
  } catch (error) {
    if (error instanceof SealError && (error.code === 'unknown_key' || error.code === 'key_destroyed')) return '[erased]';
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return Buffer.isBuffer(value) ? hex(value) : (value ?? null);
}

function hex(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}
