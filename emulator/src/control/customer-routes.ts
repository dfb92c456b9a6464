import { SERVICE_WINDOW_SECONDS } from '@kabar/cloud-api';
import { z } from 'zod';
import { changePhone, changeUserId, setMarketing } from '../customers/change-customer.ts';
import { presentChatMessage } from '../customers/present-chat-message.ts';
import { writeAsCustomer } from '../customers/write-as-customer.ts';
import { createId } from '../emulator.ts';
import type { Emulator } from '../emulator.ts';
import { storeMedia } from '../graph/media.ts';
import type { Customer, PhoneNumber } from '../world/entities.ts';
import { countryOf, phoneDigits, waIdOf } from '../world/phone-digits.ts';
import { userIdFor, userIdOf } from '../world/world.ts';
import { ControlError, found } from './control-error.ts';
import { queryNumber } from './control-route.ts';
import type { ControlCall, ControlRoute } from './control-route.ts';

const customerPatchSchema = z.strictObject({
  name: z.string().optional(),
  username: z.string().nullable().optional(),
  parentUserId: z.string().nullable().optional(),
  hidesPhone: z.boolean().optional(),
  hasWhatsApp: z.boolean().optional(),
  isOnline: z.boolean().optional(),
  autoRead: z.boolean().nullable().optional(),
  autoDeliver: z.boolean().nullable().optional(),
  failCode: z.number().int().nullable().optional(),
  note: z.string().optional(),
});

const messageSchema = z.strictObject({
  numberId: z.string().optional(),
  type: z.string().min(1),
  content: z.unknown().optional(),
  replyTo: z.string().optional(),
  isForwarded: z.boolean().optional(),
  referral: z.record(z.string(), z.unknown()).optional(),
  extras: z.record(z.string(), z.unknown()).optional(),
  timestamp: z.number().int().optional(),
});

function customerOf(call: ControlCall): Customer {
  const { world } = call.emulator;
  const id = call.params['id'] ?? '';
  return found(world.customer(id) ?? world.customerByPhone(id) ?? world.customerByUserId(id), `customer ${id}`);
}

function numberOf(emulator: Emulator, id: string | undefined): PhoneNumber {
  const { numbers } = emulator.world;
  return found(id === undefined ? [...numbers.values()][0] : numbers.get(id), 'number with this id');
}

function presentCustomer(emulator: Emulator, customer: Customer): Record<string, unknown> {
  return { ...customer, userId: userIdOf(customer), country: countryOf(customer.phone ?? '') };
}

/** `undefined` keys are dropped so that the optional fields of a message stay absent. */
function withoutUndefined(message: z.output<typeof messageSchema>): Parameters<typeof writeAsCustomer>[3] {
  const entries = Object.entries(message).filter(([key, value]) => value !== undefined && key !== 'numberId');
  return Object.fromEntries(entries) as unknown as Parameters<typeof writeAsCustomer>[3]; // type is required by the schema
}

const HIDDEN_IN_LIST: ReadonlySet<string> = new Set(['reaction', 'edit', 'revoke']);

function chatSummary(emulator: Emulator, customer: Customer, number: PhoneNumber): Record<string, unknown> {
  // What still waits for the phone, reactions and corrections do not stand in the list of chats.
  const last = emulator.ledger
    .thread(customer.id, number.id, Number.MAX_SAFE_INTEGER, 30)
    .map((message) => presentChatMessage(emulator, message))
    .find((message) => message.isOnPhone && !HIDDEN_IN_LIST.has(message.type));
  return {
    phoneNumberId: number.id,
    name: number.verifiedName,
    displayPhoneNumber: number.displayPhoneNumber,
    about: number.profile.about ?? null,
    pictureUrl: number.profile.profilePictureUrl ?? null,
    lastMessage: last ?? null,
    unreadCount: emulator.ledger.unread(customer.id, number.id).filter((message) => message.state === 'delivered').length,
    windowClosesAtMs: emulator.windows.closesAtMs(number.id, customer.id),
    windowLengthMs: SERVICE_WINDOW_SECONDS * 1000,
    ...emulator.world.numberState(customer, number.id),
  };
}

/** People and what they do. */
export const customerRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/emulator/customers',
    handle({ emulator, query }) {
      const search = (query.get('search') ?? '').toLowerCase();
      const known = emulator.world.listCustomers();
      // People the business wrote to first are not in the list of customers but have a phone all the same.
      const written = emulator.ledger.lastPerChat({}, 200).flatMap((message) => emulator.world.customer(message.customerId) ?? []);
      const all = [...new Set([...known, ...written])].filter((customer) =>
        [customer.name, customer.phone, customer.waId, customer.username, customer.id].some((text) => text?.toLowerCase().includes(search)),
      );
      const customers = all.slice(0, queryNumber(query, 'limit', 200, 1000)).map((customer) => presentCustomer(emulator, customer));
      return { json: { customers, total: all.length } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers',
    handle(call) {
      const { emulator } = call;
      const { id, phone, userId, ...patch } = call.parse(
        customerPatchSchema.extend({
          id: z
            .string()
            .regex(/^[\w-]{1,64}$/)
            .optional(),
          phone: z.string().nullable().optional(),
          userId: z.string().optional(),
        }),
      );
      const digits = phone === undefined || phone === null ? null : (phoneDigits(phone) ?? null);
      if (phone && digits === null) throw new ControlError(400, 'phone is not a phone number.');
      if (digits !== null && emulator.world.listCustomers().some((other) => other.phone === digits)) {
        throw new ControlError(409, 'Somebody has this phone number already.');
      }
      const newId = id ?? (digits === null ? `c${createId(emulator.random)}` : `p${digits}`);
      if (emulator.world.listCustomers().some((other) => other.id === newId))
        throw new ControlError(409, 'There is a customer with this id already.');
      const customer: Customer = {
        id: newId,
        name: '',
        username: null,
        phone: digits,
        waId: digits === null ? null : waIdOf(digits),
        userId: userId ?? userIdFor(digits === null ? 'US' : countryOf(digits), newId),
        parentUserId: null,
        hidesPhone: digits === null,
        hasWhatsApp: true,
        isOnline: true,
        autoRead: null,
        autoDeliver: null,
        failCode: null,
        note: '',
        numbers: {},
        isImplicit: false,
      };
      for (const [key, value] of Object.entries(patch)) if (value !== undefined) Object.assign(customer, { [key]: value });
      emulator.world.saveCustomer(customer);
      emulator.events.publish({ type: 'customers' });
      return { json: presentCustomer(emulator, customer) };
    },
  },
  {
    method: 'GET',
    path: '/emulator/customers/:id',
    handle: (call) => ({ json: presentCustomer(call.emulator, customerOf(call)) }),
  },
  {
    method: 'PATCH',
    path: '/emulator/customers/:id',
    handle(call) {
      const { emulator } = call;
      const customer = customerOf(call);
      const wasOnline = customer.isOnline;
      for (const [key, value] of Object.entries(call.parse(customerPatchSchema))) {
        if (value !== undefined) Object.assign(customer, { [key]: value });
      }
      customer.isImplicit = false;
      emulator.world.saveCustomer(customer);
      if (!wasOnline && customer.isOnline) emulator.statusEngine.deliverWaiting(customer);
      emulator.events.publish({ type: 'customers' });
      return { json: presentCustomer(emulator, customer) };
    },
  },
  {
    method: 'DELETE',
    path: '/emulator/customers/:id',
    handle(call) {
      call.emulator.world.remove('customer', customerOf(call).id);
      call.emulator.events.publish({ type: 'customers' });
      return { json: { ok: true } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/messages',
    handle(call) {
      const message = call.parse(messageSchema);
      const added = writeAsCustomer(
        call.emulator,
        customerOf(call),
        numberOf(call.emulator, message.numberId),
        withoutUndefined(message),
        call.baseUrl,
      );
      call.emulator.outbox.flush();
      return { json: added };
    },
  },
  {
    method: 'POST',
    path: '/emulator/inbound',
    handle(call) {
      const { messages } = call.parse(
        z.strictObject({
          messages: z
            .array(messageSchema.extend({ customer: z.string() }))
            .min(1)
            .max(10_000),
        }),
      );
      const { world } = call.emulator;
      const added = messages.map(({ customer: who, ...message }) => {
        const digits = phoneDigits(who);
        const customer =
          world.customer(who) ?? world.customerByUserId(who) ?? (digits === undefined ? undefined : world.recipientByPhone(digits));
        return writeAsCustomer(
          call.emulator,
          found(customer, `customer ${who}`),
          numberOf(call.emulator, message.numberId),
          withoutUndefined(message),
          call.baseUrl,
        );
      });
      call.emulator.outbox.flush();
      return { json: { messages: added } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/media',
    handle(call) {
      customerOf(call);
      const file = call.files['file'];
      if (!file) throw new ControlError(400, 'The form needs a file.');
      const number = numberOf(call.emulator, typeof call.body['numberId'] === 'string' ? call.body['numberId'] : undefined);
      return { json: storeMedia(call.emulator, number.id, file, true) };
    },
  },
  {
    method: 'GET',
    path: '/emulator/media/:id',
    handle({ emulator, params }) {
      const media = found(emulator.world.media.get(params['id'] ?? ''), 'media file with this id');
      return { bytes: found(emulator.mediaFiles.read(media.id), 'file with this id'), contentType: media.mimeType };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/read',
    handle(call) {
      const { numberId } = call.parse(z.strictObject({ numberId: z.string().optional() }));
      call.emulator.statusEngine.readChat(customerOf(call), numberOf(call.emulator, numberId));
      call.emulator.outbox.flush();
      return { json: { ok: true } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/open-chat',
    handle(call) {
      const customer = customerOf(call);
      const { numberId } = call.parse(z.strictObject({ numberId: z.string().nullable() }));
      call.emulator.statusEngine.setOpenChat(customer.id, numberId);
      if (numberId !== null && customer.isOnline) {
        call.emulator.statusEngine.readChat(customer, numberOf(call.emulator, numberId));
        call.emulator.outbox.flush();
      }
      return { json: { ok: true } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/block',
    handle(call) {
      const { numberId, isBlocked } = call.parse(z.strictObject({ numberId: z.string().optional(), isBlocked: z.boolean() }));
      const customer = customerOf(call);
      const { emulator } = call;
      const number = numberOf(emulator, numberId);
      emulator.world.setNumberState(customer, number.id, { hasBlockedBusiness: isBlocked });
      // What was sent meanwhile comes through once the block is gone.
      if (!isBlocked && customer.isOnline) emulator.statusEngine.deliverWaiting(customer);
      emulator.events.publish({ type: 'customers' });
      return { json: presentCustomer(emulator, customer) };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/marketing',
    handle(call) {
      const { numberId, value } = call.parse(
        z.strictObject({ numberId: z.string().optional(), value: z.enum(['stop', 'resume', 'signup']) }),
      );
      const customer = customerOf(call);
      setMarketing(call.emulator, customer, numberOf(call.emulator, numberId), value);
      call.emulator.events.publish({ type: 'customers' });
      return { json: presentCustomer(call.emulator, customer) };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/change-phone',
    handle(call) {
      const { phone } = call.parse(z.strictObject({ phone: z.string() }));
      const digits = phoneDigits(phone);
      if (digits === undefined) throw new ControlError(400, 'phone is not a phone number.');
      const customer = customerOf(call);
      changePhone(call.emulator, customer, digits, call.baseUrl);
      return { json: presentCustomer(call.emulator, customer) };
    },
  },
  {
    method: 'POST',
    path: '/emulator/customers/:id/change-user-id',
    handle(call) {
      const customer = customerOf(call);
      changeUserId(call.emulator, customer, call.baseUrl);
      return { json: presentCustomer(call.emulator, customer) };
    },
  },
  {
    method: 'GET',
    path: '/emulator/customers/:id/chats',
    handle(call) {
      const { emulator } = call;
      const customer = customerOf(call);
      emulator.outbox.flush();
      const withMessages = new Set(emulator.ledger.lastPerChat({ customerId: customer.id }, 100).map((message) => message.phoneNumberId));
      const numbers = [...emulator.world.numbers.values()].sort(
        (left, right) => Number(withMessages.has(right.id)) - Number(withMessages.has(left.id)),
      );
      return { json: { chats: numbers.slice(0, 100).map((number) => chatSummary(emulator, customer, number)) } };
    },
  },
  {
    method: 'GET',
    path: '/emulator/customers/:id/chats/:numberId/messages',
    handle(call) {
      const { emulator, params, query } = call;
      const customer = customerOf(call);
      const number = numberOf(emulator, params['numberId']);
      emulator.outbox.flush();
      const before = queryNumber(query, 'before', Number.MAX_SAFE_INTEGER);
      const page = emulator.ledger.thread(customer.id, number.id, before, queryNumber(query, 'limit', 60, 500));
      return {
        json: {
          messages: page.reverse().map((message) => presentChatMessage(emulator, message)),
          chat: chatSummary(emulator, customer, number),
        },
      };
    },
  },
];
