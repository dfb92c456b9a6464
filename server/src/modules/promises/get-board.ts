import type { PromiseBoard, PromiseSummary } from '@kabar/contract';
import { installationId } from '#modules/keyring';
import { controls } from './controls.ts';
import { judgeAll } from './judge-all.ts';
import type { PromisesContext } from './promises-context.ts';
import { checkInstallation, checkWorkspace } from './run-checks.ts';

/** Every promise as it stands, for the workspace or for the installation itself. Looks first where nobody has looked yet. */
export async function getBoard(ctx: PromisesContext, workspaceId: string): Promise<PromiseBoard> {
  const judged = await judgeAll(ctx, workspaceId);
  const neverLooked = judged.rows.some(({ verdict }) => verdict.proofs.some(({ kind, at }) => kind === 'check' && at === null));
  return neverLooked ? lookAgain(ctx, workspaceId) : present(judged);
}

/** Looks into the installation and the workspace now, and gives the board. */
export async function lookAgain(ctx: PromisesContext, workspaceId: string): Promise<PromiseBoard> {
  await checkInstallation(ctx);
  if (workspaceId !== installationId) await checkWorkspace(ctx, workspaceId);
  return present(await judgeAll(ctx, workspaceId));
}

function present({ rows, checkedAt, testsRecordedAt }: Awaited<ReturnType<typeof judgeAll>>): PromiseBoard {
  const summary: PromiseSummary = { total: rows.length, proven: 0, evidence: 0, not_offered: 0, red: 0, missing: 0 };
  for (const { verdict } of rows) summary[verdict.status] += 1;
  return {
    summary,
    checked_at: checkedAt?.toISOString() ?? null,
    tests_recorded_at: testsRecordedAt?.toISOString() ?? null,
    data: rows.map(({ row, verdict }) => ({
      id: row.id,
      preset: row.preset,
      section: row.section,
      claim: row.claim,
      controls: row.controls.map((id) => ({
        id,
        name: { en: controls[id].en, id: controls[id].id },
        about: { en: controls[id].about, id: controls[id].about },
      })),
      status: verdict.status,
      reason: verdict.reason,
      proofs: verdict.proofs,
      last_result_at: verdict.lastResultAt?.toISOString() ?? null,
    })),
  };
}
