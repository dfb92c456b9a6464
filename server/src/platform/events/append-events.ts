import type { EngineTx, TenantTx } from '../db/tx.ts';
import { insertEvents } from './events.sql.ts';

/**
 * Something that happened, to be told to whoever listens. `data` holds public ids (`msg_01jb…`) and nothing else: whoever
 * may see the thing fetches it.
 */
export type NewEvent = {
  workspaceId: string;
  /** `noun.verb`, e.g. `message.created`. */
  type: string;
  data: Readonly<Record<string, string>>;
  occurredAt: Date;
};

const typeForm = /^[a-z][a-z_]*\.[a-z][a-z_]*$/;
const keyForm = /^[a-z][a-z_]*_id$/;
const idForm = /^[a-z]{3,4}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/**
 * Appends events in the caller's transaction: they exist if and only if it commits. Listeners are woken once per
 * transaction. Events of one transaction keep the order in which they were appended.
 *
 * One statement for all; does nothing for none. Errors: throws `TypeError` when a type is malformed or data holds anything but public
 * ids (a defect of ours); database errors.
 */
export async function appendEvents(tx: TenantTx | EngineTx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await insertEvents(
    tx,
    events.map(({ workspaceId, type, data, occurredAt }) => {
      if (!typeForm.test(type)) throw new TypeError('an event type is noun.verb in lower case');
      for (const [key, value] of Object.entries(data)) {
        if (!keyForm.test(key) || !idForm.test(value)) throw new TypeError(`event data may hold public ids only (${type})`);
      }
      return { workspaceId, type, data: JSON.stringify(data), occurredAt };
    }),
  );
}
