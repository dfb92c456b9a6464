import { CONSENT_LANGUAGES } from '@kabar/contract';
import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { ConfirmationOrder } from './consent-context.ts';
import type { SettingsMemory } from './consent-settings.ts';
import { defaultStartConfirmations, defaultStopConfirmations } from './default-texts.ts';

/** Tells a customer that their stop or return was understood. Ordered in the transaction of its cause, so that it happens exactly if that does. */
export const confirmJob = defineJob({
  name: 'consent.confirm',
  schema: z.object({
    workspaceId: z.uuid(),
    contactId: z.uuid(),
    numberId: z.uuid(),
    kind: z.enum(['stop', 'start']),
    language: z.enum(CONSENT_LANGUAGES),
    recordId: z.uuid(),
  }),
  timeoutMs: 30_000,
  retry: { limit: 5, delayMs: 2_000, maxDelayMs: 60_000 },
  concurrency: 2,
});

/** What the confirmation needs; `say` sends once per key through the gate that every message passes. */
export type ConfirmationSender = {
  settings: SettingsMemory;
  say(order: ConfirmationOrder, key: string, text: string): Promise<unknown>;
};

/** Sends one confirmation in the words of the workspace, else in ours. Idempotent by the record it confirms. */
export async function confirmConsent(sender: ConfirmationSender, order: ConfirmationOrder): Promise<void> {
  const settings = await sender.settings.of(order.workspaceId);
  const [own, ours] =
    order.kind === 'stop'
      ? [settings.stop_confirmations, defaultStopConfirmations]
      : [settings.start_confirmations, defaultStartConfirmations];
  await sender.say(order, `consent:${order.recordId}`, own[order.language] ?? ours[order.language]);
}

/** The background work of this module. */
export function consentJobs(sender: ConfirmationSender): BoundJob[] {
  return [bindJob(confirmJob, (order) => confirmConsent(sender, order))];
}
