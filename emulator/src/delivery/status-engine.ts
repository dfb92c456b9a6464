import { errorRow } from '@kabar/cloud-api';
import type { BehaviourBook, Behaviours } from '../behaviours.ts';
import type { Clock } from '../clock.ts';
import type { PhoneEvents } from '../phone-events.ts';
import type { Random } from '../random.ts';
import type { Ledger, LedgerMessage, MessageState } from '../store/ledger.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import type { Customer, PhoneNumber } from '../world/entities.ts';
import { userIdOf } from '../world/world.ts';
import type { World } from '../world/world.ts';

type JsonObject = Record<string, unknown>;

/** A message of the business on its way to a customer. */
export interface Flight {
  order: number;
  wamid: string;
  number: PhoneNumber;
  customer: Customer;
  type: string;
  bizOpaqueCallbackData: string | null;
  /** Price category in lower case; `service` for everything that is not a template. */
  category: string;
  atMs: number;
  ttlMs: number | null;
  isHeld: boolean;
  failCode: number | null;
  /** How far it is, ahead of the ledger by the moment that updates are collected. */
  state: MessageState;
}

/** A status that Meta tells. */
export type StatusName = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/**
 * Moves accepted messages through their states and tells each move by webhook.
 *
 * accepted -> sent -> delivered -> read (-> played for voice notes); accepted -> failed when the outcome was decided at
 * acceptance; sent -> expired without a word when the time to live passes before the phone is online.
 */
export interface StatusEngine {
  /** Starts the journey of a message that was just accepted. */
  start(flight: Flight): void;
  /** Tells `sent` at once instead of after the delay; used before the send call is answered. */
  startBeforeResponse(flight: Flight): void;
  /** The customer's phone is online again: what waited is delivered, what is too old disappears. */
  deliverWaiting(customer: Customer): void;
  /** The customer has read everything in a chat. */
  readChat(customer: Customer, number: PhoneNumber): void;
  /** Tells any status on demand, whatever the state was. */
  emit(message: LedgerMessage, status: StatusName, failCode?: number): boolean;
  /** Picks up all journeys after a restart. */
  resume(): void;
  setOpenChat(customerId: string, phoneNumberId: string | null): void;
}

/** From this instant service messages cost money and count as regular. Source: "Pricing", 2026-09-28. */
const SERVICE_CHARGED_FROM_MS = Date.UTC(2026, 9, 1);
const HELD_EXTRA_MS = 5000;

const RANKS: Readonly<Record<MessageState | 'played', number>> = {
  accepted: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  played: 4,
  failed: 5,
  expired: 5,
};

/** The contact object that accompanies messages and statuses. Source: "Business-scoped user ids", 2026-08. */
export function webhookContact(customer: Customer, isKnownByPhone: boolean): JsonObject {
  return {
    profile: {
      name: customer.name === '' ? `Guest ${(customer.phone ?? '').slice(-4)}` : customer.name,
      ...(customer.username === null ? {} : { username: customer.username }),
    },
    ...(isKnownByPhone && customer.waId !== null ? { wa_id: customer.waId } : {}),
    user_id: userIdOf(customer),
    ...(customer.parentUserId === null ? {} : { parent_user_id: customer.parentUserId }),
  };
}

/** Creates the engine. */
export function createStatusEngine(context: {
  world: World;
  ledger: Ledger;
  clock: Clock;
  random: Random;
  behaviours: BehaviourBook;
  outbox: Outbox;
  events: PhoneEvents;
}): StatusEngine {
  const { world, ledger, clock, random, behaviours, outbox, events } = context;
  /** Chats that are open on a phone page: messages there are read as they come. */
  const openChats = new Map<string, string>();
  /** Journeys with a timer running, so that two causes for the same step share one state. */
  const active = new Map<number, Flight>();

  function pricingOf(flight: Flight): JsonObject {
    const isFree = flight.category === 'service' && clock.nowMs() < SERVICE_CHARGED_FROM_MS;
    return {
      billable: !isFree,
      pricing_model: 'PMP',
      type: isFree ? 'free_customer_service' : 'regular',
      category: flight.category,
    };
  }

  function push(flight: Flight, status: StatusName, failCode: number | null): void {
    const { number, customer } = flight;
    const switches = behaviours.of(number.id);
    const atMs = clock.nowMs();
    const row = failCode === null ? undefined : errorRow(failCode);
    const title = row?.title ?? 'Message failed';
    const usesPhone = !customer.hidesPhone && customer.waId !== null;
    const item: JsonObject = {
      id: flight.wamid,
      status,
      timestamp: String(Math.floor(atMs / 1000)),
      ...(usesPhone ? { recipient_id: customer.waId } : {}),
      // Withheld when a send to a phone number failed. Source: "Business-scoped user ids", 2026-08.
      ...(status === 'failed' && usesPhone ? {} : { recipient_user_id: userIdOf(customer) }),
      ...(flight.bizOpaqueCallbackData === null ? {} : { biz_opaque_callback_data: flight.bizOpaqueCallbackData }),
      ...(status === 'sent' || status === 'delivered' ? { pricing: pricingOf(flight) } : {}),
      ...(status === 'failed'
        ? {
            errors: [
              {
                code: failCode ?? 131000,
                title,
                message: title,
                error_data: { details: row?.reason ?? title },
                href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
              },
            ],
          }
        : {}),
    };
    outbox.push({
      wabaId: number.wabaId,
      field: 'messages',
      number,
      list: 'statuses',
      item,
      contact: status === 'failed' ? undefined : webhookContact(customer, usesPhone),
      conversation:
        status === 'sent'
          ? {
              id: flight.wamid.slice(-32),
              expiration_timestamp: String(Math.floor(atMs / 1000) + 86_400),
              origin: { type: flight.category },
            }
          : status === 'delivered'
            ? { id: flight.wamid.slice(-32), origin: { type: flight.category } }
            : undefined,
      isDropped: status !== 'played' && random.chance(switches.statuses.drop[status]),
      onBuild: () => {
        if (status !== 'played') ledger.setState(flight.order, status, atMs);
      },
    });
    if (events.hasListeners()) {
      events.publish({
        type: 'state',
        customerId: customer.id,
        phoneNumberId: number.id,
        wamid: flight.wamid,
        state: status,
        atMs,
      });
    }
  }

  /** One step forward; a step that was already made by another cause is skipped. */
  function move(flight: Flight, status: 'sent' | 'delivered' | 'read' | 'failed'): boolean {
    if (RANKS[status] <= RANKS[flight.state]) return false;
    flight.state = status;
    push(flight, status, status === 'failed' ? flight.failCode : null);
    return true;
  }

  function afterRange(delay: { minMs: number; maxMs: number }, run: () => void): void {
    clock.after(random.between(delay.minMs, delay.maxMs), run);
  }

  function wantsRead(flight: Flight, switches: Behaviours): boolean {
    return flight.customer.autoRead ?? switches.statuses.autoRead;
  }

  function afterDelivered(flight: Flight): void {
    const switches = behaviours.of(flight.number.id);
    const isOpen = openChats.get(flight.customer.id) === flight.number.id;
    if (!isOpen && !wantsRead(flight, switches)) {
      active.delete(flight.order);
      return;
    }
    afterRange(switches.statuses.readDelay, () => {
      active.delete(flight.order);
      move(flight, 'read');
    });
  }

  function afterSent(flight: Flight): void {
    const switches = behaviours.of(flight.number.id);
    // Reactions only ever get `sent`. Source: from memory, marked unconfirmed.
    if (flight.type === 'reaction' || !(flight.customer.autoDeliver ?? switches.statuses.autoDelivered)) {
      active.delete(flight.order);
      return;
    }
    active.set(flight.order, flight);
    afterRange(switches.statuses.deliveredDelay, () => {
      const { customer, number } = flight;
      // A phone that is off, or a person who blocked the business, stays at one tick.
      if (!customer.isOnline || world.numberState(customer, number.id).hasBlockedBusiness) {
        active.delete(flight.order);
        return;
      }
      move(flight, 'delivered');
      afterDelivered(flight);
    });
  }

  function start(flight: Flight): void {
    const switches = behaviours.of(flight.number.id);
    if (flight.failCode !== null) {
      afterRange(switches.statuses.failedDelay, () => move(flight, 'failed'));
      return;
    }
    if (!switches.statuses.autoSent) return;
    active.set(flight.order, flight);
    const { minMs, maxMs } = switches.statuses.sentDelay;
    const extraMs = flight.isHeld ? HELD_EXTRA_MS : 0;
    clock.after(random.between(minMs, maxMs) + extraMs, () => {
      if (move(flight, 'sent')) afterSent(flight);
    });
  }

  function flightOf(message: LedgerMessage): Flight | undefined {
    const known = active.get(message.order);
    if (known) return known;
    const number = world.numbers.get(message.phoneNumberId);
    const customer = world.customer(message.customerId);
    if (!number || !customer) return undefined;
    return { ...message, number, customer, category: message.category ?? 'service' };
  }

  function isExpired(message: LedgerMessage): boolean {
    return message.ttlMs !== null && clock.nowMs() - message.atMs > message.ttlMs;
  }

  return {
    start,
    startBeforeResponse(flight) {
      if (flight.failCode !== null) {
        start(flight);
        return;
      }
      move(flight, 'sent');
      outbox.flush();
      afterSent(flight);
    },
    deliverWaiting(customer) {
      outbox.flush();
      for (const message of ledger.undelivered(customer.id)) {
        const flight = flightOf(message);
        if (!flight || world.numberState(customer, message.phoneNumberId).hasBlockedBusiness) continue;
        if (isExpired(message)) ledger.setState(message.order, 'expired', clock.nowMs());
        else afterSent(flight);
      }
    },
    readChat(customer, number) {
      outbox.flush();
      for (const message of ledger.unread(customer.id, number.id)) {
        const flight = flightOf(message);
        if (!flight || message.type === 'reaction') continue;
        move(flight, 'delivered');
        move(flight, 'read');
      }
    },
    emit(message, status, failCode) {
      const flight = flightOf(message);
      if (!flight) return false;
      if (status !== 'played') flight.state = status;
      push(flight, status, status === 'failed' ? (failCode ?? 131000) : null);
      return true;
    },
    resume() {
      const { global, numbers } = behaviours.snapshot();
      const someoneReads =
        [global, ...Object.values(numbers)].some((switches) => switches.statuses.autoRead) ||
        world.listCustomers().some((customer) => customer.autoRead === true);
      for (const message of ledger.unfinished(someoneReads)) {
        const flight = flightOf(message);
        if (!flight) continue;
        if (message.state === 'accepted') start(flight);
        else if (message.state === 'sent') afterSent(flight);
        else if (wantsRead(flight, behaviours.of(flight.number.id))) afterDelivered(flight);
      }
    },
    setOpenChat(customerId, phoneNumberId) {
      if (phoneNumberId === null) openChats.delete(customerId);
      else openChats.set(customerId, phoneNumberId);
    },
  };
}
