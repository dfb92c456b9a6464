import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settings } from './schema.ts';
import type { Group, ValuesOf, Variable } from './variable.ts';

/** Values straight from the environment. */
type Values = ValuesOf<typeof settings>;

/**
 * The whole configuration, checked. `paths` are absolute; `isEmbedded` says that Kabar runs a PostgreSQL of its own.
 * Holds secrets: never log it, see `summarizeConfig`.
 */
export type Config = Values & {
  readonly isEmbedded: boolean;
  readonly runsEmulator: boolean;
  readonly paths: {
    readonly project: string;
    readonly home: string;
    readonly keys: string;
    readonly media: string;
    readonly breachedPasswords: string | null;
  };
};

/** Everything that is wrong with the environment, one sentence per variable. Safe to print: holds no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** The text of environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Reads the configuration. An empty variable counts as not set. `role` is the command-line argument, which wins over
 * `KABAR_ROLE`.
 *
 * Errors: `ConfigError` with every problem at once, unknown `KABAR_` names among them.
 */
export function loadConfig(given: Environment = process.env, role?: string): Config {
  const env = role === undefined ? given : { ...given, KABAR_ROLE: role };
  const problems = findUnknownNames(env);
  const values = readValues(env, problems);
  problems.push(...checkTogether(values));
  if (problems.length > 0) throw new ConfigError(problems);
  const home = resolve(projectFolder, values.process.home);
  const isEmbedded = values.database.url === undefined;
  return {
    ...values,
    isEmbedded,
    runsEmulator: values.whatsapp.emulator ?? isEmbedded,
    paths: {
      project: projectFolder,
      home,
      keys: resolve(home, values.keys.folder ?? 'keys'),
      media: resolve(home, values.messages.mediaFolder ?? 'media'),
      breachedPasswords: values.identity.breachedPasswords === undefined ? null : resolve(home, values.identity.breachedPasswords),
    },
  };
}

/**
 * Reads what a client of some Kabar needs, and nothing else: where a program is written there may be no installation, and no settings of one. `home` is
 * absolute.
 *
 * Errors: like `loadConfig`, about these settings and unknown names only.
 */
export function loadClientConfig(env: Environment = process.env): { url: string | undefined; apiKey: string | undefined; home: string } {
  const problems = findUnknownNames(env);
  const { url, apiKey } = settings.client.variables;
  const read = <T>(variable: Variable<T>): T => readValue(env, variable, problems) as T; // by this very variable's form
  const found = { url: read(url), apiKey: read(apiKey), home: resolve(projectFolder, read(settings.process.variables.home)) };
  if (problems.length > 0) throw new ConfigError(problems);
  return found;
}

/** Every variable with its group, in the order of the reference. */
export function listVariables(): { title: string; variable: Variable<unknown> }[] {
  // Widening each group's own type to the common one; nothing is written through it.
  const groups = Object.values(settings) as readonly Group<Readonly<Record<string, Variable<unknown>>>>[];
  return groups.flatMap(({ title, variables }) => Object.values(variables).map((variable) => ({ title, variable })));
}

/**
 * What is set, for one log line or one page at start: names and values, secrets as `(set)`, defaults left out.
 */
export function summarizeConfig(env: Environment = process.env): Record<string, string> {
  const summary: Record<string, string> = {};
  for (const { variable } of listVariables()) {
    const text = env[variable.env];
    if (text !== undefined && text !== '') summary[variable.env] = variable.secret === true ? '(set)' : text;
  }
  return summary;
}

function readValues(env: Environment, problems: string[]): Values {
  const result: Record<string, Record<string, unknown>> = {};
  for (const [groupName, { variables }] of Object.entries(settings)) {
    const values: Record<string, unknown> = {};
    for (const [name, variable] of Object.entries<Variable<unknown>>(variables)) values[name] = readValue(env, variable, problems);
    result[groupName] = values;
  }
  return result as Values; // the loops follow the very object that the type is made of
}

function readValue(env: Environment, variable: Variable<unknown>, problems: string[]): unknown {
  const given = env[variable.env];
  const text = given === undefined || given === '' ? variable.fallback : given;
  if (text === undefined) return undefined;
  const parsed = variable.form.safeParse(text);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues[0]?.message ?? 'is not valid';
  const got = variable.secret === true ? '' : `, but is "${text.slice(0, 80)}"`;
  problems.push(`${variable.env} ${wrong}${got}. Example: ${variable.env}=${variable.example}`);
  return undefined;
}

function findUnknownNames(env: Environment): string[] {
  const known = new Set(listVariables().map(({ variable }) => variable.env));
  const unknown = Object.keys(env).filter((name) => name.startsWith('KABAR_') && !known.has(name));
  return unknown.map((name) => {
    const near = [...known].find((other) => looksLike(name, other));
    return `${name} is not a setting of Kabar.${near === undefined ? '' : ` Did you mean ${near}?`}`;
  });
}

function looksLike(name: string, other: string): boolean {
  const letters = (text: string): string => [...text.replaceAll('_', '')].sort().join('');
  return letters(name) === letters(other) || other.includes(name) || name.includes(other);
}

function checkTogether(values: Values): string[] {
  const problems: string[] = [];
  problems.push(...checkKeys(values.keys));
  const { media } = values;
  if (media.storage === 's3' && media.s3Bucket === undefined)
    problems.push('KABAR_S3_BUCKET is needed with KABAR_MEDIA_STORAGE=s3. Example: KABAR_S3_BUCKET=kabar-media');
  if ((media.s3AccessKeyId === undefined) !== (media.s3SecretAccessKey === undefined))
    problems.push('KABAR_S3_ACCESS_KEY_ID and KABAR_S3_SECRET_ACCESS_KEY belong together: set both or neither.');
  if (media.clamd !== undefined && media.scanCommand !== undefined)
    problems.push('KABAR_CLAMD and KABAR_SCAN_COMMAND are both set. Keep one scanner.');
  const { backups } = values;
  if (backups.recipients !== undefined && backups.passphrase !== undefined)
    problems.push('KABAR_BACKUP_RECIPIENTS and KABAR_BACKUP_PASSPHRASE are both set. Keep the recipients.');
  if ((backups.s3AccessKeyId === undefined) !== (backups.s3SecretAccessKey === undefined))
    problems.push('KABAR_BACKUP_S3_ACCESS_KEY_ID and KABAR_BACKUP_S3_SECRET_ACCESS_KEY belong together: set both or neither.');
  problems.push(...checkTls(values));
  const { publicUrl } = values.http;
  if (publicUrl !== undefined && new URL(publicUrl).pathname !== '/') {
    problems.push('KABAR_PUBLIC_URL must not have a path. Example: KABAR_PUBLIC_URL=https://kabar.example.com');
  }
  const { role } = values.process;
  // Whoever is reached from outside has customers' data on somebody's machines: the register must name them.
  const isReached = publicUrl !== undefined && publicUrl.startsWith('https://') && values.database.url !== undefined;
  if (isReached && (role === 'all' || role === 'api' || role === 'worker')) {
    for (const [name, value, example] of [
      ['KABAR_REGION', values.places.region, 'ID'],
      ['KABAR_HOSTING', values.places.hosting, 'Example Cloud Ltd'],
    ] as const)
      if (value === undefined)
        problems.push(
          `${name} is needed with DATABASE_URL and a public address: the register of recipients names where data lies. Example: ${name}=${example}`,
        );
  }
  const isHome = role !== 'api' && role !== 'worker' && role !== 'migrate';
  // A role that is wrong has been named already, and says nothing about the database.
  if (role !== undefined && !isHome && values.database.url === undefined) {
    problems.push(
      `DATABASE_URL is needed with KABAR_ROLE=${role}: only the role all runs a database of its own. Example: DATABASE_URL=postgres://kabar:password@db.example.com:5432/kabar`,
    );
  }
  return problems;
}

function checkTls({ tls, http }: Values): string[] {
  const problems: string[] = [];
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined))
    problems.push('KABAR_TLS_CERT and KABAR_TLS_KEY belong together: set both or neither.');
  if (tls.certFile === undefined) {
    for (const [name, value] of [
      ['KABAR_TLS_CHAIN', tls.chainFile],
      ['KABAR_TLS_REDIRECT_PORT', tls.redirectPort],
    ] as const)
      if (value !== undefined) problems.push(`${name} is of use with KABAR_TLS_CERT only.`);
    return problems;
  }
  if (http.publicUrl !== undefined && !http.publicUrl.startsWith('https://'))
    problems.push('KABAR_PUBLIC_URL must begin with https:// when KABAR_TLS_CERT is set.');
  if (tls.redirectPort !== undefined && tls.redirectPort === http.port)
    problems.push('KABAR_TLS_REDIRECT_PORT and KABAR_HTTP_PORT must be two ports: one answers http, the other https.');
  return problems;
}

function checkKeys(keys: Values['keys']): string[] {
  const problems: string[] = [];
  const { from, vaultUrl } = keys;
  // While an installation moves from one to the other, both are needed, and the name of the source says which one counts.
  if (keys.rootKey !== undefined && keys.folder !== undefined && from === undefined && vaultUrl === undefined)
    problems.push(
      'KABAR_ROOT_KEY and KABAR_KEYS_DIR are both set. Keep the one that holds your root key, or say with KABAR_ROOT_KEY_FROM which one wraps.',
    );
  if (from === 'environment' && keys.rootKey === undefined)
    problems.push('KABAR_ROOT_KEY is needed with KABAR_ROOT_KEY_FROM=environment. Example: KABAR_ROOT_KEY=kabar-root-1:…');
  if (from === 'vault' && vaultUrl === undefined)
    problems.push('KABAR_VAULT_URL is needed with KABAR_ROOT_KEY_FROM=vault. Example: KABAR_VAULT_URL=https://vault.example.com:8200');
  if (vaultUrl === undefined) return problems;
  const { protocol, hostname, pathname } = new URL(vaultUrl);
  if (protocol === 'http:' && !['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
    problems.push('KABAR_VAULT_URL must begin with https://, because keys travel over it; http:// is for this machine only.');
  if (pathname !== '/') problems.push('KABAR_VAULT_URL must not have a path; the mount is KABAR_VAULT_MOUNT.');
  const logins = [keys.vaultToken, keys.vaultTokenFile, keys.vaultRoleId].filter((login) => login !== undefined);
  if (logins.length !== 1)
    problems.push('Set exactly one of KABAR_VAULT_TOKEN, KABAR_VAULT_TOKEN_FILE and KABAR_VAULT_ROLE_ID with KABAR_VAULT_URL.');
  if ((keys.vaultRoleId === undefined) !== (keys.vaultSecretId === undefined))
    problems.push('KABAR_VAULT_ROLE_ID and KABAR_VAULT_SECRET_ID belong together: set both or neither.');
  return problems;
}
