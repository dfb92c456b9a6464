import type { PersonMatcher } from '#modules/contacts';
import type { Keyring } from '#modules/keyring';
import type { DataKey } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import type { Database } from '#platform/db/database';
import { engineQuery, type Statement } from '#platform/db/tx';
import { bodyAad } from './receive-delivery.ts';
import { withoutPerson } from './without-person.ts';

type Deps = { db: Database; keyring: Keyring };
type StoredBody = { id: string; day: string; sealed: Buffer };

const pageSize = 500;

/**
 * Takes a person out of stored deliveries, which hold several: a delivery that names them is written anew without their units under the same key and
 * with the same fingerprint, so that a repetition is still known as one; units that were kept aside are removed. What cannot be read as JSON and names
 * them is emptied. Everybody else's units stay to be replayed. Idempotent.
 */
export async function eraseFromDeliveries(deps: Deps, workspaceId: string, person: PersonMatcher): Promise<Record<string, number>> {
  let deliveries = 0;
  for await (const { row, key, body } of bodies(deps, workspaceId, 'delivery', person)) {
    const parted = withoutPerson(body, person);
    if (parted === null) continue;
    const { rest } = parted;
    await engineQuery(deps.db, updateBody(workspaceId, row, seal(key, bodyAad(workspaceId, row.id), rest), rest.byteLength));
    deliveries += 1;
  }
  let units = 0;
  for await (const { row, body } of bodies(deps, workspaceId, 'unit', person)) {
    if (withoutPerson(body, person) === null) continue;
    await engineQuery(deps.db, deleteUnit(workspaceId, row.id));
    units += 1;
  }
  return { intake_deliveries: deliveries, intake_units: units };
}

/** How many stored deliveries and units name a person. */
export async function countInDeliveries(deps: Deps, workspaceId: string, person: PersonMatcher): Promise<Record<string, number>> {
  const counts = { intake_deliveries: 0, intake_units: 0 };
  for await (const { body } of bodies(deps, workspaceId, 'delivery', person))
    if (withoutPerson(body, person) !== null) counts.intake_deliveries += 1;
  for await (const { body } of bodies(deps, workspaceId, 'unit', person))
    if (withoutPerson(body, person) !== null) counts.intake_units += 1;
  return counts;
}

/** What stored deliveries and units say of a person, piece by piece as WhatsApp sent it. */
export async function* readFromDeliveries(
  deps: Deps,
  workspaceId: string,
  person: PersonMatcher,
): AsyncGenerator<{ table: string; row: Record<string, unknown> }> {
  for (const kind of ['delivery', 'unit'] as const) {
    const table = kind === 'delivery' ? 'intake_deliveries' : 'intake_units';
    for await (const { row, body } of bodies(deps, workspaceId, kind, person)) {
      const theirs = withoutPerson(body, person)?.theirs ?? [];
      for (const said of theirs) yield { table, row: { id: row.id, day: row.day, said } };
    }
  }
}

/** Payloads that may name the person, opened, a page in memory at a time. Those whose key was destroyed are gone already. */
async function* bodies(
  deps: Deps,
  workspaceId: string,
  kind: 'delivery' | 'unit',
  person: PersonMatcher,
): AsyncGenerator<{ row: StoredBody; key: DataKey; body: Buffer }> {
  const keys = new Map<string, DataKey | null>();
  let afterId: string | null = null;
  for (;;) {
    const rows: StoredBody[] = await engineQuery<StoredBody>(deps.db, selectBodies(workspaceId, kind, afterId, pageSize));
    for (const row of rows) {
      let key = keys.get(row.day);
      if (key === undefined) keys.set(row.day, (key = await keyOf(deps, workspaceId, row.day)));
      if (key === null) continue;
      const aad = kind === 'delivery' ? bodyAad(workspaceId, row.id) : unitAad(workspaceId, row.id);
      const body = openOrNull(key, aad, row.sealed);
      if (body === null) continue;
      if (person.needles.length > 0 && !person.needles.some((needle) => body.includes(needle))) continue;
      yield { row, key, body };
    }
    if (rows.length < pageSize) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

function unitAad(workspaceId: string, unitId: string): string[] {
  return [workspaceId, 'intake_units', 'payload_sealed', unitId];
}

async function keyOf(deps: Deps, workspaceId: string, day: string): Promise<DataKey | null> {
  try {
    return await deps.keyring.payloadKeyFor(workspaceId, day);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function openOrNull(key: DataKey, aad: readonly string[], sealed: Buffer): Buffer | null {
  try {
    return open(key, aad, sealed);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function selectBodies(workspaceId: string, kind: 'delivery' | 'unit', afterId: string | null, limit: number): Statement {
  const [table, column] = kind === 'delivery' ? ['intake_deliveries', 'body_sealed'] : ['intake_units', 'payload_sealed'];
  return {
    text: `select id, day::text as day, ${column} as sealed from ${table}
            where workspace_id = $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $3`,
    values: [workspaceId, afterId, limit],
  };
}

function updateBody(workspaceId: string, row: StoredBody, sealed: Buffer, sizeBytes: number): Statement {
  return {
    text: `update intake_deliveries set body_sealed = $4, size_bytes = $5 where workspace_id = $1 and id = $2 and day = $3::date`,
    values: [workspaceId, row.id, row.day, sealed, sizeBytes],
  };
}

function deleteUnit(workspaceId: string, id: string): Statement {
  return { text: `delete from intake_units where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}
