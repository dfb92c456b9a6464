import { lineAt, type Finding, type SourceFile } from './guard.ts';

const exceptionsFile = 'tools/guards/sql-exceptions.ts';
const tableName = '"?([a-z_][a-z0-9_]*)"?';
const writes = new RegExp(
  `\\b(?:insert\\s+into|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?|update(?!\\s+set\\b)(?:\\s+only)?)\\s+${tableName}`,
  'gi',
);

/**
 * A table is written by exactly one module, so that its invariants have one home. `tables` are the names that the
 * migrations create; `sources` the server's files without tests; `shared` the exceptions with their reasons. An exception
 * that is not needed any more is a finding, too.
 */
export function checkTableOwners(
  tables: ReadonlySet<string>,
  sources: readonly SourceFile[],
  shared: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Finding[] {
  const used = new Set<string>();
  const owners = new Map<string, Map<string, Finding>>();
  for (const source of sources) {
    for (const match of source.text.matchAll(writes)) {
      const table = match[1] ?? '';
      if (!tables.has(table)) continue;
      const owner = ownerOf(source.name);
      if (shared[table]?.[owner] !== undefined) {
        used.add(`${table} ${owner}`);
        continue;
      }
      const byOwner = owners.get(table) ?? new Map<string, Finding>();
      if (!byOwner.has(owner)) {
        byOwner.set(owner, { file: source.name, line: lineAt(source.text, match.index), message: '' });
      }
      owners.set(table, byOwner);
    }
  }
  const stale = Object.entries(shared).flatMap(([table, by]) =>
    Object.keys(by).flatMap((owner) =>
      used.has(`${table} ${owner}`) ? [] : [{ file: exceptionsFile, message: `${owner} does not write ${table}; remove the exception` }],
    ),
  );
  const clashes = [...owners].flatMap(([table, byOwner]) => {
    if (byOwner.size < 2) return [];
    const names = [...byOwner.keys()].toSorted().join(' and ');
    return [...byOwner.values()].map((place) => ({ ...place, message: `table ${table} is written by ${names}; give it one owner` }));
  });
  return [...clashes, ...stale];
}

/** Names of the tables that migrations create, partitions left out. */
export function tablesOf(migrations: readonly SourceFile[]): Set<string> {
  const names = new Set<string>();
  for (const { text } of migrations) {
    for (const match of text.matchAll(
      new RegExp(`^\\s*create\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?${tableName}`, 'gim'),
    )) {
      names.add(match[1] ?? '');
    }
  }
  return names;
}

/** The part of the server that a file belongs to: a module, a part of the platform, or a top folder. */
export function ownerOf(name: string): string {
  return /^server\/src\/(modules\/[^/]+|platform\/[^/.]+|[^/]+)/.exec(name)?.[1] ?? name;
}

const clock =
  /\b(?:now\s*\(\s*\)|clock_timestamp\s*\(|statement_timestamp\s*\(|transaction_timestamp\s*\(|current_timestamp\b|localtimestamp\b)/gi;
const namedRoles = /\brole\s+in\s*\(|\brole\s*=\s*'(?:admin|manager)'/gi;
const expandedList = /\b(?:not\s+)?in\s*\(\s*(?:\$\d|\$\{)/gi;

/**
 * Rules for statements in `*.sql.ts`: time is a parameter, so that tests can move the clock; lists are `= any($1)`, so
 * that a statement has one text whatever the length; people are chosen by what they may do (`mayWhere`), because a workspace has roles of its own.
 * `clockExceptions` names files that must read the database's clock,
 * each with the reason; an entry that is not needed any more is a finding, too.
 */
export function checkStatements(sources: readonly SourceFile[], clockExceptions: Readonly<Record<string, string>>): Finding[] {
  const findings: Finding[] = [];
  const used = new Set<string>();
  for (const source of sources) {
    const sql = withoutComments(source.text);
    for (const match of sql.matchAll(clock)) {
      if (source.name in clockExceptions) used.add(source.name);
      else findings.push({ file: source.name, line: lineAt(sql, match.index), message: `${match[0]}: pass the time as a parameter` });
    }
    for (const match of sql.matchAll(namedRoles)) {
      findings.push({
        file: source.name,
        line: lineAt(sql, match.index),
        message: 'choose members by permission with mayWhere, not by role',
      });
    }
    for (const match of sql.matchAll(expandedList)) {
      findings.push({ file: source.name, line: lineAt(sql, match.index), message: 'write the list as = any($1), not as in (…)' });
    }
  }
  for (const name of Object.keys(clockExceptions)) {
    if (!used.has(name))
      findings.push({ file: name, message: `is excepted from the clock rule in ${exceptionsFile} but does not need it` });
  }
  return findings;
}

/** Blanks comments of TypeScript and SQL, keeping every character's place. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|(?<=\s)--.*$/gm, (comment) => comment.replaceAll(/[^\n]/g, ' '));
}

/** One place that crosses workspaces. */
export type EngineCall = { file: string; call: string; reason: string };

/** Every call of `withEngine` and `engineQuery` outside `platform/db`, in the order of files. */
export function listEngineCalls(sources: readonly SourceFile[]): EngineCall[] {
  return sources
    .filter(({ name }) => !name.startsWith('server/src/platform/db/'))
    .flatMap(({ name, text }) =>
      [...text.matchAll(/\b(withEngine|engineQuery)(?:<[^(]*?>)?\(\s*[\w.]+(?:\.db)?\s*,\s*(?:(['"`])(.*?)\2)?/g)].map((match) => ({
        file: name,
        call: match[1] ?? '',
        reason: match[3] ?? '',
      })),
    );
}
