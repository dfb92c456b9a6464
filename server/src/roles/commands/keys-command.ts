import { API_KEY_MAX_OVERLAP_DAYS, CreateApiKeyRequest, ID_PREFIXES, KEY_SCOPES, permissionsOf, type ApiKey } from '@kabar/contract';
import { createApiKey, getApiKey, liftIpAllowlist, listApiKeys, revokeApiKey, rotateApiKey } from '#modules/api-keys';
import type { ApiKeysContext, KeyCreator } from '#modules/api-keys';
import { appendAudit } from '#modules/audit';
import { listOwned, type OwnedWorkspace } from '#modules/workspaces';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { createContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireMigrated } from '../migrate.ts';
import { composeModules } from '../modules.ts';
import type { CommandInput } from './backup-command.ts';
import { CommandError } from './command-error.ts';
import { openCommandDatabase } from './open-database.ts';
import { readArguments, readCount, UsageError } from './usage-error.ts';

type Choices = ReturnType<typeof readChoices>['values'];
type Work = { ctx: ApiKeysContext; workspace: OwnedWorkspace; choices: Choices; overlapHours: number };

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const mostOverlapHours = API_KEY_MAX_OVERLAP_DAYS * 24;

/** `kabar keys …`, for whoever runs the installation. Gives the exit code. */
export async function runKeysCommand(input: CommandInput): Promise<number> {
  const { values: choices, positionals } = readChoices(input.args);
  const [action = 'list', id, ...more] = positionals;
  const work = actions[action];
  if (work === undefined) throw new UsageError('keys', `There is no "kabar keys ${action}".`);
  const takesId = action === 'revoke' || action === 'rotate';
  if (more.length > 0 || (id !== undefined && !takesId)) throw new UsageError('keys', `"${more[0] ?? id}" is one word too many.`);
  // What is wrong with the line is said before a database is asked for.
  if (action === 'create') readCreate(choices, new Date());
  if (takesId) keyId(id ?? '', action);
  const overlapHours = readCount('keys', 'overlap', choices.overlap, 0, mostOverlapHours);
  const { config, lifecycle, log } = input;
  const databaseUrl = await openCommandDatabase(config, lifecycle, log);
  await requireMigrated(databaseUrl);
  const context = await createContext(config, { databaseUrl, smtpUrl: null }, lifecycle, log);
  const modules = await composeModules(context, { publicUrl: config.http.publicUrl ?? 'http://localhost', emulator: null });
  // Only so that they are stopped in order: none of them has begun anything.
  for (const part of modules.parts) await lifecycle.start({ name: part.name, ...(part.stop === undefined ? {} : { stop: part.stop }) });
  const workspace = chooseWorkspace(await listOwned(context.db), choices.workspace);
  try {
    return await work({ ctx: modules.setup.apiKeys, workspace, choices, overlapHours }, id ?? '');
  } catch (error) {
    if (isRefusal(error)) throw toCommandError(error, id);
    throw error;
  }
}

function readChoices(args: readonly string[]) {
  return readArguments('keys', args, {
    workspace: { type: 'string' },
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
    ip: { type: 'string', multiple: true },
    expires: { type: 'string', default: '365' },
    overlap: { type: 'string', default: '24' },
    json: { type: 'boolean', default: false },
  });
}

function chooseWorkspace(all: readonly OwnedWorkspace[], wanted: string | undefined): OwnedWorkspace {
  const fitting = wanted === undefined ? all : all.filter(({ slug, publicId }) => slug === wanted || publicId === wanted);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (all.length === 0)
    throw new CommandError('no_workspace', exitCodes.refused, 'There is no workspace yet. Sign up in the dashboard and make one.');
  const names = all.map(({ slug }) => `\n  ${slug}`).join('');
  const sentence = wanted === undefined ? 'Say whose keys, with --workspace:' : `There is no workspace "${wanted}". There are:`;
  throw new CommandError('workspace_unclear', exitCodes.badUsage, `${sentence}${names}`);
}

const actions: Readonly<Record<string, (work: Work, id: string) => Promise<number>>> = {
  list: async ({ ctx, workspace, choices }) => {
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = await listApiKeys(ctx, workspace.id, { limit: 200, cursor });
      for (const key of page.data) show(key, choices.json);
      count += page.data.length;
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    if (count === 0 && !choices.json) process.stdout.write(`${workspace.slug} has no API key. Make one: npx kabar keys create --help\n`);
    return exitCodes.ok;
  },
  create: async ({ ctx, workspace, choices }) => {
    const body = readCreate(choices, ctx.clock.now());
    await tellAudit(ctx, workspace, 'create');
    const made = await createApiKey(ctx, creatorOf(workspace), body);
    showSecret(made, choices.json);
    return exitCodes.ok;
  },
  'lift-allowlist': async ({ ctx, workspace, choices }) => {
    await tellAudit(ctx, workspace, 'lift-allowlist');
    await liftIpAllowlist(ctx, { workspaceId: workspace.id, userId: workspace.ownerId });
    process.stdout.write(choices.json ? '{"ranges":[]}\n' : `${workspace.slug} can be used from anywhere again.\n`);
    return exitCodes.ok;
  },
  rotate: async ({ ctx, workspace, choices, overlapHours }, text) => {
    const id = keyId(text, 'rotate');
    await getApiKey(ctx, workspace.id, id);
    await tellAudit(ctx, workspace, 'rotate');
    const endsAt = new Date(ctx.clock.now().getTime() + overlapHours * hourMs).toISOString();
    const made = await rotateApiKey(ctx, creatorOf(workspace), id, { old_key_ends_at: endsAt });
    showSecret(made, choices.json);
    if (!choices.json)
      process.stdout.write(`The old one, …${made.replaced.last_four}, works until ${made.replaced.expires_at ?? 'it is revoked'}.\n`);
    return exitCodes.ok;
  },
  revoke: async ({ ctx, workspace, choices }, text) => {
    const id = keyId(text, 'revoke');
    await getApiKey(ctx, workspace.id, id);
    await tellAudit(ctx, workspace, 'revoke');
    show(await revokeApiKey(ctx, { workspaceId: workspace.id, userId: workspace.ownerId }, id), choices.json);
    return exitCodes.ok;
  },
};

function readCreate(choices: Choices, now: Date): CreateApiKeyRequest {
  const scopes = choices.scope ?? [];
  if (choices.name === undefined || scopes.length === 0)
    throw new UsageError(
      'keys',
      `A key needs a --name and what it may do, --scope for each. Scopes: ${KEY_SCOPES.join(', ')}; "all" for all.`,
    );
  const wrong = scopes.find((scope) => scope !== 'all' && !KEY_SCOPES.some((known) => known === scope));
  if (wrong !== undefined) throw new UsageError('keys', `"${wrong}" is no scope. Scopes: ${KEY_SCOPES.join(', ')}; "all" for all.`);
  const days = readCount('keys', 'expires', choices.expires, 1, 3_650);
  const body = CreateApiKeyRequest.safeParse({
    name: choices.name,
    scopes: scopes.includes('all') ? KEY_SCOPES : scopes,
    ip_allowlist: choices.ip ?? [],
    expires_at: new Date(now.getTime() + days * dayMs).toISOString(),
  });
  if (!body.success) throw new UsageError('keys', body.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return body.data;
}

function creatorOf({ id, ownerId }: OwnedWorkspace): KeyCreator {
  return { workspaceId: id, userId: ownerId, permissions: new Set(permissionsOf('owner')) };
}

/** Keys are made in the name of an owner, because they belong to members; this says that it was not their hand. */
async function tellAudit(ctx: ApiKeysContext, { id, slug }: OwnedWorkspace, action: string): Promise<void> {
  await withTenant(ctx.db, id, (tx) =>
    appendAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: 'command_line.used',
      after: { command: `keys ${action}`, workspace: slug },
    }),
  );
}

function keyId(text: string, action: string): string {
  const id = fromPublicId(ID_PREFIXES.apiKey, text);
  if (id === null)
    throw new UsageError('keys', `Say which key to ${action}: its id, which begins with key_; npx kabar keys list shows them.`);
  return id;
}

function show(key: ApiKey, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(key)}\n`);
    return;
  }
  const until = key.expires_at === null ? 'for ever' : `until ${key.expires_at.slice(0, 10)}`;
  const used = key.last_used_at === null ? 'never used' : `used ${key.last_used_at.slice(0, 16).replace('T', ' ')}`;
  process.stdout.write(`${key.id}  …${key.last_four}  ${key.status.padEnd(8)} ${until.padEnd(17)} ${used.padEnd(21)} ${key.name}\n`);
}

function showSecret(key: ApiKey & { key: string }, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(key)}\n`);
  else process.stdout.write(`${key.key}\n\nThis is ${key.id}, "${key.name}". It is shown here once and kept nowhere.\n`);
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError;
}

function toCommandError(error: AppError, id: string | undefined): CommandError {
  const sentence = error.code === 'not_found' ? `There is no key ${id ?? ''} in this workspace.` : error.message;
  const details = typeof error.details === 'object' && error.details !== null ? { details: error.details } : {};
  return new CommandError(
    error.code,
    exitCodes.refused,
    `${sentence}${'details' in details ? ` ${JSON.stringify(details.details)}` : ''}`,
    details,
    { cause: error },
  );
}
