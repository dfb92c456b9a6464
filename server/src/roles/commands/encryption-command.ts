import { randomBytes } from 'node:crypto';
import { requireUnused } from '#modules/backups';
import {
  readStatus,
  recordAlone,
  retireOldKeys,
  RotationBusyError,
  rotateSigningKey,
  runRotations,
  startIndexRotation,
  startRootRotation,
  startWorkspaceRotation,
  workspacesWithKeys,
} from '#modules/encryption';
import type { EncryptionContext, EncryptionStatus, Obstacle, RotationOrder, RotationRow } from '#modules/encryption';
import { installationId } from '#modules/keyring';
import { addRootKeyToFile, dropRootKeysFromFile, listRootKeysInFile } from '#platform/crypto/root-key-file';
import { rootKeyLine } from '#platform/crypto/root-keys';
import { engineQuery } from '#platform/db/tx';
import { encryptionContext } from '../compose-encryption.ts';
import { createContext } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireMigrated } from '../migrate.ts';
import { rootKeySource } from '../root-keys.ts';
import type { CommandInput } from './backup-command.ts';
import { CommandError } from './command-error.ts';
import { openCommandDatabase } from './open-database.ts';
import { createProgressView } from './progress-bar.ts';
import { readArguments, takeNoWords, UsageError } from './usage-error.ts';

type Choices = { json: boolean; leak: boolean; fast: boolean; all: boolean; now: boolean; giveUpBackups: boolean };

/** What one run of the command works with. */
type Run = { input: CommandInput; context: Context; ctx: EncryptionContext; choices: Choices; names: ReadonlyMap<string, string> };

/** Copies of the keys are kept this long; they hold wrappings by the older root key. */
const keyTailMs = 72 * 3_600_000;

/** `kabar encryption …`. Gives the exit code. */
export async function runEncryptionCommand(input: CommandInput): Promise<number> {
  const { values, positionals } = readArguments('encryption', input.args, {
    json: { type: 'boolean', default: false },
    leak: { type: 'boolean', default: false },
    fast: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    now: { type: 'boolean', default: false },
    'give-up-backups': { type: 'boolean', default: false },
  });
  const choices: Choices = { ...values, giveUpBackups: values['give-up-backups'] };
  const [action = 'status', ...words] = positionals;
  switch (action) {
    case 'keygen':
      takeNoWords('encryption', words);
      return keygen(choices.json);
    case 'status':
      takeNoWords('encryption', words);
      return withContext(input, choices, showStatus);
    case 'resume':
      takeNoWords('encryption', words);
      return withContext(input, choices, work);
    case 'retire':
      takeNoWords('encryption', words);
      return withContext(input, choices, retire);
    case 'rotate':
      return rotate(input, choices, words);
    default:
      throw new UsageError('encryption', `There is no "kabar encryption ${action}".`);
  }
}

function rotate(input: CommandInput, choices: Choices, [what, ...names]: readonly string[]): Promise<number> {
  if (what === 'root') {
    takeNoWords('encryption', names);
    return withContext(input, choices, rotateRoot);
  }
  if (what === 'signing') {
    takeNoWords('encryption', names);
    return withContext(input, choices, async (run) => {
      const { before, after } = await rotateSigningKey(run.ctx, orderOf(choices));
      say(
        run,
        { event: 'done', before, after },
        `Receipts and checkpoints are signed with ${after} from now on. What ${before} signed stays proved.`,
      );
      return exitCodes.ok;
    });
  }
  if (what !== 'workspace' && what !== 'index')
    throw new UsageError('encryption', 'Say what to rotate: root, signing, or workspace or index with names of workspaces or --all.');
  if (choices.all === names.length > 0) throw new UsageError('encryption', 'Say which workspaces, or --all.');
  return withContext(input, choices, async (run) => {
    const known = new Map([...run.names].map(([id, name]) => [name, id]));
    const ids = choices.all
      ? (await workspacesWithKeys(run.ctx)).filter((id) => what === 'workspace' || id !== installationId)
      : names.map((name) => {
          const id = known.get(name);
          if (id === undefined)
            throw new CommandError(
              'not_found',
              exitCodes.badUsage,
              `There is no workspace "${name}". Workspaces: ${[...known.keys()].join(', ')}.`,
            );
          return id;
        });
    if (what === 'index' && ids.includes(installationId))
      throw new UsageError('encryption', 'The installation has no index keys that are changed: name workspaces, or --all.');
    for (const id of ids) {
      const started =
        what === 'index'
          ? await startIndexRotation(run.ctx, id, orderOf(choices), input.signal)
          : await startWorkspaceRotation(run.ctx, id, orderOf(choices));
      if (started === null)
        say(
          run,
          { event: 'running_already', workspace: nameOf(run, id), kind: what },
          `A change of the ${what === 'index' ? 'index keys' : 'key'} of ${nameOf(run, id)} is under way already.`,
        );
    }
    return work(run);
  });
}

async function rotateRoot(run: Run): Promise<number> {
  const { ctx, context, input } = run;
  const { config } = input;
  const primaryId = await ctx.rootKeys.primaryId();
  const status = await readStatus(ctx);
  const isUsed = status.root.inUse.some(({ rootKeyId }) => rootKeyId === primaryId);
  const isMixed = status.root.inUse.some(({ rootKeyId }) => rootKeyId !== primaryId);
  // A key that the operator put first, or a change that was begun, is what is meant; only where everything is wrapped by the present key is a new one made.
  const makesNew = isUsed && !isMixed;
  if (makesNew) {
    switch (rootKeySource(config)) {
      case 'file':
        await addRootKeyToFile(config.paths.keys);
        break;
      case 'vault':
        await context.rootKeys.rotateInVault?.();
        break;
      case 'environment':
        throw new CommandError(
          'no_new_root_key',
          exitCodes.badConfig,
          'A root key from the environment is changed by you: put a new one (npx kabar encryption keygen) in front of KABAR_ROOT_KEY, with a comma behind it, restart every Kabar with that, and run this again.',
        );
    }
  }
  const started = await startRootRotation(ctx, orderOf(run.choices), makesNew);
  if (started === null) say(run, { event: 'running_already', kind: 'root' }, 'A change of the root key is under way already.');
  const code = await work(run);
  if (code === exitCodes.ok && rootKeySource(config) === 'file' && !run.choices.json)
    process.stdout.write(
      `The new root key is the first line of ${config.paths.keys}/root.key. Copy the file to its safe place again now, before anything else.\nThe older one stays in it until "npx kabar encryption retire" takes it out, after 72 hours at the earliest.\n`,
    );
  return code;
}

/** Runs what is begun, to the end, with a bar. */
async function work(run: Run): Promise<number> {
  const { input, ctx, choices } = run;
  const view = createProgressView(choices.json);
  const startedMs = performance.now();
  const counted = new Map<string, number>();
  try {
    const finished = await runRotations(ctx, {
      signal: input.signal,
      share: choices.fast ? 1 : 0.5,
      onProgress: ({ workspaceId, kind, done, total }) => {
        const name = kind === 'root' ? 'Root key' : `${nameOf(run, workspaceId)}${kind === 'index' ? ', index keys' : ''}`;
        counted.set(name, done);
        view.show(name, done, total, 'rows');
      },
    });
    view.end();
    const rows = [...counted.values()].reduce((sum, count) => sum + count, 0);
    const seconds = (performance.now() - startedMs) / 1_000;
    say(
      run,
      { event: 'done', rotations: finished.length, rows, seconds: Number(seconds.toFixed(1)) },
      finished.length === 0
        ? 'Nothing was left to do.'
        : `${finished.length} ${finished.length === 1 ? 'change is' : 'changes are'} done: ${rows.toLocaleString('en')} keys, values and hashes in ${seconds.toFixed(1)} s.`,
    );
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof RotationBusyError) throw new CommandError('busy', exitCodes.failed, error.message, {}, { cause: error });
    throw error;
  } finally {
    view.end();
  }
}

async function retire(run: Run): Promise<number> {
  const { ctx, choices, input } = run;
  const haste = { nothingElseRuns: choices.now, giveUpBackups: choices.giveUpBackups };
  const { retired, kept } = await retireOldKeys(ctx, { haste });
  for (const { workspaceId, version } of retired)
    say(
      run,
      { event: 'destroyed', workspace: nameOf(run, workspaceId), version },
      `${nameOf(run, workspaceId)}: key ${version} is destroyed.`,
    );
  for (const { workspaceId, version, obstacles } of kept)
    say(
      run,
      { event: 'kept', workspace: nameOf(run, workspaceId), version, obstacles },
      `${nameOf(run, workspaceId)}: key ${version} is kept: ${obstacles.map(wordsFor).join('; ') || 'something came under it just now'}.`,
    );
  const roots = rootKeySource(input.config) === 'file' ? await retireRootKeys(run) : { dropped: [], until: null };
  for (const id of roots.dropped)
    say(run, { event: 'root_key_removed', id }, `The older root key ${id} is out of root.key. Remove it from your copies, too.`);
  if (roots.until !== null)
    say(
      run,
      { event: 'root_key_kept', until: roots.until },
      `The older root key stays in root.key until ${day(roots.until)}, for copies of the keys that are kept so long.`,
    );
  say(
    run,
    { event: 'done', destroyed: retired.length, kept: kept.length },
    retired.length + kept.length === 0 ? 'There is no older key of a workspace.' : '',
  );
  return exitCodes.ok;
}

/** Takes root keys out of the file that wrap nothing any more, once no copy of the keys can need them. */
async function retireRootKeys({ ctx, input, choices }: Run): Promise<{ dropped: string[]; until: Date | null }> {
  const { paths } = input.config;
  const [, ...older] = await listRootKeysInFile(paths.keys);
  if (older.length === 0) return { dropped: [], until: null };
  const { root, rotations } = await readStatus(ctx);
  const last = rotations.find(({ kind, state }) => kind === 'root' && state === 'done');
  const until = new Date((last?.finishedAt ?? ctx.clock.now()).getTime() + keyTailMs);
  if (until > ctx.clock.now() && !choices.giveUpBackups) return { dropped: [], until };
  const needed = new Set(root.inUse.map(({ rootKeyId }) => rootKeyId));
  const dropped = await dropRootKeysFromFile(paths.keys, (id) => needed.has(id));
  if (dropped.length > 0)
    await recordAlone(ctx, installationId, {
      actor: { kind: 'system', id: null },
      action: 'encryption.root_key_removed',
      before: { root_keys: dropped },
    });
  return { dropped, until: null };
}

async function showStatus(run: Run): Promise<number> {
  const status = await readStatus(run.ctx);
  const named = <One extends { workspaceId: string }>(list: readonly One[]) =>
    list.map((one) => ({ ...one, workspace: nameOf(run, one.workspaceId) }));
  if (run.choices.json) {
    process.stdout.write(
      `${JSON.stringify({ event: 'done', ...status, older: named(status.older), olderIndexes: named(status.olderIndexes) })}\n`,
    );
    return exitCodes.ok;
  }
  process.stdout.write(`${linesOf(run, status).join('\n')}\n`);
  return exitCodes.ok;
}

function linesOf(run: Run, { root, workspaceCount, oldestKeyAt, older, olderIndexes, rotations }: EncryptionStatus): string[] {
  const from = { file: 'a file', environment: 'the environment', vault: 'Vault' }[root.source] ?? root.source;
  const lines = [`Root key ${root.primaryId}, from ${from}`];
  for (const { rootKeyId, workspaceKeyCount, backupKeyCount } of root.inUse)
    lines.push(
      `  ${rootKeyId === root.primaryId ? 'wraps      ' : 'OLDER wraps'} ${workspaceKeyCount} keys of workspaces, ${backupKeyCount} of backups  (${rootKeyId})`,
    );
  lines.push(
    `${workspaceCount} workspaces with keys, the installation among them${oldestKeyAt === null ? '' : `; the oldest in use is of ${day(oldestKeyAt)}`}`,
  );
  for (const { workspaceId, version, wrappedCount, valueCount, obstacles } of older)
    lines.push(
      `  ${nameOf(run, workspaceId)}: older key ${version}, under it ${wrappedCount} keys and ${valueCount} values${obstacles.length === 0 ? '; can be destroyed' : `; kept: ${obstacles.map(wordsFor).join('; ')}`}`,
    );
  for (const { workspaceId, written, hashCount } of olderIndexes)
    lines.push(`  ${nameOf(run, workspaceId)}: ${hashCount.toLocaleString('en')} hashes under an index key older than ${written}`);
  for (const rotation of rotations.slice(0, 10)) lines.push(lineOf(run, rotation));
  return lines;
}

function lineOf(run: Run, rotation: RotationRow): string {
  const { kind, workspaceId, toKey, state, doneCount, totalCount, startedAt, finishedAt, failure, unreadableCount } = rotation;
  const what = { root: 'root key', workspace: `key of ${nameOf(run, workspaceId)}`, index: `index keys of ${nameOf(run, workspaceId)}` }[
    kind
  ];
  const far =
    state === 'done'
      ? `done ${day(finishedAt ?? startedAt)}, ${doneCount.toLocaleString('en')} rows${unreadableCount === 0 ? '' : `, ${unreadableCount} do not open`}`
      : `${doneCount.toLocaleString('en')} of ${totalCount.toLocaleString('en')}${failure === null ? '' : `, stopped: ${failure}`}`;
  return `Change of the ${what} to ${toKey}, begun ${day(startedAt)}: ${far}`;
}

function wordsFor(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'in_use':
      return `${obstacle.count} keys and values are under it`;
    case 'rotation_running':
      return 'the change is not done';
    case 'too_young':
      return `work that began before may still use it until ${day(obstacle.until)}`;
    case 'backups':
      return `backups made before need it until ${day(obstacle.until)}`;
  }
}

function keygen(json: boolean): number {
  const line = rootKeyLine(randomBytes(32));
  process.stdout.write(json ? `${JSON.stringify({ event: 'done', root_key: line })}\n` : `${line}\n`);
  return exitCodes.ok;
}

async function withContext(input: CommandInput, choices: Choices, task: (run: Run) => Promise<number>): Promise<number> {
  const { config, lifecycle, log } = input;
  const databaseUrl = await openCommandDatabase(config, lifecycle, log);
  await requireMigrated(databaseUrl);
  if (choices.now) await requireUnused(databaseUrl);
  const context = await createContext(config, { databaseUrl, smtpUrl: null }, lifecycle, log);
  const names = new Map([
    [installationId, 'installation'],
    ...(await listSlugs(context)).map(({ id, slug }): [string, string] => [id, slug]),
  ]);
  return task({ input, context, ctx: encryptionContext(context, context), choices, names });
}

/** Every workspace, also one whose owners are gone. */
function listSlugs({ db }: Context): Promise<{ id: string; slug: string }[]> {
  return engineQuery(db, { text: 'select id, slug from workspaces order by slug' });
}

function orderOf({ leak }: Choices): RotationOrder {
  return { actor: { kind: 'system', id: null }, cause: leak ? 'leak' : 'routine' };
}

function nameOf({ names }: Run, workspaceId: string): string {
  return names.get(workspaceId) ?? workspaceId;
}

/** A line for a person, or an object for a program. */
function say({ choices }: Run, event: Record<string, unknown>, sentence: string): void {
  if (choices.json) process.stdout.write(`${JSON.stringify(event)}\n`);
  else if (sentence !== '') process.stdout.write(`${sentence}\n`);
}

function day(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
