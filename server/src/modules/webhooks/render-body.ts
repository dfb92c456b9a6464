import { ID_PREFIXES, WEBHOOK_EVENTS, WEBHOOK_TEST_TYPE, type WebhookEvent, type WebhookEventType } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { WebhooksContext } from './webhooks-context.ts';

/** An event as it is stored. */
export type RenderableEvent = {
  id: string;
  type: WebhookEventType;
  data: Readonly<Record<string, unknown>>;
  contactId: string | null;
  messageId: string | null;
  occurredAt: Date;
};

/** Public id of an event, the same as the header `webhook-id`. */
export function publicEventId(id: string): WebhookEvent['id'] {
  return toPublicId(ID_PREFIXES.event, id) as WebhookEvent['id']; // joins exactly this prefix and 26 characters
}

/** Body of a thin event: the same bytes whenever it is made. */
export function renderThin(workspaceId: string, event: RenderableEvent, more: Readonly<Record<string, unknown>> = {}): string {
  const body: WebhookEvent = {
    id: publicEventId(event.id),
    type: event.type,
    version: WEBHOOK_EVENTS[event.type].version,
    timestamp: event.occurredAt.toISOString(),
    workspace_id: toPublicId(ID_PREFIXES.workspace, workspaceId) as WebhookEvent['workspace_id'],
    data: { ...event.data, ...more },
  };
  return JSON.stringify(body);
}

const idFields = { message: 'message_id', contact: 'contact_id', number: 'number_id', template: 'template_id' } as const;

/** Bodies larger than this stay thin. */
const maxFullBytes = 256 * 1024;

/**
 * Bodies of events of one workspace for an endpoint, by event id. Full ones carry the thing as it is now; where it is gone, or too large, the event stays
 * thin. In Meta's format an event that Meta does not know is left out.
 */
export async function renderBodies(
  ctx: Pick<WebhooksContext, 'loadThings' | 'renderMeta'>,
  workspaceId: string,
  endpoint: { format: 'kabar' | 'meta'; payload: 'thin' | 'full' },
  events: readonly RenderableEvent[],
): Promise<Map<string, string>> {
  if (endpoint.format === 'meta') {
    const tests = events.filter((event) => event.type === WEBHOOK_TEST_TYPE);
    const real = events.filter((event) => event.type !== WEBHOOK_TEST_TYPE);
    const rendered = real.length === 0 ? [] : await ctx.renderMeta(workspaceId, real);
    // Meta has no test event; an envelope without entries is valid and says nothing.
    return new Map([...rendered, ...tests.map(({ id }) => [id, '{"object":"whatsapp_business_account","entry":[]}'] as const)]);
  }
  const things = endpoint.payload === 'full' ? await loadThings(ctx, workspaceId, events) : new Map<string, unknown>();
  return new Map(
    events.map((event) => {
      const kind = WEBHOOK_EVENTS[event.type].full;
      const thing = kind === null ? undefined : things.get(String(event.data[idFields[kind]]));
      const thin = renderThin(workspaceId, event);
      if (kind === null || thing === undefined) return [event.id, thin];
      const full = renderThin(workspaceId, event, { [kind]: thing });
      return [event.id, Buffer.byteLength(full) > maxFullBytes ? thin : full];
    }),
  );
}

async function loadThings(
  ctx: Pick<WebhooksContext, 'loadThings'>,
  workspaceId: string,
  events: readonly RenderableEvent[],
): Promise<Map<string, unknown>> {
  const wanted = new Map<keyof typeof idFields, Set<string>>();
  for (const { type, data } of events) {
    const kind = WEBHOOK_EVENTS[type].full;
    if (kind === null) continue;
    const ids = wanted.get(kind) ?? new Set();
    wanted.set(kind, ids.add(String(data[idFields[kind]])));
  }
  const loaded = await Promise.all([...wanted].map(([kind, ids]) => ctx.loadThings[kind](workspaceId, [...ids])));
  return new Map(loaded.flatMap((things) => [...things]));
}
