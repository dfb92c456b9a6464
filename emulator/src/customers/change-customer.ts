import { webhookContact } from '../delivery/status-engine.ts';
import type { Emulator } from '../emulator.ts';
import type { Customer, PhoneNumber } from '../world/entities.ts';
import { countryOf, waIdOf } from '../world/phone-digits.ts';
import { userIdFor, userIdOf } from '../world/world.ts';
import { writeAsCustomer } from './write-as-customer.ts';

/**
 * Stops or resumes marketing messages of one business, as the switch in WhatsApp does, and tells it by `user_preferences`.
 * Source: "user_preferences webhook reference", 2026-06.
 */
export function setMarketing(emulator: Emulator, customer: Customer, number: PhoneNumber, value: 'stop' | 'resume' | 'signup'): void {
  emulator.world.setNumberState(customer, number.id, { hasStoppedMarketing: value === 'stop' });
  const usesPhone = !customer.hidesPhone && customer.waId !== null;
  emulator.outbox.push({
    wabaId: number.wabaId,
    field: 'user_preferences',
    number,
    list: 'user_preferences',
    item: {
      ...(usesPhone ? { wa_id: customer.waId } : {}),
      user_id: userIdOf(customer),
      detail: value === 'stop' ? 'User requested to stop marketing messages' : 'User requested to resume marketing messages',
      category: 'marketing_messages',
      value,
      ...(value === 'signup' ? { signup_id: '1' } : {}),
      timestamp: emulator.clock.nowSeconds(),
    },
    contact: webhookContact(customer, usesPhone),
  });
  emulator.outbox.flush();
}

/** The numbers a customer has written to; they are told when the customer's own number or id changes. */
function numbersKnowing(emulator: Emulator, customer: Customer): PhoneNumber[] {
  return emulator.ledger
    .lastPerChat({ customerId: customer.id }, 100)
    .flatMap((message) => emulator.world.numbers.get(message.phoneNumberId) ?? []);
}

/**
 * Gives a customer another phone number, which also renews the business-scoped id, and tells it as a system message.
 * Source: "System messages webhook reference", 2026-08.
 */
export function changePhone(emulator: Emulator, customer: Customer, digits: string, baseUrl: string): void {
  const numbers = numbersKnowing(emulator, customer);
  const previousUserId = userIdOf(customer);
  const newWaId = waIdOf(digits);
  const newUserId = userIdFor(countryOf(digits), `${customer.id}/${digits}`);
  for (const number of numbers) {
    writeAsCustomer(
      emulator,
      customer,
      number,
      {
        type: 'system',
        content: {
          type: 'user_changed_number',
          body: `${customer.name} changed from ${customer.waId ?? ''} to ${newWaId}`,
          wa_id: newWaId,
          user_id: newUserId,
          previous_user_id: previousUserId,
        },
      },
      baseUrl,
    );
  }
  customer.phone = digits;
  customer.waId = newWaId;
  customer.userId = newUserId;
  emulator.world.saveCustomer(customer);
  emulator.outbox.flush();
}

/** Renews the business-scoped id alone. Source: "Business-scoped user ids", 2026-08-11. */
export function changeUserId(emulator: Emulator, customer: Customer, baseUrl: string): void {
  const previousUserId = userIdOf(customer);
  const userId = userIdFor(previousUserId.slice(0, 2), `${previousUserId}/next`);
  for (const number of numbersKnowing(emulator, customer)) {
    writeAsCustomer(
      emulator,
      customer,
      number,
      {
        type: 'system',
        content: { type: 'user_changed_user_id', body: 'User id changed', user_id: userId, previous_user_id: previousUserId },
      },
      baseUrl,
    );
  }
  customer.userId = userId;
  emulator.world.saveCustomer(customer);
  emulator.outbox.flush();
}
