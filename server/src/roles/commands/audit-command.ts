import type { AuditProblem, AuditVerification } from '@kabar/contract';
import { ACCOUNT_CHAIN, verifyChain, verifyEveryChain, writeCheckpoints, type AnchorContext } from '#modules/audit';
import { listOwned } from '#modules/workspaces';
import { commandGate } from '../backup-parts.ts';
import { openCheckpoints } from '../compose-audit.ts';
import { createContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireMigrated } from '../migrate.ts';
import type { CommandInput } from './backup-command.ts';
import { CommandError } from './command-error.ts';
import { openCommandDatabase } from './open-database.ts';
import { createProgressView } from './progress-bar.ts';
import { readArguments, UsageError } from './usage-error.ts';

const words: Record<AuditProblem['reason'], string> = {
  missing: 'is missing',
  changed: 'was changed',
  not_chained: 'does not follow the entry before it: entries were swapped or forged',
  beyond_head: 'stands after the end of the chain: it was forged, or the end was moved back',
  head_differs: 'is not what the end of the chain says',
  checkpoint_missing: 'has a checkpoint that is gone',
  checkpoint_forged: 'has a checkpoint that this installation did not sign',
  checkpoint_differs: 'is not what its signed checkpoint says: the chain was rewritten',
  cut_off: 'is in a signed checkpoint and not in the log: the log was cut off',
  restore_unproved: 'tells of a restore that no signed statement outside proves',
};

/** `kabar audit …`. Gives the exit code. */
export async function runAuditCommand(input: CommandInput): Promise<number> {
  const { values, positionals } = readArguments('audit', input.args, {
    workspace: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [action = 'verify', ...more] = positionals;
  if (action !== 'verify' && action !== 'checkpoint') throw new UsageError('audit', `There is no "kabar audit ${action}".`);
  if (more.length > 0) throw new UsageError('audit', `"${more[0] ?? ''}" is one word too many.`);
  const { config, lifecycle, log, signal } = input;
  const databaseUrl = await openCommandDatabase(config, lifecycle, log);
  await requireMigrated(databaseUrl);
  const { db, clock, ids, keyring } = await createContext(config, { databaseUrl, smtpUrl: null }, lifecycle, log);
  const checkpoints = openCheckpoints(config, commandGate);
  await lifecycle.start({ name: 'audit_checkpoints', stop: () => checkpoints.close() });
  const ctx: AnchorContext = {
    db,
    clock,
    ids,
    keyring,
    log,
    checkpoints,
    signingKey: () => keyring.signingKey(),
    formerSigningKeys: () => keyring.formerSigningKeys(),
  };
  if (action === 'checkpoint') {
    const count = await writeCheckpoints(ctx, signal);
    process.stdout.write(
      values.json ? `${JSON.stringify({ event: 'done', count })}\n` : `${count} checkpoints were written to ${checkpoints.label}.\n`,
    );
    return exitCodes.ok;
  }
  return verify(ctx, values.workspace ?? null, values.json, signal);
}

async function verify(ctx: AnchorContext, slug: string | null, json: boolean, signal: AbortSignal): Promise<number> {
  const names = new Map((await listOwned(ctx.db)).map((one) => [one.id, one.slug]));
  const nameOf = (chainId: string): string => (chainId === ACCOUNT_CHAIN ? 'accounts' : (names.get(chainId) ?? chainId));
  let broken = 0;
  let events = 0;
  let chains = 0;
  const tell = (chainId: string, found: AuditVerification): void => {
    chains += 1;
    events += found.event_count;
    if (!found.ok) broken += 1;
    if (json) process.stdout.write(`${JSON.stringify({ event: 'chain', chain: nameOf(chainId), ...found })}\n`);
    else for (const { seq, reason } of found.problems) process.stdout.write(`${nameOf(chainId)}: entry ${seq} ${words[reason]}.\n`);
  };
  if (slug === null) {
    const view = createProgressView(json);
    await verifyEveryChain(
      ctx,
      (chainId, found, { done, total }) => {
        tell(chainId, found);
        view.show('Chains', done, total, 'steps');
      },
      signal,
    );
    view.end();
  } else {
    const chainId = [...names].find(([, name]) => name === slug)?.[0];
    if (chainId === undefined)
      throw new CommandError(
        'not_found',
        exitCodes.badUsage,
        `There is no workspace "${slug}". Workspaces: ${[...names.values()].join(', ')}.`,
      );
    tell(chainId, await verifyChain(ctx, chainId));
  }
  const sentence =
    broken === 0
      ? `${chains} ${chains === 1 ? 'chain' : 'chains'} with ${events} entries: everything fits.\n`
      : `${broken} of ${chains} chains do not fit. Keep the database and the checkpoints as they are, and see docs/guides/audit.md.\n`;
  process.stdout.write(json ? `${JSON.stringify({ event: 'done', chains, events, broken })}\n` : sentence);
  return broken === 0 ? exitCodes.ok : exitCodes.unwell;
}
