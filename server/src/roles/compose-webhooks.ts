import { ID_PREFIXES, type IdKind } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import { loadRecords, type PeopleDeps } from '#modules/contacts';
import { renderWebhooks } from '#modules/graph';
import { loadMessages } from '#modules/messages';
import { getNumber, type NumbersContext } from '#modules/numbers';
import { getTemplate } from '#modules/templates';
import {
  createAddressRules,
  createListenerHub,
  createWebhookEgress,
  createWebhookEngine,
  listenerRoutes,
  webhooksJobs,
  webhooksRoutes,
  type LoadThings,
  type WebhooksContext,
} from '#modules/webhooks';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** What webhooks take from the modules below and beside them. */
export type WebhooksNeeds = {
  audit: AuditContext;
  people: PeopleDeps;
  numbers: NumbersContext;
  publicUrl: string;
};

/** Ranges that a program on the same laptop has. */
const loopback = ['127.0.0.0/8', '::1/128'];

/** Builds outgoing webhooks. While Kabar runs a database of its own it is a laptop, where programs on the same machine may be told. */
export function composeWebhooks(
  context: Context,
  needs: WebhooksNeeds,
): Pick<Modules, 'routes' | 'jobs' | 'parts' | 'engines' | 'closeStreams'> {
  const { config, db, clock, ids, log, metrics, keyring, notifications, feed, mails, holder } = context;
  const rules = createAddressRules({
    ports: config.webhooks.ports,
    ownNetworks: config.webhooks.networks ?? (config.isEmbedded ? loopback : []),
  });
  const egress = createWebhookEgress(rules, { count: context.gate.count });
  const webhooks: WebhooksContext = {
    db,
    clock,
    ids,
    log,
    metrics,
    keyring,
    audit: needs.audit,
    notifications,
    feed,
    mails,
    egress,
    rules,
    publicUrl: needs.publicUrl,
    loadThings: loadThings(context, needs),
    renderMeta: (workspaceId, events) => renderWebhooks({ db, keyring }, workspaceId, events),
  };
  const listeners = createListenerHub(webhooks);
  const engine = createWebhookEngine(webhooks, { holder });
  return {
    routes: [...webhooksRoutes(webhooks), ...listenerRoutes(listeners)],
    jobs: webhooksJobs(webhooks),
    parts: [{ name: 'webhook_egress', stop: () => egress.close() }],
    closeStreams: () => listeners.close(),
    engines: [{ name: engine.name, start: () => engine.start(), stop: (graceMs) => engine.stop(graceMs) }],
  };
}

function loadThings({ db, clock, keyring }: Context, { people, numbers }: WebhooksNeeds): LoadThings {
  const uuids = (kind: IdKind, publicIds: readonly string[]): string[] =>
    publicIds.flatMap((id) => fromPublicId(ID_PREFIXES[kind], id) ?? []);
  return {
    message: async (workspaceId, publicIds) => byId(await loadMessages({ db, keyring }, workspaceId, uuids('message', publicIds))),
    contact: async (workspaceId, publicIds) => byId([...(await loadRecords(people, workspaceId, uuids('contact', publicIds))).values()]),
    number: async (workspaceId, publicIds) => byId(await each(uuids('number', publicIds), (id) => getNumber(numbers, workspaceId, id))),
    template: async (workspaceId, publicIds) =>
      byId(await each(uuids('template', publicIds), (id) => getTemplate({ db, clock }, workspaceId, id))),
  };
}

function byId<Thing extends { id: string }>(things: readonly Thing[]): Map<string, Thing> {
  return new Map(things.map((thing) => [thing.id, thing]));
}

/** Loads few things one by one; those that are gone are left out. */
async function each<Thing>(ids: readonly string[], load: (id: string) => Promise<Thing>): Promise<Thing[]> {
  const loaded = await Promise.all(
    ids.map((id) =>
      load(id).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'not_found') return null;
        throw error;
      }),
    ),
  );
  return loaded.filter((thing) => thing !== null);
}
