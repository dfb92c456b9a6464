import { OVERRIDABLE_WEBHOOK_FIELDS } from '@kabar/cloud-api';
import type { BehaviourBook, Behaviours } from '../behaviours.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { App, PhoneNumber } from '../world/entities.ts';
import type { World } from '../world/world.ts';
import type { Deliverer } from './deliverer.ts';
import { signBody, toWireBody } from './wire.ts';

type JsonObject = Record<string, unknown>;

/** One thing to tell. */
export interface Update {
  wabaId: string;
  field: string;
  /** Set for `messages` and its relatives: brings `metadata` and the number's own switches and callback. */
  number?: PhoneNumber;
  /** List inside the value that the item joins, such as `statuses`; without it the item is the whole value. */
  list?: string;
  item: JsonObject;
  contact?: JsonObject | undefined;
  /** Only for webhook versions below 24. */
  conversation?: JsonObject | undefined;
  inboundOrder?: number;
  /** Runs when the update is built, so that the state it tells is stored in the same commit as the webhook. */
  onBuild?: () => void;
  /** The state is stored but nobody is told. */
  isDropped?: boolean;
}

/** Collects updates for a moment, builds signed bodies and hands them to the deliverer. */
export interface Outbox {
  push(update: Update): void;
  /** Builds what is waiting, now. */
  flush(): void;
}

interface Target {
  app: App;
  url: string;
}

const MAX_BODY_BYTES = 3 * 1024 * 1024;
const overridable: ReadonlySet<string> = new Set(OVERRIDABLE_WEBHOOK_FIELDS);

/** Fields that live systems were seen to add without a word. Source: public captures, 2025 to 2026. */
function undocumentedFields(random: Random): JsonObject {
  return {
    from_logical_id: String(random.between(1, 1e9)),
    internal_1p_only_data: { bucket: random.between(0, 9), labels: ['a', null], nested: { deeper: [1, 2.5, true] } },
  };
}

/** Creates the outbox. */
export function createOutbox(context: {
  world: World;
  clock: Clock;
  random: Random;
  behaviours: BehaviourBook;
  deliverer: Deliverer;
}): Outbox {
  const { world, clock, random, behaviours, deliverer } = context;
  let waiting: Update[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Precedence: number, then WABA, then app; only some fields follow overrides. Source: 2026-04-21. */
  function targetsOf(update: Update): Target[] {
    const waba = world.wabas.get(update.wabaId);
    if (!waba) return [];
    return waba.subscriptions.flatMap((subscription) => {
      const app = world.apps.get(subscription.appId);
      if (!app?.fields.includes(update.field)) return [];
      const override = overridable.has(update.field) ? (update.number?.overrideCallbackUrl ?? subscription.overrideCallbackUrl) : null;
      const url = override ?? app.callbackUrl;
      return url === null ? [] : [{ app, url }];
    });
  }

  function itemOf(update: Update, app: App, switches: Behaviours): JsonObject {
    let item = update.item;
    if (update.conversation && app.webhookVersion < 24) item = { ...item, conversation: update.conversation };
    if (random.chance(switches.webhooks.unknownFields)) item = { ...item, ...undocumentedFields(random) };
    return item;
  }

  /** Entries of one body: per WABA, per field and number and list, in order of first appearance. */
  function buildBody(app: App, updates: readonly Update[], switches: Behaviours): JsonObject {
    const entries: JsonObject[] = [];
    const conversationEntries = new Map<string, JsonObject[]>();
    const values = new Map<string, { list: JsonObject[]; contacts: Map<string, JsonObject> }>();
    for (const update of updates) {
      const item = itemOf(update, app, switches);
      if (update.list === undefined) {
        entries.push({ id: update.wabaId, time: clock.nowSeconds(), changes: [{ value: item, field: update.field }] });
        continue;
      }
      const key = `${update.wabaId}/${update.field}/${update.number?.id ?? ''}/${update.list}`;
      let value = values.get(key);
      if (!value) {
        value = { list: [], contacts: new Map() };
        values.set(key, value);
        let changes = conversationEntries.get(update.wabaId);
        if (!changes) {
          changes = [];
          conversationEntries.set(update.wabaId, changes);
          entries.push({ id: update.wabaId, changes });
        }
        changes.push({ value: listValue(update, value), field: update.field });
      }
      value.list.push(item);
      if (update.contact) value.contacts.set(String(update.contact['user_id']), update.contact);
    }
    return { object: 'whatsapp_business_account', entry: entries };
  }

  /** The value grows after this: `contacts` is read when the body is written. */
  function listValue(update: Update, value: { list: JsonObject[]; contacts: Map<string, JsonObject> }): JsonObject {
    const metadata = update.number && {
      display_phone_number: update.number.digits,
      phone_number_id: update.number.id,
    };
    return {
      messaging_product: 'whatsapp',
      ...(metadata ? { metadata } : {}),
      toJSON(this: JsonObject) {
        const { toJSON: _toJSON, ...rest } = this;
        const contacts = value.contacts.size > 0 ? { contacts: [...value.contacts.values()] } : {};
        return { ...rest, ...contacts, [update.list ?? '']: value.list };
      },
    };
  }

  function send(target: Target, updates: readonly Update[], switches: Behaviours): void {
    const body = toWireBody(buildBody(target.app, updates, switches), switches.webhooks.escapeSlashes);
    if (body.length > MAX_BODY_BYTES && updates.length > 1) {
      const half = updates.length >> 1;
      send(target, updates.slice(0, half), switches);
      send(target, updates.slice(half), switches);
      return;
    }
    const webhook = {
      appId: target.app.id,
      url: target.url,
      fields: [...new Set(updates.map((update) => update.field))].join(','),
      updateCount: updates.length,
      body,
      signature: signBody(body, target.app.secret),
      inboundOrders: updates.flatMap((update) => (update.inboundOrder === undefined ? [] : [update.inboundOrder])),
    };
    const { delay, reorder, duplicate } = switches.webhooks;
    // A lone update cannot change places inside its body, so its whole POST is held back instead.
    const heldBackMs = random.chance(reorder) ? random.between(50, 500) : 0;
    deliverer.enqueue(webhook, random.between(delay.minMs, delay.maxMs) + heldBackMs);
    if (random.chance(duplicate)) deliverer.enqueue(webhook, random.between(delay.minMs, delay.maxMs + 300));
  }

  function shuffle(updates: Update[], probability: number): void {
    if (probability === 0) return;
    for (let index = 0; index < updates.length; index += 1) {
      if (!random.chance(probability)) continue;
      const otherIndex = random.between(0, updates.length - 1);
      const own = updates[index];
      const other = updates[otherIndex];
      if (own && other) {
        updates[index] = other;
        updates[otherIndex] = own;
      }
    }
  }

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const updates = waiting;
    waiting = [];

    const groups = new Map<Behaviours, Map<string, { target: Target; updates: Update[] }>>();
    const targetCache = new Map<string, Target[]>();
    for (const update of updates) {
      update.onBuild?.();
      const switches = behaviours.of(update.number?.id);
      if (update.isDropped || !switches.webhooks.isEnabled) continue;
      const cacheKey = `${update.wabaId}/${update.field}/${update.number?.id ?? ''}`;
      let targets = targetCache.get(cacheKey);
      if (!targets) {
        targets = targetsOf(update);
        targetCache.set(cacheKey, targets);
      }
      let group = groups.get(switches);
      if (!group) {
        group = new Map();
        groups.set(switches, group);
      }
      for (const target of targets) {
        const key = `${target.app.id} ${target.url}`;
        const known = group.get(key);
        if (known) known.updates.push(update);
        else group.set(key, { target, updates: [update] });
      }
    }
    for (const [switches, group] of groups) {
      for (const { target, updates: own } of group.values()) {
        shuffle(own, switches.webhooks.reorder);
        for (let start = 0; start < own.length; start += switches.webhooks.batchSize) {
          send(target, own.slice(start, start + switches.webhooks.batchSize), switches);
        }
      }
    }
  }

  return {
    flush,
    push(update) {
      waiting.push(update);
      if (waiting.length >= 1000) flush();
      else timer ??= setTimeout(flush, behaviours.of().webhooks.batchLingerMs);
    },
  };
}
