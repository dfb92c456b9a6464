import { installationId } from '#modules/keyring';
import { engineQuery } from '#platform/db/tx';
import type { Finding, LiveCheck, PromisesContext } from './promises-context.ts';
import { selectWorkspaceIds, upsertChecks } from './promises.sql.ts';

const pageSize = 200;

/** Looks into the installation as a whole and keeps what was found. Never throws on what a check finds; database errors. */
export async function checkInstallation(ctx: PromisesContext): Promise<void> {
  await runChecks(ctx, null);
}

/** Looks into one workspace and keeps what was found. Errors: database errors. */
export async function checkWorkspace(ctx: PromisesContext, workspaceId: string): Promise<void> {
  await runChecks(ctx, workspaceId);
}

/** Looks into the installation and each of its workspaces. For a job; stops between workspaces when `signal` aborts. */
export async function checkEverything(ctx: PromisesContext, signal: AbortSignal): Promise<void> {
  await checkInstallation(ctx);
  for (let after = installationId; ;) {
    const rows = await engineQuery<{ id: string }>(ctx.db, selectWorkspaceIds(after, pageSize));
    for (const { id } of rows) {
      signal.throwIfAborted();
      await checkWorkspace(ctx, id);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.id;
  }
}

async function runChecks(ctx: PromisesContext, workspaceId: string | null): Promise<void> {
  const scope = workspaceId === null ? 'installation' : 'workspace';
  const found: { key: string; outcome: string; facts: string }[] = [];
  for (const check of ctx.checks.filter((one) => one.scope === scope)) {
    const { outcome, facts } = await lookOnce(ctx, check, workspaceId);
    found.push({ key: check.key, outcome, facts: JSON.stringify(facts) });
  }
  await engineQuery(ctx.db, upsertChecks(workspaceId ?? installationId, found, ctx.clock.now()));
}

/** A check that breaks has shown nothing, and what is not shown is not promised. */
async function lookOnce(ctx: PromisesContext, check: LiveCheck, workspaceId: string | null): Promise<Finding> {
  try {
    return await check.look(workspaceId);
  } catch (error) {
    ctx.log.error('a check of a promise broke', { error, kind: check.key });
    return { outcome: 'failed', facts: { broke: 1 } };
  }
}
