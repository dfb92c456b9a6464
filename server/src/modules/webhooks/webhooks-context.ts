import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Egress } from '#platform/egress/egress';
import type { EventFeed } from '#platform/events/event-feed';
import type { Notifications } from '#platform/events/notifications';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { MailOutbox } from '#platform/mail/mail-outbox';
import type { Metrics } from '#platform/metrics';
import type { RenderMetaWebhook } from './meta-port.ts';
import type { AddressRules } from './net/address-rules.ts';

/**
 * The things that full events carry, by public id, as the API shows them. Absent ones were deleted or erased meanwhile. Each takes public ids of one
 * workspace, at most a few hundred.
 */
export type LoadThings = Readonly<
  Record<
    'message' | 'contact' | 'number' | 'template',
    (workspaceId: string, publicIds: readonly string[]) => Promise<ReadonlyMap<string, unknown>>
  >
>;

/** What this module works with. */
export type WebhooksContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  keyring: Keyring;
  audit: AuditContext;
  notifications: Notifications;
  feed: EventFeed;
  mails: Pick<MailOutbox, 'add'>;
  /** Made by `createWebhookEgress`: reaches only what the rules allow. */
  egress: Egress;
  rules: AddressRules;
  /** Address of the dashboard, for mails. */
  publicUrl: string;
  loadThings: LoadThings;
  renderMeta: RenderMetaWebhook;
};
