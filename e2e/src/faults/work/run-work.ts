import { waitUntil } from '../../stand/wait-until.ts';
import { createAwayWork, isAllRead } from './away-work.ts';
import { createBulkWork } from './bulk-work.ts';
import { createExportWork } from './export-work.ts';
import { createImportWork } from './import-work.ts';
import { recount } from './recount.ts';
import { createSearchWork } from './search-work.ts';
import { createStopWork } from './stop-work.ts';
import { createWakingWork } from './waking-work.ts';
import { createWebhookWork } from './webhook-work.ts';
import type { Brake, WorkWorld } from './work-world.ts';
import type { Phase, Work } from './work.ts';

/** All kinds of work, each with customers of its own. */
export function allWork(world: WorkWorld): Work[] {
  // Events reach nobody once their readers hang, so webhooks come first. An import holds the lock under which people are made and merged while it hangs, so whoever needs that lock comes before it.
  return [
    createWebhookWork(world),
    createAwayWork(world),
    createSearchWork(world),
    createWakingWork(world),
    createStopWork(world),
    createBulkWork(world),
    createImportWork(world),
    createExportWork(world),
  ];
}

/** Called with what happens, for a reader who waits. */
export type Tell = (text: string) => void;

const patienceMs = 300_000;

/**
 * Runs one phase of several kinds of work at once and kills in the middle of it: first the worker while it hangs inside a transaction of
 * each kind, then the API, then everything with the database. Resolves when all has come to rest.
 */
export async function runPhase(world: WorkWorld, phases: readonly Phase[], tell: Tell = () => undefined): Promise<void> {
  const brakes = new Map<string, Brake>();
  const hold = async (tables: readonly string[] = []): Promise<void> => {
    for (const table of tables) if (!brakes.has(table)) brakes.set(table, await world.brake(table));
  };
  try {
    for (const phase of phases) {
      if (phase.isUnderWay === undefined) await hold(phase.catchOn);
      await phase.begin();
      await waitUntil('the work is under way', async () => (await phase.isUnderWay?.()) ?? true, patienceMs);
      await hold(phase.catchOn);
      await phase.beginHeld?.(async () => {
        for (const table of phase.catchOn ?? []) {
          await brakes.get(table)?.release();
          brakes.set(table, await world.brake(table));
        }
      });
    }
    // Every reader of events hangs when the place it has reached cannot be written.
    const [readers] = await world.rows<{ count: number }>('select count(*)::int as count from event_consumers');
    for (const [table, brake] of brakes) {
      const count = table === 'event_consumers' ? (readers?.count ?? 0) : phases.filter((phase) => phase.catchOn?.includes(table)).length;
      await waitUntil(`the worker hangs at ${table}`, () => brake.isCaught(count), patienceMs);
    }
    await world.kill({ worker: true });
    tell('killed the worker inside its transactions');
  } finally {
    for (const brake of brakes.values()) await brake.release();
  }
  for (const phase of phases) await phase.whileDown?.();
  await world.kill({ api: true });
  const before = await progressOf(phases);
  await world.revive({ api: true, worker: true });
  tell('killed the API; both are back');
  await waitUntil('the work goes on', async () => (await progressOf(phases)) > before, patienceMs);
  await world.kill({ worker: true, api: true, postgres: true });
  await world.revive({ worker: true, api: true, postgres: true });
  tell('killed everything with the database; all is back');
  for (const phase of phases) await phase.settle();
  await waitUntil('every reader has read all that happened', () => isAllRead(world), patienceMs);
}

async function progressOf(phases: readonly Phase[]): Promise<number> {
  let sum = 0;
  for (const phase of phases) sum += (await phase.progress?.()) ?? 0;
  return sum;
}

/** What a whole run found, and what it went through. */
export type WorkReport = { findings: Record<string, string[]>; figures: Record<string, number> };

/** Runs everything there is on a fresh installation, in both directions. */
export async function runAllWork(world: WorkWorld, tell: Tell): Promise<WorkReport> {
  const works = allWork(world);
  const findings: Record<string, string[]> = {};
  for (const work of works) await work.prepare();
  tell('prepared');
  for (const index of [0, 1]) {
    await runPhase(
      world,
      works.flatMap(({ phases }) => phases.slice(index, index + 1)),
      tell,
    );
    tell('all has come to rest');
    for (const { name, phases } of works) {
      const found = (await phases[index]?.findings()) ?? [];
      if (found.length > 0) findings[`${name}, phase ${index + 1}`] = found;
    }
    const miscounted = await recount(world);
    if (miscounted.length > 0) findings[`recount after phase ${index + 1}`] = miscounted;
  }
  return { findings, figures: await figuresOf(world) };
}

async function figuresOf(world: WorkWorld): Promise<Record<string, number>> {
  const [row] = await world.rows<Record<string, number>>(
    `select (select count(*)::int from conversations) as conversations, (select count(*)::int from messages where direction = 'in') as received,
            (select count(*)::int from conversation_entries) as entries, (select count(*)::int from events) as events,
            (select sum((counts ->> 'processed')::int)::int from imports) as imported_rows,
            (select count(*)::int from bulk_action_items) as bulk_items,
            (select count(*)::int from messages where automatic_reason = 'away') as away_messages,
            (select count(*)::int from messages where automatic_reason = 'satisfaction') as questions,
            (select count(*)::int from messages where status = 'skipped' and reason_code = 'marketing_stopped') as stopped_marketing,
            (select count(*)::int from messages where status = 'unknown') as unknown_outcomes,
            (select count(*)::int from search_documents) as documents,
            (select count(*)::int from webhook_attempts) as webhook_attempts`,
  );
  return { ...row, arrived: (await world.arrived()).length };
}
