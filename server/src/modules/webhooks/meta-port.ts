import type { WebhookEventType } from '@kabar/contract';

/** An event to be shown as Meta would have told of it. Ids are database ids. */
export type MetaWebhookEvent = {
  id: string;
  type: WebhookEventType;
  /** Public ids, as in a thin event. */
  data: Readonly<Record<string, unknown>>;
  messageId: string | null;
  contactId: string | null;
  occurredAt: Date;
};

/**
 * Renders events of one workspace in the very shape of WhatsApp's own webhooks (`{ object: 'whatsapp_business_account', entry: […] }`). Gives the JSON
 * text of each body by event id; an event for which Meta has no notification, or whose subject is gone, is left out and not sent. Called with types that
 * the catalogue marks `meta`. Implemented by the module that speaks Meta's language to customers.
 */
export type RenderMetaWebhook = (workspaceId: string, events: readonly MetaWebhookEvent[]) => Promise<ReadonlyMap<string, string>>;
