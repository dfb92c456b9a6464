import type { PeopleDeps } from '#modules/contacts';
import type { Notifications } from '#platform/events/notifications';
import type { Route } from '#platform/http/route';
import type { BoundJob } from '#platform/jobs/job';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import { createDeliveryStore } from './delivery-store.ts';
import type { IntakeContext } from './intake-context.ts';
import { createIntakeEngine, type IntakeEngine } from './intake-engine.ts';
import { createIntakeMetrics } from './intake-metrics.ts';
import { intakeJobs } from './jobs.ts';
import { intakeRoutes } from './routes.ts';

/** What the intake is built from. Functions of other modules are handed in by the role. */
export type IntakeOptions = PeopleDeps &
  Pick<
    IntakeContext,
    'payloadRetentionDays' | 'webhookAccountByKey' | 'applyAccountEvents' | 'recordWebhooks' | 'registerMedia' | 'hearConsents'
  > & {
    log: Log;
    metrics: Metrics;
    notifications: Notifications;
    /** Name of this process as a holder of leases. */
    holder: string;
  };

/** The intake of one process. */
export type Intake = {
  ctx: IntakeContext;
  routes: Route[];
  jobs: BoundJob[];
  /** Works on stored deliveries; for processes that do work. */
  engine: IntakeEngine;
  /** Waits until every accepted delivery is stored. After HTTP has stopped. */
  close(): Promise<void>;
};

/** Builds the intake. Nothing runs before `engine.start`. */
export function createIntake(options: IntakeOptions): Intake {
  const { notifications, holder, metrics, ...rest } = options;
  // The store wakes the engine of its own process at once; the others hear it from the database.
  let wake: (lanes: readonly number[]) => void = () => undefined;
  const ctx: IntakeContext = {
    ...rest,
    metrics: createIntakeMetrics(metrics),
    store: createDeliveryStore({ db: options.db, wake: (lanes) => wake(lanes) }),
  };
  const engine = createIntakeEngine(ctx, { notifications, holder });
  wake = engine.wake;
  return { ctx, routes: intakeRoutes(ctx), jobs: intakeJobs(ctx), engine, close: () => ctx.store.close() };
}
