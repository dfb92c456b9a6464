import type { Catalogue, CataloguedColumn, CataloguedTable } from '../../server/src/platform/personal-data/catalogue.ts';
import type { PersonPath, Retention } from '../../server/src/platform/personal-data/declaration.ts';
import { parseRowWalk, parseWalk, type WalkStep } from '../../server/src/platform/personal-data/person-path.ts';
import { lineAt, type Finding, type SourceFile } from './guard.ts';
import type { PicturedTable } from './schema-picture.ts';

type Schema = ReadonlyMap<string, PicturedTable>;

const homes = { contact: 'contacts', account: 'users' } as const;
const sealedForm = /(?:^|_)sealed$/;
const periodForm = /^P(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?$/;

/**
 * Compares the catalogue with the database, column by column, and walks from every personal column to a person. Each finding is a sentence that says
 * what to do. `schema` comes from `readSchemaPicture`.
 */
export function checkCatalogue(catalogue: Catalogue, schema: Schema): Finding[] {
  const findings: Finding[] = [];
  for (const table of schema.values()) {
    const declared = catalogue.tables.get(table.name);
    if (declared === undefined) {
      findings.push({
        file: 'server/migrations/schema.sql',
        message: `table ${table.name} is not declared: say in its module's personal-data.ts whose data it holds, why, how long, and what erasure does to it`,
      });
      continue;
    }
    const known = new Set(declared.columns.map((column) => column.name));
    for (const column of table.columns.keys()) {
      if (!known.has(column)) {
        findings.push({
          file: fileOf(declared.owner),
          message: `column ${table.name}.${column} is not declared: add it to a group of \`columns\`, with what differs from its table`,
        });
      }
    }
    findings.push(...checkTable(declared, table, catalogue, schema));
  }
  for (const table of catalogue.tables.values()) {
    if (!schema.has(table.name))
      findings.push({ file: fileOf(table.owner), message: `table ${table.name} is declared but not in the database: remove it` });
  }
  for (const object of catalogue.objects) {
    if (schema.get(object.table)?.columns.has(object.column) !== true) {
      findings.push({
        file: fileOf(object.owner),
        message: `objects ${object.kind} name ${object.table}.${object.column}, which is not in the database`,
      });
    }
  }
  for (const job of catalogue.jobs.values()) {
    for (const [field, of] of Object.entries(job.fields)) {
      if (of !== 'nobody' && !schema.has(of.idOf)) {
        findings.push({
          file: fileOf(job.owner),
          message: `field ${field} of job ${job.name} is an id of ${of.idOf}, which is not in the database`,
        });
      }
    }
  }
  return findings;
}

function checkTable(declared: CataloguedTable, table: PicturedTable, catalogue: Catalogue, schema: Schema): Finding[] {
  const file = fileOf(declared.owner);
  const findings: Finding[] = [];
  const say = (message: string): number => findings.push({ file, message });
  if (declared.whose !== 'nobody' && declared.paths.length === 0) say(`rows of ${table.name} are a person's but have no path to one`);
  for (const column of declared.columns) {
    const place = `${table.name}.${column.name}`;
    const pictured = table.columns.get(column.name);
    if (pictured === undefined) {
      say(`column ${place} is declared but not in the database: remove it`);
      continue;
    }
    if (column.whose !== 'nobody' && column.paths.length === 0)
      say(`column ${place} is a person's but has no path to one: give it a path, or ofNobody`);
    for (const path of column.paths) {
      const problem = problemOfPath(table.name, path, column.whose, schema);
      if (problem !== null) say(`column ${place} cannot be reached: ${problem}`);
    }
    const retentionProblem = problemOfRetention(table, column.retention, catalogue, schema);
    if (retentionProblem !== null) say(`retention of ${place}: ${retentionProblem}`);
    if (sealedForm.test(column.name) && ['plain', 'hash'].includes(column.encryption))
      say(`column ${place} is called sealed but declared ${column.encryption}`);
    if (pictured.type === 'bytea' && column.encryption === 'plain' && column.whose !== 'nobody' && !['sha256'].includes(column.name)) {
      say(`column ${place} holds bytes: say whether it is sealed or a hash`);
    }
    findings.push(...checkErasure(file, place, column, declared, pictured.isNullable));
  }
  return findings;
}

function checkErasure(file: string, place: string, column: CataloguedColumn, table: CataloguedTable, isNullable: boolean): Finding[] {
  const { erase } = column;
  if (erase.does === 'detach' && !isNullable)
    return [{ file, message: `column ${place} cannot be emptied, it is not null: replace or delete it` }];
  if (erase.does === 'destroy' && table.class !== 'key')
    return [{ file, message: `column ${place} holds no key, so none can be destroyed` }];
  if (erase.does === 'keep' && erase.because === 'not_personal' && column.whose !== 'nobody') {
    return [{ file, message: `column ${place} is a person's: "not personal" is no reason to keep it` }];
  }
  return [];
}

/** Why a path does not lead to a person; null when it does. `derive` and `open` must say how. */
function problemOfPath(table: string, path: PersonPath, whose: CataloguedColumn['whose'], schema: Schema): string | null {
  if (typeof path !== 'string') {
    const how = 'derive' in path ? path.derive : path.open;
    return how.length >= 20 ? null : 'say in a sentence how the person is found';
  }
  if (whose !== 'contact' && whose !== 'account') return `a walk ends at a contact or an account, not at a ${whose}`;
  try {
    const steps = parseWalk(table, path);
    return problemOfSteps(steps, schema) ?? problemOfEnd(steps.at(-1), homes[whose], schema);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function problemOfSteps(steps: readonly WalkStep[], schema: Schema): string | null {
  for (const [index, step] of steps.entries()) {
    const table = schema.get(step.table);
    if (table === undefined) return `there is no table ${step.table}`;
    const missing = [...step.enter, ...step.leave, ...(step.only === null ? [] : [step.only.column])].find(
      (column) => !table.columns.has(column),
    );
    if (missing !== undefined) return `there is no column ${step.table}.${missing}`;
    const before = steps[index - 1];
    if (before === undefined) continue;
    if (before.leave.length !== step.enter.length) return `${before.table} and ${step.table} are joined on different numbers of columns`;
    for (const [at, column] of step.enter.entries()) {
      const from = schema.get(before.table)?.columns.get(before.leave[at] ?? '')?.type;
      const to = table.columns.get(column)?.type;
      if (from !== to) return `${before.table}.${before.leave[at]} (${from}) and ${step.table}.${column} (${to}) are of different types`;
    }
  }
  return null;
}

function problemOfEnd(step: WalkStep | undefined, home: 'contacts' | 'users', schema: Schema): string | null {
  const column = step?.leave[0];
  if (step === undefined || column === undefined || step.leave.length !== 1) return 'the walk ends at no column';
  const table = schema.get(step.table);
  if (step.field !== null)
    return table?.columns.get(column)?.type === 'jsonb' && step.publicId !== null ? null : `${column} is no JSON column`;
  if (step.publicId !== null) return table?.columns.get(column)?.type === 'text' ? null : `${column} holds no public id`;
  if (step.table === home && (column === 'id' || column === 'merged_into')) return null;
  if (table?.columns.get(column)?.type !== 'uuid') return `${step.table}.${column} is no id`;
  const reference = table.references.find((one) => one.column === column);
  if (reference !== undefined)
    return reference.table === home ? null : `${step.table}.${column} leads to ${reference.table}, not to ${home}`;
  const ends = home === 'contacts' ? /(?:^|_)contact_id$/ : /^(?:user_id|invited_by|created_by|actor_id)$/;
  return ends.test(column) ? null : `nothing says that ${step.table}.${column} is an id of ${home}`;
}

function problemOfRetention(table: PicturedTable, retention: Retention, catalogue: Catalogue, schema: Schema): string | null {
  if (retention.by === 'class' || retention.by === 'fixed') {
    const missing = retention.anchors.find((anchor) => !/^(?:timestamp|date)/.test(table.columns.get(anchor)?.type ?? ''));
    if (missing !== undefined) return `${table.name}.${missing} is no column that holds a time`;
    return retention.by === 'fixed' && !periodForm.test(retention.period) ? `${retention.period} is no ISO 8601 period` : null;
  }
  if (retention.by !== 'row') return null;
  try {
    const steps = parseRowWalk(table.name, retention.walk);
    const parent = steps.at(-1)?.table ?? '';
    if (!catalogue.tables.has(parent)) return `there is no table ${parent}`;
    return problemOfSteps(
      steps.map((step, index) => (index === steps.length - 1 ? { ...step, leave: step.enter } : step)),
      schema,
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Compares the jobs that sources define with those that are declared, name by name and field by field. */
export function checkJobs(catalogue: Catalogue, sources: readonly SourceFile[]): Finding[] {
  const defined = sources.flatMap(readJobs);
  const findings = defined.flatMap(({ file, line, name, fields }): Finding[] => {
    const job = catalogue.jobs.get(name);
    if (job === undefined)
      return [{ file, line, message: `job ${name} is not declared: add it to \`jobs\` of its module's personal-data.ts` }];
    const missing = fields.filter((field) => job.fields[field] === undefined);
    const extra = Object.keys(job.fields).filter((field) => !fields.includes(field));
    return [
      ...missing.map((field) => ({
        file,
        line,
        message: `field ${field} of job ${name} is not declared: say what it is an id of, or 'nobody'`,
      })),
      ...extra.map((field) => ({ file: fileOf(job.owner), message: `job ${name} has no field ${field}: remove it` })),
    ];
  });
  const names = new Set(defined.map(({ name }) => name));
  return [
    ...findings,
    ...[...catalogue.jobs.values()].flatMap((job) =>
      names.has(job.name) ? [] : [{ file: fileOf(job.owner), message: `job ${job.name} is declared but nothing defines it: remove it` }],
    ),
  ];
}

type DefinedJob = { file: string; line: number; name: string; fields: string[] };

function readJobs({ name: file, text }: SourceFile): DefinedJob[] {
  if (!/import \{[^}]*\bdefineJob\b[^}]*\} from '#platform\/jobs\/job'/.test(text)) return [];
  return [...text.matchAll(/\bdefineJob\(\{/g)].flatMap((match) => {
    const body = bracketed(text, match.index + match[0].length);
    const name = /\bname: '([^']+)'/.exec(body)?.[1];
    return name === undefined ? [] : [{ file, line: lineAt(text, match.index), name, fields: fieldsOf(body, text) }];
  });
}

/** The text from `from` to the brace that closes the one before it. */
function bracketed(text: string, from: number): string {
  let depth = 1;
  let at = from;
  while (depth > 0 && at < text.length) {
    const character = text[at];
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    at += 1;
  }
  return text.slice(from, at - 1);
}

/** Names in the object schema of a job, which may stand in a constant of the same file. */
function fieldsOf(body: string, text: string): string[] {
  const own = /\bz\s*\.object\(\{([\s\S]*?)\}\)/.exec(body)?.[1];
  if (own !== undefined) return [...own.matchAll(/(\w+): z/g)].map((match) => match[1] ?? '');
  const named = /\bschema: (\w+)/.exec(body)?.[1] ?? /\.\.\.(\w+)/.exec(body)?.[1];
  const constant = named === undefined ? undefined : new RegExp(`const ${named} = ([\\s\\S]*?);\\n`).exec(text)?.[1];
  return constant === undefined ? [] : fieldsOf(constant, text.replace(`const ${named} =`, ''));
}

/** A file that names objects: it stores them, or makes the names for files that do. */
const storing = /\.put\(|function \w*KeyOf\(/;

/** Names of objects in the storage that sources put together must have a declared form. */
export function checkObjects(catalogue: Catalogue, sources: readonly SourceFile[]): Finding[] {
  const forms = new Set(catalogue.objects.map(({ form }) => form.replaceAll(/\{[^}]+\}/g, '{}')));
  const used = new Set<string>();
  const findings = sources.flatMap(({ name: file, text }): Finding[] =>
    [...text.matchAll(/`(\$\{(?:\w+\.)*workspaceId\}\/[^`\n]+)`/g)].flatMap((match) => {
      const form = (match[1] ?? '').replaceAll(/\$\{[^}]+\}/g, '{}');
      used.add(form);
      // A workspace and one more part is the key of a cache in memory.
      if (forms.has(form) || form === '{}/{}' || !storing.test(text)) return [];
      return [
        {
          file,
          line: lineAt(text, match.index),
          message: `objects of the form ${form} are not declared: add them to \`objects\` of the module's personal-data.ts`,
        },
      ];
    }),
  );
  const stale = catalogue.objects.filter(({ form }) => !used.has(form.replaceAll(/\{[^}]+\}/g, '{}')));
  return [...findings, ...stale.map(({ owner, kind }) => ({ file: fileOf(owner), message: `nothing makes objects ${kind}: remove them` }))];
}

/** Functions that turn sealed content into text or bytes. */
const openers = /\b(?:openContent|openNoteTexts?|messageTexts|readMessage|openMedia)\b/;
const unsealing = /import \{[^}]*\bopen(?:Text)?\b[^}]*\} from '#platform\/crypto\/seal'/;
/** Keys and passwords are no content; the roles only hand functions on. */
const noContent = /^server\/src\/(?:modules\/(?:keyring|users)\/|platform\/|roles\/modules\.ts$|modules\/[^/]+\/index\.ts$)/;

/** Every file that opens what people wrote belongs to a reading that workspaces are shown; every file a reading names is there and opens something. */
export function checkReadings(catalogue: Catalogue, sources: readonly SourceFile[]): Finding[] {
  const readings = [...catalogue.readings.values()];
  const named = new Set(readings.flatMap(({ files }) => files.map((file) => `server/src/${file}`)));
  const opening = sources.filter(({ name, text }) => !noContent.test(name) && (openers.test(text) || unsealing.test(text)));
  const names = new Set(opening.map(({ name }) => name));
  return [
    ...opening
      .filter(({ name }) => !named.has(name))
      .map(({ name }) => ({
        file: name,
        message:
          "opens what people wrote, and no reading names it: add it to `files` of a reading in the module's personal-data.ts, or declare one",
      })),
    ...readings.flatMap(({ owner, key, files }) =>
      files
        .filter((file) => !names.has(`server/src/${file}`))
        .map((file) => ({ file: fileOf(owner), message: `reading ${key} names ${file}, which opens nothing: remove it` })),
    ),
  ];
}

function fileOf(owner: string): string {
  return owner === 'platform' ? 'server/src/platform/personal-data/platform-tables.ts' : `server/src/modules/${owner}/personal-data.ts`;
}
