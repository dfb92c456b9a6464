import { ID_PREFIXES, type TimelineKind } from '@kabar/contract';
import type { EngineTx, Statement, TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId, type Ids } from '#platform/ids';
import type { Doer } from './acting.ts';

/** Something that was done with a contact. `data` holds public ids and words of ours. */
export type ContactEvent = {
  workspaceId: string;
  contactId: string;
  kind: TimelineKind;
  actor: Doer;
  data?: Record<string, unknown>;
  at: Date;
};

/** Writes history in the transaction of the change; one statement for all, none for none. Tells nobody: see `tellUpdated`. */
export async function recordContactEvents(ids: Ids, tx: TenantTx | EngineTx, events: readonly ContactEvent[]): Promise<void> {
  if (events.length > 0) await tx.query(insertContactEvents(ids, events));
}

/** Tells whoever watches that these contacts changed. */
export async function tellUpdated(tx: TenantTx | EngineTx, workspaceId: string, contactIds: readonly string[], at: Date): Promise<void> {
  await appendEvents(
    tx,
    contactIds.map((id) => ({
      workspaceId,
      type: 'contact.updated',
      data: { contact_id: toPublicId(ID_PREFIXES.contact, id) },
      occurredAt: at,
    })),
  );
}

function insertContactEvents(ids: Ids, events: readonly ContactEvent[]): Statement {
  return {
    name: 'contact_events_insert',
    text: `
      insert into contact_events (workspace_id, id, contact_id, kind, actor_kind, actor_id, data, occurred_at)
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[], $8::timestamptz[])`,
    values: [
      events.map((event) => event.workspaceId),
      events.map(() => ids.uuid()),
      events.map((event) => event.contactId),
      events.map((event) => event.kind),
      events.map((event) => event.actor.kind),
      events.map((event) => event.actor.id),
      events.map((event) => JSON.stringify(event.data ?? {})),
      events.map((event) => event.at),
    ],
  };
}
