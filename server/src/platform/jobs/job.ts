import type { z } from 'zod';

/**
 * A kind of background work, declared once by the module that owns it. Jobs carry rare and scheduled work; the message
 * path has tables of its own. A job is a trigger, never the record: payloads hold ids, not personal data.
 */
export type JobDefinition<Payload> = {
  /** `module.verb_noun`, e.g. `numbers.refresh_health`. Never reused for other work. */
  name: string;
  /** A field added later is optional, because jobs written by the previous release are still waiting. */
  schema: z.ZodType<Payload>;
  /** After this long the run's signal is aborted and the run counts as failed. */
  timeoutMs: number;
  /** Waits grow from `delayMs` to `maxDelayMs`; after `limit` further tries the job is dead. */
  retry: { limit: number; delayMs: number; maxDelayMs: number };
  /** Runs of this job at once in one process. */
  concurrency: number;
  /** Runs by itself at these times (five fields, UTC), with `{}` as payload. A time missed while down runs once. */
  cron?: string;
  /** True: at most one job of this name and key waits or runs; further ones are dropped when enqueued. */
  isExclusive?: boolean;
};

/** What a handler learns about its run. `attempt` starts at 1. */
export type JobRun = { jobId: string; attempt: number; signal: AbortSignal };

/** `dead`: trying again cannot help. Any throw means: try again later. */
export type JobOutcome = { kind: 'done' } | { kind: 'dead'; reason: string };

/** A definition together with the code that does it. */
export type BoundJob = {
  definition: JobDefinition<never>;
  /** Checks the payload and runs the handler. Errors: the handler's; a payload that does not fit gives `dead`. */
  run(payload: unknown, run: JobRun): Promise<JobOutcome>;
};

/** Declares a job. Exported by modules so that others may enqueue it without knowing its handler. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

/**
 * Joins a definition with its handler. The handler must be idempotent: a run may be repeated after a crash at any point,
 * so it runs at least once, and the test harness runs each twice.
 */
export function bindJob<Payload>(
  definition: JobDefinition<Payload>,
  handler: (payload: Payload, run: JobRun) => Promise<JobOutcome | void>,
): BoundJob {
  return {
    // Only `run` knows the payload's type; the list of jobs needs the other fields.
    definition: definition as unknown as JobDefinition<never>,
    run: async (payload, run) => {
      const parsed = definition.schema.safeParse(payload ?? {});
      if (!parsed.success) return { kind: 'dead', reason: 'the payload does not fit the schema of this release' };
      return (await handler(parsed.data, run)) ?? { kind: 'done' };
    },
  };
}
