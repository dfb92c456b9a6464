import { ID_PREFIXES } from '@kabar/contract';
import { z } from 'zod';
import { installationId } from '#modules/keyring';
import { withEngine } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { clockStates, isOpen } from './clock-states.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { selectGuardians, selectOpenIncidents, type IncidentRow } from './incidents.sql.ts';
import { openClocks } from './present-incident.ts';
import { tellJob, tellPersons } from './tell-persons.ts';

/** Every five minutes: reminds of clocks that run out. */
const remindJob = defineJob({
  name: 'incidents.remind',
  schema: z.object({}),
  timeoutMs: 120_000,
  retry: { limit: 2, delayMs: 10_000, maxDelayMs: 60_000 },
  concurrency: 1,
  cron: '*/5 * * * *',
});

const hourMs = 3_600_000;
const mostIncidents = 500;

/** The background work of this module. */
export function incidentsJobs(ctx: IncidentsContext): BoundJob[] {
  return [bindJob(remindJob, () => remindOfClocks(ctx)), bindJob(tellJob, (order) => tellPersons(ctx, order))];
}

/**
 * Mails those who decide about privacy in a workspace, or the people who run the installation, when half of a clock's time is gone, two hours before its end, and when it is
 * over; each stage once.
 */
export async function remindOfClocks(ctx: IncidentsContext): Promise<void> {
  await withEngine(ctx.db, 'reminders about clocks of incidents', async (tx) => {
    const now = ctx.clock.now();
    for (const row of await tx.query<IncidentRow>(selectOpenIncidents(mostIncidents))) {
      const isOperator = row.ownerId === installationId;
      const settled = (await openClocks(ctx, tx, row.ownerId, [row.id])).get(row.id) ?? [];
      const due = clockStates(row, isOperator, settled, now).flatMap((clock) => {
        const stage = isOpen(clock) && clock.due_at !== null ? stageOf(row.knownAt, new Date(clock.due_at), now) : null;
        return stage === null ? [] : [{ clock, stage }];
      });
      if (due.length === 0) continue;
      const people = isOperator
        ? ctx.operators.map((email) => ({ email, slug: null }))
        : await tx.query<{ email: string; slug: string }>(selectGuardians(row.ownerId));
      for (const { clock, stage } of due) {
        for (const { email, slug } of people) {
          const page = slug === null ? 'operator/incidents' : `w/${slug}/privacy/incidents`;
          const who = {
            authority: clock.authority ?? 'the authority',
            persons: 'the people concerned',
            workspaces: 'the workspaces concerned',
          }[clock.party];
          const dueText = `${(clock.due_at ?? '').slice(0, 16).replace('T', ' ')} UTC`;
          await ctx.mails.add(
            tx,
            {
              to: email,
              subject: stage === 'over' ? `Late: tell ${who} of an incident` : `By ${dueText}: tell ${who} of an incident`,
              text: [
                stage === 'over'
                  ? `The time to tell ${who} ended at ${dueText} (${clock.law}). Tell them now and record why it is late.`
                  : `An incident has to be told to ${who} by ${dueText} (${clock.law}).`,
                stage === 'over'
                  ? `Batas waktu memberi tahu sudah lewat pada ${dueText}. Beri tahu sekarang dan catat alasannya.`
                  : `Sebuah insiden harus diberitahukan paling lambat ${dueText}.`,
                `${ctx.publicUrl}/${page}/${toPublicId(ID_PREFIXES.incident, row.id)}`,
              ].join('\n\n'),
            },
            { template: 'incident_reminder', dedupeKey: `incident_reminder:${row.id}:${clock.key}:${stage}:${email}` },
          );
        }
      }
    }
  });
}

/** Which reminder is due; null before half of the time is gone. Pure. */
export function stageOf(knownAt: Date, dueAt: Date, now: Date): 'half' | 'last' | 'over' | null {
  if (now >= dueAt) return 'over';
  if (dueAt.getTime() - now.getTime() <= 2 * hourMs) return 'last';
  return now.getTime() - knownAt.getTime() >= (dueAt.getTime() - knownAt.getTime()) / 2 ? 'half' : null;
}
