import { ID_PREFIXES } from '@kabar/contract';
import { identifierAad, memberIdsOf, type IdentifierMark, type Identity } from '#modules/contacts';
import { openText } from '#platform/crypto/seal';
import { engineQuery, type EngineTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { PersonIds } from '#platform/personal-data/person-rows';
import type { ErasureContext } from './erasure-context.ts';
import { selectConversationIds, selectIdentifiers, selectMessageIds } from './erasures.sql.ts';

/** Messages of one statement. */
const pieceSize = 2_000;

type IdentifierRow = { id: string; contactId: string; kind: Identity['kind']; matchKind: string; matchHash: Buffer; valueSealed: Buffer };

/** A person by everything that names them: the contact, those that were merged into it, and their conversations. */
export async function findPerson(ctx: ErasureContext, workspaceId: string, contactId: string): Promise<PersonIds> {
  const contactIds = await memberIdsOf(ctx, workspaceId, contactId);
  const conversations = await engineQuery<{ id: string }>(ctx.db, selectConversationIds(workspaceId, contactIds));
  return personIds(
    workspaceId,
    contactIds,
    conversations.map((row) => row.id),
  );
}

/** The ids of a person in the forms that statements need. */
export function personIds(workspaceId: string, contactIds: readonly string[], conversationIds: readonly string[]): PersonIds {
  return { workspaceId, contactIds, conversationIds, publicIds: contactIds.map((id) => toPublicId(ID_PREFIXES.contact, id)) };
}

/** Ids of a person's messages, a piece in memory at a time. Pieces may be deleted while it goes on. */
export async function* messagePieces(ctx: Pick<ErasureContext, 'db'>, ids: PersonIds): AsyncGenerator<string[]> {
  let afterId: string | null = null;
  while (ids.conversationIds.length > 0) {
    const rows: { id: string }[] = await engineQuery<{ id: string }>(
      ctx.db,
      selectMessageIds(ids.workspaceId, ids.conversationIds, afterId, pieceSize),
    );
    if (rows.length > 0) yield rows.map((row) => row.id);
    if (rows.length < pieceSize) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

/** The identifiers of people in the clear, as far as their keys still live, with the hashes they are known by. */
export async function openIdentifiers(
  ctx: ErasureContext,
  tx: EngineTx,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<{ identities: Identity[]; marks: IdentifierMark[] }> {
  const rows = await tx.query<IdentifierRow>(selectIdentifiers(workspaceId, contactIds));
  const rings = await ctx.keyring.contactKeys(
    contactIds.map((contactId) => ({ workspaceId, contactId })),
    tx,
  );
  const identities = rows.flatMap((row): Identity[] => {
    const ring = rings.get(row.contactId);
    return ring === undefined ? [] : [{ kind: row.kind, value: openText(ring, identifierAad(workspaceId, row.id), row.valueSealed) }];
  });
  const marks = new Map(
    rows.map((row) => {
      const mark = { kind: row.matchKind, hash: row.matchHash.toString('hex') };
      return [`${mark.kind} ${mark.hash}`, mark];
    }),
  );
  return { identities, marks: [...marks.values()] };
}
