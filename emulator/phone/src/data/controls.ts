/** One switch of the weather page: what it is called, what it does, and where it stands in the behaviours. */
export type Control = { path: string; label: string; hint?: string } & (
  | { kind: 'switch' }
  | { kind: 'percent' }
  /** A fault by chance, and for exactly the next calls: `path` holds `probability` and `next`. */
  | { kind: 'fault' }
  | { kind: 'number'; min: number; max: number; unit: string }
  | { kind: 'choice'; choices: readonly { value: string; label: string }[] }
);

/** A card of switches. */
export interface ControlGroup {
  title: string;
  what: string;
  controls: readonly Control[];
}

function fault(name: string, label: string, hint: string): Control {
  return { path: `upstream.${name}`, label, hint, kind: 'fault' };
}

/** All cards, in the order in which people look for them. */
export const CONTROL_GROUPS: readonly ControlGroup[] = [
  {
    title: 'Sending',
    what: 'What happens when the business calls the send API.',
    controls: [
      fault('httpError', 'Server errors', 'Answers 503 and takes nothing'),
      fault('httpErrorAfterAccept', 'Errors after taking', 'Takes the message, then answers 500: the outcome is unknown'),
      fault('hangAfterAccept', 'No answer after taking', 'Takes the message and never answers'),
      fault('resetAfterAccept', 'Broken connection after taking', 'Takes the message, then cuts the line'),
      fault('hang', 'No answer', 'Takes nothing and never answers'),
      fault('reset', 'Broken connection', 'Takes nothing and cuts the line'),
      fault('slow', 'Slow answers', 'Between half a second and three seconds'),
    ],
  },
  {
    title: 'Statuses',
    what: 'How sent, delivered and read come about.',
    controls: [
      { path: 'statuses.autoSent', label: 'Messages are sent', kind: 'switch' },
      { path: 'statuses.autoDelivered', label: 'Messages are delivered', kind: 'switch' },
      { path: 'statuses.autoRead', label: 'Everybody reads at once', kind: 'switch' },
      { path: 'statuses.failProbability', label: 'Messages fail', hint: 'With the code below', kind: 'percent' },
      { path: 'statuses.failCode', label: 'Code of failures', kind: 'number', min: 0, max: 9_999_999, unit: '' },
      { path: 'statuses.drop.delivered', label: '“Delivered” is never told', kind: 'percent' },
      { path: 'statuses.drop.sent', label: '“Sent” is never told', kind: 'percent' },
      { path: 'statuses.drop.read', label: '“Read” is never told', kind: 'percent' },
    ],
  },
  {
    title: 'Webhooks',
    what: 'How news travels to the business.',
    controls: [
      { path: 'webhooks.isEnabled', label: 'Webhooks are sent', kind: 'switch' },
      { path: 'webhooks.batchSize', label: 'Updates per POST', kind: 'number', min: 1, max: 1000, unit: '' },
      { path: 'webhooks.reorder', label: 'Out of order', kind: 'percent' },
      { path: 'webhooks.duplicate', label: 'Sent twice', kind: 'percent' },
      { path: 'webhooks.delay.minMs', label: 'Late by at least', kind: 'number', min: 0, max: 3_600_000, unit: 'ms' },
      { path: 'webhooks.delay.maxMs', label: 'Late by at most', kind: 'number', min: 0, max: 3_600_000, unit: 'ms' },
      {
        path: 'webhooks.statusBeforeResponse',
        label: 'Status before the answer',
        hint: 'The status overtakes the send call',
        kind: 'switch',
      },
      { path: 'webhooks.unknownFields', label: 'Undocumented fields', kind: 'percent' },
      { path: 'webhooks.escapeSlashes', label: 'Slashes written as \\/', kind: 'switch' },
    ],
  },
  {
    title: 'Limits',
    what: 'How much Meta lets through.',
    controls: [
      { path: 'limits.throughput', label: 'Messages per second and number', hint: '80, or 1,000 after an upgrade', kind: 'switch' },
      { path: 'limits.pair', label: 'Messages to one person', hint: 'One in 6 seconds, 45 at once', kind: 'switch' },
      { path: 'limits.messagingLimit', label: 'People per day', hint: 'As the tier of the number says', kind: 'switch' },
    ],
  },
  {
    title: 'Rules',
    what: 'Messages that Meta takes and then refuses.',
    controls: [
      { path: 'policies.window', label: 'The 24 hour window', hint: 'Free text outside it fails with 131047', kind: 'switch' },
      { path: 'policies.optOut', label: 'Respect stopped offers', hint: 'Marketing fails with 131050', kind: 'switch' },
      { path: 'policies.marketingCap', label: 'Marketing held back', hint: 'Fails with 131049', kind: 'percent' },
      { path: 'policies.paymentProblem', label: 'No working payment method', hint: 'Everything fails with 131042', kind: 'switch' },
      { path: 'policies.unknownNumbersHaveWhatsApp', label: 'Unknown numbers have WhatsApp', kind: 'switch' },
    ],
  },
  {
    title: 'Template review',
    what: 'What becomes of new and edited templates.',
    controls: [
      {
        path: 'templates.review',
        label: 'Decision',
        kind: 'choice',
        choices: [
          { value: 'by_content', label: 'Approve, unless the text says “reject”' },
          { value: 'approve', label: 'Approve all' },
          { value: 'reject', label: 'Reject all' },
          { value: 'never', label: 'Leave pending' },
        ],
      },
      { path: 'templates.reviewDelayMs', label: 'After', kind: 'number', min: 0, max: 86_400_000, unit: 'ms' },
    ],
  },
];

/** Value at a dotted path. */
export function valueAt(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
      root,
    );
}

/** A patch with one value at a dotted path. */
export function patchAt(path: string, value: unknown): unknown {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}
