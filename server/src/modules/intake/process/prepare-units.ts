import { ID_PREFIXES } from '@kabar/contract';
import type { HeardPreference } from '#modules/consent';
import { learnIdentities, recordProfileNames, resolvePeople, type Identity, type Person, type ResolvedPerson } from '#modules/contacts';
import { ensureConversations } from '#modules/conversations';
import type { InboundMedia } from '#modules/media';
import type { InboundMessage, MessageChange, StatusUpdate } from '#modules/messages';
import { engineQuery } from '#platform/db/tx';
import { fromPublicId } from '#platform/ids';
import type { AccountUnit } from '#whatsapp/account-fact';
import type { InboundUnit, PersonIds } from '#whatsapp/cloud/parse-webhook';
import { selectNumbersOfAccounts } from '../deliveries.sql.ts';
import type { ClaimedDelivery } from '../deliveries.sql.ts';
import type { IntakeContext } from '../intake-context.ts';
import { mergePeople } from './merge-people.ts';
import type { ReadDelivery } from './read-deliveries.ts';

/** A unit with its delivery and the number it is about (null: none of ours, or none at all). */
export type Piece = { delivery: ClaimedDelivery; unit: InboundUnit; numberId: string | null };

/** A unit that is only kept and counted. */
export type KeptUnit = {
  delivery: ClaimedDelivery;
  unit: InboundUnit;
  outcome: 'unknown' | 'quarantined';
  kind: string;
  reason: string;
  payload: unknown;
};

/** What a batch will write, with everybody in it known by contact and conversation. */
export type PreparedBatch = {
  pieces: Piece[];
  messages: InboundMessage[];
  files: InboundMedia[];
  changes: MessageChange[];
  statuses: StatusUpdate[];
  marketing: HeardPreference[];
  accountUnits: Map<string, AccountUnit[]>;
  kept: KeptUnit[];
};

/** WhatsApp's code for "the customer stopped marketing messages". */
const marketingStoppedCode = 131_050;

/** Finds which of our numbers each unit is about. One statement. */
export async function locateUnits(ctx: IntakeContext, read: readonly ReadDelivery[]): Promise<Piece[]> {
  const rows = await engineQuery<{ workspaceId: string; wabaAccountId: string; id: string; phoneNumberId: string }>(
    ctx.db,
    selectNumbersOfAccounts(read.map(({ delivery }) => delivery)),
  );
  const numbers = new Map(rows.map((row) => [`${row.wabaAccountId} ${row.phoneNumberId}`, row.id]));
  return read.flatMap(({ delivery, units }) =>
    units.map((unit) => ({ delivery, unit, numberId: numbers.get(`${delivery.wabaAccountId} ${unit.phoneNumberId ?? ''}`) ?? null })),
  );
}

/**
 * Finds or makes everybody a batch speaks of, before its own transaction: contacts with their identities and names,
 * merges where a payload proves two contacts to be one person, and conversations. All of it is idempotent, so a batch that
 * fails later has only learned early what it would learn again.
 *
 * Errors: database and key ring errors.
 */
export async function prepareUnits(ctx: IntakeContext, pieces: readonly Piece[]): Promise<PreparedBatch> {
  const batch: PreparedBatch = {
    pieces: [...pieces],
    messages: [],
    files: [],
    changes: [],
    statuses: [],
    marketing: [],
    accountUnits: new Map(),
    kept: [],
  };
  const contacts = await findContacts(ctx, pieces);
  const conversations = await findConversations(ctx, pieces, contacts);
  for (const [index, piece] of pieces.entries()) place(ctx, batch, piece, contacts[index] ?? null, conversations.get(index) ?? null);
  return batch;
}

type PieceContact = { contactId: string };

async function findContacts(ctx: IntakeContext, pieces: readonly Piece[]): Promise<(PieceContact | null)[]> {
  const makers = pieces.flatMap((piece, index) => {
    const person = personToMake(piece);
    return person === null ? [] : [{ index, person }];
  });
  const learners = pieces.flatMap((piece, index) => {
    const person =
      piece.unit.kind === 'status' && piece.unit.person !== null && piece.numberId !== null ? toPerson(piece, piece.unit.person) : null;
    return person === null ? [] : [{ index, person }];
  });
  const made =
    makers.length === 0
      ? []
      : await resolvePeople(
          ctx,
          makers.map(({ person }) => person),
        );
  const learned =
    learners.length === 0
      ? []
      : await learnIdentities(
          ctx,
          learners.map(({ person }) => person),
        );
  const all = [
    ...makers.map(({ index }, at) => ({ index, found: made[at] ?? null })),
    ...learners.map(({ index }, at) => ({ index, found: learned[at] ?? null })),
  ];
  const current = await mergeProved(ctx, pieces, all);
  const contacts = new Array<PieceContact | null>(pieces.length).fill(null);
  for (const { index, found } of all) if (found !== null) contacts[index] = { contactId: current.get(found.contactId) ?? found.contactId };
  await recordProfileNames(
    ctx,
    makers.flatMap(({ index, person }) => {
      const unit = pieces[index]?.unit;
      const contactId = contacts[index]?.contactId;
      const name = unit !== undefined && 'person' in unit ? unit.person?.profileName : undefined;
      return name === undefined || contactId === undefined ? [] : [{ workspaceId: person.workspaceId, contactId, name }];
    }),
  );
  return contacts;
}

/** Merges contacts that payloads prove to be one person; gives where each merged contact leads now. */
async function mergeProved(
  ctx: IntakeContext,
  pieces: readonly Piece[],
  all: readonly { index: number; found: ResolvedPerson | null }[],
): Promise<Map<string, string>> {
  const current = new Map<string, string>();
  const follow = (contactId: string): string => {
    let id = contactId;
    for (let next = current.get(id); next !== undefined; next = current.get(id)) id = next;
    return id;
  };
  for (const { index, found } of all) {
    const piece = pieces[index];
    if (found === null || piece === undefined) continue;
    for (const other of found.alsoKnownAs) {
      const from = follow(other);
      const into = follow(found.contactId);
      if (from === into) continue;
      const kind = piece.unit.kind === 'message' && piece.unit.formerly !== null ? 'number_changed' : 'same_payload';
      const merge = {
        workspaceId: piece.delivery.workspaceId,
        fromContactId: from,
        intoContactId: into,
        evidence: { kind, path: piece.unit.path },
      } as const;
      if (await mergePeople(ctx, merge)) current.set(from, into);
    }
  }
  return new Map([...current.keys()].map((id) => [id, follow(id)]));
}

/** Who has to be a contact for this unit to be stored; null when nobody has. */
function personToMake({ delivery, unit, numberId }: Piece): Person | null {
  if (numberId === null) return null;
  switch (unit.kind) {
    case 'message': {
      const now = identitiesOf(unit.person, unit.wabaId);
      const before = unit.formerly === null ? [] : identitiesOf(unit.formerly, unit.wabaId);
      const known = new Set(now.map((identity) => `${identity.kind} ${identity.value}`));
      const identities = [...now, ...before.filter((identity) => !known.has(`${identity.kind} ${identity.value}`))];
      return { workspaceId: delivery.workspaceId, identities, isSamePerson: unit.formerly !== null };
    }
    case 'change':
    case 'preference':
      return { workspaceId: delivery.workspaceId, identities: identitiesOf(unit.person, unit.wabaId) };
    default:
      return null;
  }
}

function toPerson(piece: Piece, ids: PersonIds): Person {
  return { workspaceId: piece.delivery.workspaceId, identities: identitiesOf(ids, piece.unit.wabaId) };
}

function addressOf({ waId, bsuid }: PersonIds): { waId?: string; bsuid?: string } {
  return { ...(waId === undefined ? {} : { waId }), ...(bsuid === undefined ? {} : { bsuid }) };
}

function identitiesOf(ids: PersonIds, wabaId: string): Identity[] {
  const { waId, bsuid, parentBsuid, username } = ids;
  return [
    ...(bsuid === undefined ? [] : [{ kind: 'bsuid' as const, value: bsuid, scope: wabaId }]),
    ...(waId === undefined ? [] : [{ kind: 'wa_id' as const, value: waId }]),
    ...(parentBsuid === undefined ? [] : [{ kind: 'parent_bsuid' as const, value: parentBsuid }]),
    ...(username === undefined ? [] : [{ kind: 'username' as const, value: username }]),
  ];
}

async function findConversations(
  ctx: IntakeContext,
  pieces: readonly Piece[],
  contacts: readonly (PieceContact | null)[],
): Promise<Map<number, string>> {
  const wanted = pieces.flatMap(({ delivery, unit, numberId }, index) => {
    const contactId = contacts[index]?.contactId;
    return unit.kind !== 'message' || numberId === null || contactId === undefined
      ? []
      : [{ index, ends: { workspaceId: delivery.workspaceId, numberId, contactId } }];
  });
  const ids = await ensureConversations(
    ctx,
    wanted.map(({ ends }) => ends),
  );
  return new Map(wanted.flatMap(({ index }, at) => [[index, ids[at] ?? ''] as const]));
}

function place(ctx: IntakeContext, batch: PreparedBatch, piece: Piece, contact: PieceContact | null, conversationId: string | null): void {
  const { delivery, unit, numberId } = piece;
  const { workspaceId } = delivery;
  switch (unit.kind) {
    case 'account': {
      const units = batch.accountUnits.get(workspaceId) ?? [];
      units.push(unit.unit);
      batch.accountUnits.set(workspaceId, units);
      return;
    }
    case 'unknown':
    case 'broken':
      batch.kept.push({
        delivery,
        unit,
        outcome: unit.kind === 'unknown' ? 'unknown' : 'quarantined',
        kind: unit.what,
        reason: unit.reason,
        payload: unit.payload,
      });
      return;
    default:
  }
  if (numberId === null) {
    batch.kept.push({ delivery, unit, outcome: 'unknown', kind: unit.kind, reason: 'the number is not connected here', payload: unit });
    return;
  }
  if (unit.kind === 'status') {
    placeStatus(batch, piece, unit, numberId, contact);
    return;
  }
  if (contact === null) throw new Error('a unit was left without a contact');
  const { contactId } = contact;
  if (unit.kind === 'preference') {
    batch.marketing.push({ workspaceId, contactId, marketing: unit.marketing, at: unit.at });
    return;
  }
  if (unit.kind === 'change') {
    const { change, by, targetWamid, at, emoji, content } = unit;
    batch.changes.push({ workspaceId, numberId, contactId, change, by, targetWamid, at, emoji, content });
    return;
  }
  if (conversationId === null) throw new Error('a message was left without a conversation');
  const { author, wamid, at, type, content, replyToWamid, forwarded, referral, opensWindow, media } = unit;
  const id = ctx.ids.uuid();
  const mediaId = media === null ? null : ctx.ids.uuid();
  batch.messages.push({
    workspaceId,
    id,
    numberId,
    conversationId,
    contactId,
    author,
    from: addressOf(unit.person),
    wamid,
    at,
    type,
    content,
    mediaId,
    replyToWamid,
    forwarded,
    referral,
    opensWindow,
  });
  if (media !== null && mediaId !== null) {
    const { kind, filename, url, sha256, providerId: providerMediaId } = media;
    const mimeType = media.mimeType ?? 'application/octet-stream';
    batch.files.push({
      workspaceId,
      id: mediaId,
      contactId,
      numberId,
      messageId: id,
      kind,
      mimeType,
      filename,
      providerMediaId,
      url,
      sha256,
      occurredAt: at,
    });
  }
  if (unit.isUnknownType) {
    batch.kept.push({
      delivery,
      unit,
      outcome: 'unknown',
      kind: 'message',
      reason: 'a message type that this version does not know; it is shown as such',
      payload: content,
    });
  }
}

function placeStatus(
  batch: PreparedBatch,
  { delivery }: Piece,
  unit: Extract<InboundUnit, { kind: 'status' }>,
  numberId: string,
  contact: PieceContact | null,
): void {
  const { workspaceId } = delivery;
  const { wamid, tag, status, at, error, pricing } = unit;
  batch.statuses.push({
    workspaceId,
    numberId,
    messageId: tag === null ? null : fromPublicId(ID_PREFIXES.message, tag),
    wamid,
    status,
    at,
    error,
    pricing,
  });
  if (error?.code === marketingStoppedCode && contact !== null) {
    batch.marketing.push({ workspaceId, contactId: contact.contactId, marketing: 'stopped', at });
  }
}
