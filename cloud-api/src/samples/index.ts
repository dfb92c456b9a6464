import { accountSamples } from './account-samples.ts';
import { messageSamples } from './message-samples.ts';
import { otherSamples } from './other-samples.ts';
import type { WebhookSample } from './sample.ts';
import { statusSamples } from './status-samples.ts';

export { envelope, SAMPLE_IDS, SAMPLE_TIME, sampleContact, sampleMetadata, sampleWamid } from './sample.ts';
export type { WebhookSample } from './sample.ts';
export { accountSamples, messageSamples, otherSamples, statusSamples };

/** All golden webhook bodies. */
export const webhookSamples: readonly WebhookSample[] = [...messageSamples, ...statusSamples, ...otherSamples, ...accountSamples];

/**
 * The body as it goes over the wire. Meta escapes everything beyond ASCII as lower-case `\uXXXX` and signs that form.
 * Source: public captures and issue threads about signature failures, 2025 to 2026.
 */
export function sampleWireBytes(sample: WebhookSample): Buffer {
  const escaped = JSON.stringify(sample.body).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(escaped, 'latin1');
}
