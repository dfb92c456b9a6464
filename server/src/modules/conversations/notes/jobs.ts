import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { NotesContext } from './notes-context.ts';
import { deleteOldNoteRequests } from './notes.sql.ts';

const keptMs = 7 * 24 * 3_600_000;
const rowsPerStep = 5_000;

const forgetRequests = defineJob({
  name: 'conversations.forget_note_requests',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 5, delayMs: 30_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '37 * * * *',
});

/** Jobs of notes: idempotency keys are kept for seven days, longer than any sensible retry. */
export function noteJobs(ctx: Pick<NotesContext, 'db' | 'clock'>): BoundJob[] {
  return [
    bindJob(forgetRequests, async (_payload, run) => {
      const before = new Date(ctx.clock.now().getTime() - keptMs);
      let count = rowsPerStep;
      while (count === rowsPerStep && !run.signal.aborted) {
        const [row] = await engineQuery<{ count: number }>(ctx.db, deleteOldNoteRequests(before, rowsPerStep));
        count = row?.count ?? 0;
      }
    }),
  ];
}
