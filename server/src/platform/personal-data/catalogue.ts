import type { Encryption, LegalBasis, Purpose, Whose } from '@kabar/contract';
import { erased } from './declaration.ts';
import type {
  ColumnDeclaration,
  ErasureRule,
  Facts,
  JobFields,
  ObjectDeclaration,
  PersonalData,
  PersonPath,
  ReadingDeclaration,
  TableDeclaration,
  Words,
} from './declaration.ts';
import { logKeyOwners } from './log-data.ts';

/** A column with everything known of it. */
export type CataloguedColumn = Facts & { name: string; encryption: Encryption };

/** A table with everything known of it. Its own facts are those of its rows. */
export type CataloguedTable = Facts & {
  name: string;
  owner: string;
  holds: Words;
  columns: readonly CataloguedColumn[];
  /** True when rows belong to a workspace. */
  isTenant: boolean;
};

/** Objects of one form of name. */
export type CataloguedObject = Omit<ObjectDeclaration, 'basis'> & { owner: string; kind: string; basis: LegalBasis };

/** A kind of job with its fields. */
export type CataloguedJob = { name: string; owner: string; fields: JobFields };

/** An automated reading of content. */
export type CataloguedReading = ReadingDeclaration & { key: string; owner: string };

/** Everything the installation stores about people, put together from what its parts declare. */
export type Catalogue = {
  tables: ReadonlyMap<string, CataloguedTable>;
  jobs: ReadonlyMap<string, CataloguedJob>;
  objects: readonly CataloguedObject[];
  /** Every automated reading of content, by key. */
  readings: ReadonlyMap<string, CataloguedReading>;
  /** Whose data each key of a log line says something about. */
  logKeys: Readonly<Record<string, Whose>>;
};

const bases: Record<Purpose, LegalBasis> = {
  messaging: 'contract',
  customer_record: 'contract',
  consent_proof: 'legal_obligation',
  account: 'contract',
  security: 'legitimate_interest',
  statistics: 'legitimate_interest',
  accountability: 'legal_obligation',
  rights: 'legal_obligation',
  operations: 'contract',
  billing: 'contract',
  enquiries: 'contract',
  product_news: 'consent',
};

/** The ground that a purpose rests on unless a declaration says otherwise. */
export function basisOf(purpose: Purpose): LegalBasis {
  return bases[purpose];
}

/**
 * Puts declarations together and fills in what they leave to defaults. Errors: throws `TypeError` for a table, column, job or kind of object that is
 * declared twice; whether declarations are true is `checkCatalogue`'s question.
 */
export function composeCatalogue(parts: readonly PersonalData[]): Catalogue {
  const tables = new Map<string, CataloguedTable>();
  const jobs = new Map<string, CataloguedJob>();
  const objects: CataloguedObject[] = [];
  const readings = new Map<string, CataloguedReading>();
  for (const part of parts) {
    for (const [name, table] of Object.entries(part.tables)) {
      if (tables.has(name)) throw new TypeError(`table ${name} is declared twice`);
      tables.set(name, catalogued(part.owner, name, table));
    }
    for (const [name, fields] of Object.entries(part.jobs ?? {})) {
      if (jobs.has(name)) throw new TypeError(`job ${name} is declared twice`);
      jobs.set(name, { name, owner: part.owner, fields });
    }
    for (const [key, reading] of Object.entries(part.readings ?? {})) {
      if (readings.has(key)) throw new TypeError(`reading ${key} is declared twice`);
      readings.set(key, { ...reading, key, owner: part.owner });
    }
    for (const [kind, object] of Object.entries(part.objects ?? {})) {
      if (objects.some((other) => other.kind === kind)) throw new TypeError(`objects ${kind} are declared twice`);
      objects.push({ ...object, owner: part.owner, kind, basis: object.basis ?? basisOf(object.purpose) });
    }
  }
  return { tables, jobs, objects, readings, logKeys: logKeyOwners };
}

function catalogued(owner: string, name: string, table: TableDeclaration): CataloguedTable {
  const facts: Facts = {
    whose: table.whose,
    paths: listOf(table.path),
    class: table.class,
    purpose: table.purpose,
    basis: table.basis ?? basisOf(table.purpose),
    retention: table.retention,
    erase: table.erase ?? (table.whose === 'nobody' ? erased.kept('not_personal') : erased.deleted),
  };
  const sealedBy = table.sealedBy ?? (table.whose === 'contact' ? 'contact_key' : 'workspace_key');
  const columns = Object.entries(table.columns).flatMap(([names, column]) =>
    names.split(' ').map((columnName) => columnOf(columnName, column, facts, sealedBy)),
  );
  const twice = columns.find((column, index) => columns.findIndex((other) => other.name === column.name) !== index);
  if (twice !== undefined) throw new TypeError(`column ${name}.${twice.name} is declared twice`);
  return { ...facts, name, owner, holds: table.holds, columns, isTenant: columns.some((column) => column.name === 'workspace_id') };
}

function columnOf(name: string, column: ColumnDeclaration, table: Facts, sealedBy: Encryption): CataloguedColumn {
  const whose: Whose = column.whose ?? table.whose;
  const purpose = column.purpose ?? table.purpose;
  const isOther = whose !== table.whose;
  return {
    name,
    whose,
    paths: column.path === undefined ? (isOther ? [] : table.paths) : listOf(column.path),
    class: column.class ?? table.class,
    purpose,
    basis: column.basis ?? (column.purpose === undefined ? table.basis : basisOf(purpose)),
    retention: column.retention ?? table.retention,
    erase: column.erase ?? (isOther && whose === 'nobody' ? nobodysErasure(table.erase) : table.erase),
    encryption: column.encryption ?? encryptionOf(name, sealedBy),
  };
}

/** What says nothing about a person goes with its row or stays with it. */
function nobodysErasure(ofRow: ErasureRule): ErasureRule {
  return ofRow.does === 'delete' ? ofRow : erased.kept('not_personal');
}

function encryptionOf(name: string, sealedBy: Encryption): Encryption {
  if (name === 'sealed' || name.endsWith('_sealed')) return sealedBy;
  return name.endsWith('_hash') || name === 'hash' ? 'hash' : 'plain';
}

function listOf(path: PersonPath | readonly PersonPath[] | undefined): readonly PersonPath[] {
  if (path === undefined) return [];
  return isList(path) ? path : [path];
}

function isList(path: PersonPath | readonly PersonPath[]): path is readonly PersonPath[] {
  return Array.isArray(path);
}
