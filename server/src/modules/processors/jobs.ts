import { z } from 'zod';
import { withEngine } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { moveRegister } from './announce-processor.ts';
import { problemsOf } from './judge-processor.ts';
import { loadRegister } from './load-register.ts';
import { sayProblems } from './problem-words.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { deleteCalls, type ProcessorRow } from './processors.sql.ts';

/** Every morning: reminds of what runs out, and forgets old counts. */
const remindJob = defineJob({
  name: 'processors.remind',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '5 6 * * *',
});

const moveJob = defineJob({
  name: 'processors.move',
  schema: z.object({}),
  timeoutMs: 10 * 60_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '*/5 * * * *',
  isExclusive: true,
});

const dayMs = 86_400_000;
const keptDays = 400;
/** Days ahead of an end at which a mail goes out; each once. */
const stages = [30, 14, 3, 0] as const;

/** The background work of this module. */
export function processorsJobs(ctx: ProcessorsContext): BoundJob[] {
  return [
    bindJob(remindJob, () => remind(ctx)),
    bindJob(moveJob, async () => {
      await moveRegister(ctx);
    }),
  ];
}

/** Mails the people who run the installation about recipients whose time ends within 30, 14, 3 or 0 days; each stage once. */
export async function remind(ctx: ProcessorsContext): Promise<void> {
  const now = ctx.clock.now();
  const today = now.toISOString().slice(0, 10);
  const { processors, transfers } = await loadRegister(ctx.db, now);
  const due = processors.flatMap((row) => {
    const end = endOf(row);
    if (end === null) return [];
    const daysLeft = Math.ceil((end.getTime() - now.getTime()) / dayMs);
    const stage = stages.findLast((days) => daysLeft <= days);
    return stage === undefined ? [] : [{ row, end, stage, problems: problemsOf(row, transfers, ctx.homeRegion, today) }];
  });
  await withEngine(ctx.db, 'reminders about recipients of the installation', async (tx) => {
    await tx.query(deleteCalls(new Date(now.getTime() - keptDays * dayMs).toISOString().slice(0, 10)));
    for (const { row, end, stage, problems } of due) {
      for (const to of ctx.operators) {
        const endDay = end.toISOString().slice(0, 10);
        await ctx.mails.add(
          tx,
          {
            to,
            subject: `${row.name}: complete the register by ${endDay}`,
            text: [
              row.status === 'provisional'
                ? `${row.name} is used without a recorded contract and assessment. From ${endDay} on, connections to it are refused; messages and mails then wait.`
                : `The assessment of ${row.name} ends on ${endDay}. 30 days later, connections to it are refused.`,
              `What is missing: ${sayProblems(problems) || 'a new assessment'}.`,
              `${ctx.publicUrl}/operator/recipients`,
            ].join('\n\n'),
          },
          { template: 'recipient_reminder', dedupeKey: `recipient_reminder:${row.id}:${endDay}:${stage}:${to}` },
        );
      }
    }
  });
}

function endOf(row: ProcessorRow): Date | null {
  if (row.status === 'provisional') return row.provisionalUntil;
  if (row.status !== 'active' || row.assessedUntil === null || row.role === 'own_infrastructure') return null;
  return new Date(`${row.assessedUntil}T23:59:59Z`);
}
