import {
  createSettingsMemory,
  hearConsents,
  recordConsents,
  type ConfirmationOrder,
  type ConsentRecorder,
  type HeardMessage,
  type HeardPreference,
} from '../src/modules/consent/index.ts';
import type { PeopleDeps } from '../src/modules/contacts/index.ts';
import { appendEntries } from '../src/modules/conversations/index.ts';
import type { EngineTx } from '../src/platform/db/tx.ts';

/** Consent over a test database; confirmations are collected instead of sent. */
export type ConsentWorld = {
  recorder: ConsentRecorder;
  orders: ConfirmationOrder[];
  hear(tx: EngineTx, heard: { messages: readonly HeardMessage[]; preferences: readonly HeardPreference[] }): Promise<void>;
};

/** Builds it over the people of a world. */
export function createConsentWorld(people: PeopleDeps): ConsentWorld {
  const orders: ConfirmationOrder[] = [];
  const recorder: ConsentRecorder = {
    ...people,
    settings: createSettingsMemory(people.db),
    appendEntries: (tx, workspaceId, entries) => appendEntries(tx, people, workspaceId, entries),
    orderConfirmation: async (_tx, order) => orders.push(order),
  };
  return { recorder, orders, hear: (tx, heard) => hearConsents(recorder, tx, heard) };
}

/** A customer who says stop to marketing by a word. */
export async function stopMarketing(tx: EngineTx, people: PeopleDeps, workspaceId: string, contactId: string): Promise<void> {
  await recordConsents(createConsentWorld(people).recorder, tx, workspaceId, [
    {
      contactId,
      purpose: 'marketing',
      state: 'withdrawn',
      source: 'whatsapp_keyword',
      actor: { kind: 'contact', id: contactId },
      occurredAt: new Date(),
    },
  ]);
}
