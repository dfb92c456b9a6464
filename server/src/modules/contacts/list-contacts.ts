import { type Contact, type ListContactsQuery, type Page } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import type { ContactsContext } from './contacts-context.ts';
import { selectByIdentity } from './contacts.sql.ts';
import type { IdentityHit } from './contacts.sql.ts';
import { identityHashes, withFreshHashes } from './hash-identities.ts';
import { normalisePhone } from './normalise-phone.ts';
import { showRecords, type RecordMemory } from './record/load-records.ts';
import { selectPageByActivity, selectPageByCreation } from './segments/segments.sql.ts';
import type { Condition } from './segments/segments.sql.ts';
import { conditionsFor, readFilter } from './segments/select-contacts.ts';

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const instantForm = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/;

/**
 * A page of the contacts that fit and that the actor may see; with `phone` the one contact that has this number, in whichever
 * spelling. Errors: `cursor_invalid`; `validation_failed` for a filter; `not_found` for a segment.
 */
export async function listContacts(
  ctx: ContactsContext & { memory: RecordMemory },
  actor: WorkspaceActor,
  query: ListContactsQuery,
): Promise<Page<Contact>> {
  const { workspaceId } = actor;
  const conditions = await conditionsFor(ctx, actor, { filter: readFilter(query.filter), segmentId: query.segment_id });
  if (query.phone !== undefined) conditions.push(await havingPhone(ctx, workspaceId, query.phone));
  const after = readCursor(query);
  const statement =
    query.sort === 'activity'
      ? selectPageByActivity(workspaceId, conditions, after, query.limit + 1)
      : selectPageByCreation(workspaceId, conditions, after?.id ?? null, query.limit + 1);
  const rows = await tenantQuery<{ id: string; position: string }>(ctx.db, workspaceId, statement);
  const page = rows.slice(0, query.limit);
  const records = await showRecords(
    ctx,
    ctx.memory,
    workspaceId,
    page.map((row) => row.id),
  );
  const last = page.at(-1);
  return {
    data: page.flatMap((row) => records.get(row.id) ?? []),
    next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([query.sort, last.position, last.id]) : null,
  };
}

async function havingPhone(ctx: ContactsContext, workspaceId: string, text: string): Promise<Condition> {
  const digits = normalisePhone(text);
  if (digits === null) return () => 'false';
  const [hit] = await withFreshHashes(ctx, [workspaceId], async () => {
    const hashes = await identityHashes(ctx, workspaceId, [{ kind: 'phone', value: digits }]);
    const lookups = hashes.map((hash) => ({ workspaceId, matchKind: 'phone', hash }));
    return tenantQuery<IdentityHit>(ctx.db, workspaceId, selectByIdentity(lookups));
  });
  return hit === undefined ? () => 'false' : (values) => `contact.id = $${values.push(hit.contactId)}::uuid`;
}

/** A cursor belongs to the order it was made in. */
function readCursor({ cursor, sort }: ListContactsQuery): { at: string; id: string } | null {
  const position = decodeCursor(cursor, 3);
  if (position === null) return null;
  const [order, at, id] = position;
  const isPosition = typeof at === 'string' && typeof id === 'string' && uuidForm.test(id) && (sort === 'created' || instantForm.test(at));
  if (order !== sort || !isPosition) throw new AppError('cursor_invalid');
  return { at, id };
}
