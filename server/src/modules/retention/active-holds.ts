import type { RetentionClass } from '@kabar/contract';
import type { Keyring, SecretPlace } from '#modules/keyring';
import type { Database } from '#platform/db/database';
import { engineQuery, type Tx } from '#platform/db/tx';
import type { HoldLine } from './due.sql.ts';
import { selectActiveHolds, selectHoldsOnPerson, type ActiveHold } from './holds.sql.ts';

/** A hold that keeps something of a person, by database id. */
export type HoldOnPerson = { id: string; reason: string; reviewAt: Date };

/** Lines of the holds that count for a class and those that hang on it. */
export function linesFor(holds: readonly ActiveHold[], classes: readonly RetentionClass[]): HoldLine[] {
  return holds
    .filter((hold) => hold.classes === null || hold.classes.some((cls) => classes.includes(cls)))
    .flatMap(({ id, contactIds, conversationId, fromAt, untilAt }) =>
      (contactIds ?? [null]).map((contactId) => ({ holdId: id, contactId, conversationId, fromAt, untilAt })),
    );
}

/** Active holds of a workspace; read them in the transaction that removes, behind `lockSweep`. */
export function readHolds(tx: Tx, workspaceId: string): Promise<ActiveHold[]> {
  return tx.query<ActiveHold>(selectActiveHolds(workspaceId));
}

/** Whether anything of a workspace is held. For its deletion, which waits. */
export async function isWorkspaceHeld(tx: Tx, workspaceId: string): Promise<boolean> {
  return (await readHolds(tx, workspaceId)).length > 0;
}

/**
 * Holds that touch anything of a person: those on the person or on a conversation of theirs, and those on kinds of data, periods or the whole
 * workspace. For erasure, which waits for them and says so. `contactIds`: all contacts of the person.
 */
export async function holdsOnPerson(
  ctx: { db: Database; keyring: Keyring },
  workspaceId: string,
  contactIds: readonly string[],
): Promise<HoldOnPerson[]> {
  const holds = await engineQuery<{ id: string; reasonSealed: Buffer; reviewOn: string }>(
    ctx.db,
    selectHoldsOnPerson(workspaceId, contactIds),
  );
  return Promise.all(
    holds.map(async ({ id, reasonSealed, reviewOn }) => ({
      id,
      reason: await ctx.keyring.openSecret(holdPlace(workspaceId, id, 'reason_sealed'), reasonSealed),
      reviewAt: new Date(reviewOn),
    })),
  );
}

/** What a sealed column of a hold is bound to. */
export function holdPlace(workspaceId: string, rowId: string, column: 'reason_sealed' | 'release_reason_sealed'): SecretPlace {
  return { workspaceId, table: 'retention_holds', column, rowId };
}
