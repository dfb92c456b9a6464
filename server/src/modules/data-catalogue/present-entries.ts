import type { DataMapEntry, DataMapQuery, DataPlace, DataRetention } from '@kabar/contract';
import {
  basisOf,
  type Catalogue,
  type CataloguedColumn,
  type CataloguedObject,
  type CataloguedTable,
} from '#platform/personal-data/catalogue';
import type { ErasureRule, PersonPath, Retention, Words } from '#platform/personal-data/declaration';
import { parseRowWalk } from '#platform/personal-data/person-path';

type Erased = Pick<DataMapEntry, 'erasure' | 'keep_reason'>;

/** The catalogue in the form of the API: tables, files, jobs, the log; each by name. */
export function presentEntries(catalogue: Catalogue): DataMapEntry[] {
  return [
    ...[...catalogue.tables.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en')).map(presentTable),
    ...catalogue.objects.map((object) => presentObject(object, catalogue)),
    ...[...catalogue.jobs.keys()].toSorted().flatMap((name) => presentJob(name, catalogue)),
    presentLog(catalogue),
  ];
}

/** Entries that meet every filter of the query. */
export function filterEntries(entries: readonly DataMapEntry[], query: DataMapQuery): DataMapEntry[] {
  const words = (query.q ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  return entries.filter((entry) => {
    if (query.place !== undefined && entry.place !== query.place) return false;
    if (query.owner !== undefined && entry.owner !== query.owner) return false;
    if (query.purpose !== undefined && entry.purpose !== query.purpose) return false;
    if (query.whose !== undefined && ![entry, ...entry.fields].some(({ whose }) => whose === query.whose)) return false;
    if (query.class !== undefined && ![entry, ...entry.fields].some((part) => part.class === query.class)) return false;
    if (words.length === 0) return true;
    const text = [entry.name, entry.owner, entry.holds.en, entry.holds.id, entry.holds.hi, ...entry.fields.map(({ name }) => name)].join(
      '\n',
    );
    return words.every((word) => text.toLowerCase().includes(word));
  });
}

function presentTable(table: CataloguedTable): DataMapEntry {
  return {
    id: entryId('table', table.name),
    place: 'table',
    name: table.name,
    owner: table.owner,
    holds: inLanguages(table.holds),
    whose: table.whose,
    class: table.class,
    encryption: strongestOf(table.columns),
    purpose: table.purpose,
    legal_basis: table.basis,
    retention: presentRetention(table.name, table.retention),
    ...presentErasure(table.erase),
    fields: table.columns.map((column) => ({
      name: column.name,
      whose: column.whose,
      class: column.class,
      encryption: column.encryption,
      ...presentErasure(column.erase),
      reached_by: column.whose === 'nobody' ? [] : column.paths.map(wordsOfPath),
    })),
  };
}

function presentObject(object: CataloguedObject, catalogue: Catalogue): DataMapEntry {
  const table = catalogue.tables.get(object.table);
  return {
    id: entryId('objects', object.kind),
    place: 'objects',
    name: object.form,
    owner: object.owner,
    holds: inLanguages(object.holds),
    whose: object.whose,
    class: object.class,
    encryption: object.encryption,
    purpose: object.purpose,
    legal_basis: object.basis,
    retention: presentRetention(object.table, object.retention),
    erasure: 'delete',
    keep_reason: null,
    fields: [
      {
        name: `${object.table}.${object.column}`,
        whose: object.whose,
        class: object.class,
        encryption: object.encryption,
        erasure: 'delete',
        keep_reason: null,
        reached_by: table?.paths.map(wordsOfPath) ?? [],
      },
    ],
  };
}

/** Waiting work with an id of something of a person's; work without is nobody's and left out. */
function presentJob(name: string, catalogue: Catalogue): DataMapEntry[] {
  const job = catalogue.jobs.get(name);
  const fields = Object.entries(job?.fields ?? {}).flatMap(([field, of]) => {
    const table = of === 'nobody' ? undefined : catalogue.tables.get(of.idOf);
    return table === undefined || table.whose === 'nobody' ? [] : [{ field, table }];
  });
  const [first] = fields;
  if (job === undefined || first === undefined) return [];
  return [
    {
      id: entryId('job', name),
      place: 'job',
      name,
      owner: job.owner,
      holds: {
        en: 'Waiting work: ids only',
        id: 'Pekerjaan yang menunggu: hanya id',
        hi: 'बाक़ी काम: केवल आईडी',
      },
      whose: first.table.whose,
      class: 'queue',
      encryption: 'plain',
      purpose: 'operations',
      legal_basis: basisOf('operations'),
      retention: { by: 'fixed', period: 'P30D', counted_from: 'completed_on' },
      erasure: 'keep',
      keep_reason: 'short_lived',
      fields: fields.map(({ field, table }) => ({
        name: field,
        whose: table.whose,
        class: 'queue' as const,
        encryption: 'plain' as const,
        erasure: 'keep' as const,
        keep_reason: 'short_lived' as const,
        reached_by: [`${table.name}.id`, ...table.paths.map(wordsOfPath)],
      })),
    },
  ];
}

function presentLog(catalogue: Catalogue): DataMapEntry {
  return {
    id: entryId('log', 'lines'),
    place: 'log',
    name: 'log',
    owner: 'platform',
    holds: {
      en: 'Lines about what the program does: ids and numbers, never names, text or phone numbers',
      id: 'Baris tentang kerja program: id dan angka, tanpa nama, teks, atau nomor telepon',
      hi: 'प्रोग्राम के काम की पंक्तियाँ: आईडी और अंक, कभी नाम, पाठ या फ़ोन नंबर नहीं',
    },
    whose: 'account',
    class: 'system_log',
    encryption: 'plain',
    purpose: 'operations',
    legal_basis: basisOf('operations'),
    retention: { by: 'policy', class: 'system_log', counted_from: 'time' },
    erasure: 'keep',
    keep_reason: 'points_to_nobody',
    fields: Object.entries(catalogue.logKeys)
      .filter(([, whose]) => whose !== 'nobody')
      .map(([name, whose]) => ({
        name,
        whose,
        class: 'system_log' as const,
        encryption: 'plain' as const,
        erasure: 'keep' as const,
        keep_reason: 'points_to_nobody' as const,
        reached_by: ['id'],
      })),
  };
}

function presentRetention(table: string, retention: Retention): DataRetention {
  switch (retention.by) {
    case 'class':
      return { by: 'policy', class: retention.class, counted_from: retention.anchors.join(', ') };
    case 'fixed':
      return { by: 'fixed', period: retention.period, counted_from: retention.anchors.join(', ') };
    case 'row':
      return { by: 'row', of: parseRowWalk(table, retention.walk).at(-1)?.table ?? table };
    case 'workspace':
    case 'account':
    case 'installation':
      return { by: retention.by };
  }
}

function presentErasure(rule: ErasureRule): Erased {
  return { erasure: rule.does, keep_reason: rule.does === 'keep' ? rule.because : null };
}

const strength = ['plain', 'hash', 'secret', 'installation_key', 'workspace_key', 'payload_key', 'contact_key'] as const;

/** What protects the most sensitive column of a table, which is the one that is sealed. */
function strongestOf(columns: readonly CataloguedColumn[]): CataloguedColumn['encryption'] {
  return columns.reduce<CataloguedColumn['encryption']>(
    (best, { encryption }) => (strength.indexOf(encryption) > strength.indexOf(best) ? encryption : best),
    'plain',
  );
}

function wordsOfPath(path: PersonPath): string {
  if (typeof path === 'string') return path;
  return 'derive' in path ? path.derive : path.open;
}

function inLanguages([en, id, hi]: Words): DataMapEntry['holds'] {
  return { en, id, hi };
}

function entryId(place: DataPlace, name: string): string {
  return `${place}:${name}`;
}
