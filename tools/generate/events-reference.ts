import { EVENTS, WEBHOOK_EVENTS, webhookExample, type WebhookEventType } from '@kabar/contract';

/** Makes `docs/reference/events.md`: everything that webhooks and the live stream can tell of. */
export function generateEventsReference(): string {
  const types = Object.keys(WEBHOOK_EVENTS) as WebhookEventType[]; // the keys of a literal object
  return [
    '# Events',
    '',
    '<!-- Generated from contract/src/webhook-events.ts and contract/src/events.ts by `npm run generate`. Do not edit. -->',
    '',
    'What Kabar tells of. [Events](../concepts/events.md) says what you can rely on, [webhooks](../guides/webhooks.md) how to be told.',
    '',
    '## Events of webhooks',
    '',
    'A type is never renamed, and a retired one never used again. An endpoint names types, families (`message.*`) or everything (`*`); it is told only of what its permissions allow.',
    '',
    '| type | tells that | permission |',
    '| --- | --- | --- |',
    ...types.map(
      (type) => `| [${type}](#${type.replaceAll('.', '')}) | ${WEBHOOK_EVENTS[type].about} | \`${WEBHOOK_EVENTS[type].permission}\` |`,
    ),
    '',
    ...types.flatMap((type) => {
      const { about, full, meta } = WEBHOOK_EVENTS[type];
      return [
        `### ${type}`,
        '',
        about,
        '',
        ...(full === null ? [] : [`With \`payload: "full"\` the ${full} itself comes along.`, '']),
        ...(meta ? ["Also in Meta's format.", ''] : []),
        '```json',
        JSON.stringify(webhookExample(type), null, 2),
        '```',
        '',
      ];
    }),
    '## Events of the live stream',
    '',
    '`GET /v1/events/stream` tells dashboards what to load again. It carries ids only.',
    '',
    '| type | ids | permission |',
    '| --- | --- | --- |',
    ...Object.entries(EVENTS).map(
      ([type, { data, permission }]) => `| \`${type}\` | ${data.map((id) => `\`${id}\``).join(', ')} | \`${permission}\` |`,
    ),
    '',
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
