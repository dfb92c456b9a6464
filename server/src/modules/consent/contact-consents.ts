import { ID_PREFIXES, type ConsentRecord, type ContactConsents, type PageQuery } from '@kabar/contract';
import { requireContact } from '#modules/contacts';
import { contactVisibleWhere, visibleWhere } from '#modules/teams';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import type { ConsentContext } from './consent-context.ts';
import { selectRecords, selectStandings, selectStates, type RecordRow, type StandingRow, type StateRow } from './consent.sql.ts';
import { evidenceAad } from './record-consents.ts';
import { listSuppressions } from './suppressions.ts';

/** The living contact behind a public id that an actor may see. Errors: `not_found`. */
export function findContact(ctx: ConsentContext, actor: WorkspaceActor, publicId: string): Promise<string> {
  const scopeOf = async () => {
    const viewer = await ctx.viewers.of(actor);
    if (viewer.kind === 'all') return null;
    return {
      contacts: (alias: string, values: unknown[]) => contactVisibleWhere(viewer, alias, values),
      conversations: (alias: string, values: unknown[]) => visibleWhere(viewer, alias, values),
    };
  };
  return requireContact({ db: ctx.db, scopeOf }, actor, publicId);
}

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What holds for a contact, what the gate would say now, and a page of the history. Errors: `not_found`, `cursor_invalid`. */
export async function getContactConsents(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  publicId: string,
  { limit, cursor }: PageQuery,
): Promise<ContactConsents> {
  const { workspaceId } = actor;
  const contactId = await findContact(ctx, actor, publicId);
  const position = decodeCursor(cursor, 2);
  const before = position === null ? null : { at: new Date(String(position[0])), id: String(position[1]) };
  if (before !== null && (Number.isNaN(before.at.getTime()) || !uuidForm.test(before.id))) throw new AppError('cursor_invalid');
  const query = <Row>(statement: Parameters<typeof tenantQuery>[2]): Promise<Row[]> => tenantQuery<Row>(ctx.db, workspaceId, statement);
  const [settings, [standing], states, rows, suppressions] = await Promise.all([
    ctx.settings.of(workspaceId),
    query<StandingRow>(selectStandings(workspaceId, [contactId])),
    query<StateRow>(selectStates(workspaceId, [contactId])),
    query<RecordRow>(selectRecords(workspaceId, contactId, before, limit + 1)),
    listSuppressions(ctx, workspaceId, { contact_id: toPublicId(ID_PREFIXES.contact, contactId), limit: 200 }),
  ]);
  if (standing === undefined) throw new AppError('not_found');
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const rings = await ctx.keyring.contactKeys(
    [...new Set([contactId, ...page.map((row) => row.contactId)])].map((id) => ({ workspaceId, contactId: id })),
  );
  const { marketing, isSuppressed } = standing;
  const reason = isSuppressed
    ? ('contact_suppressed' as const)
    : marketing === 'stopped'
      ? ('marketing_stopped' as const)
      : marketing === 'unset' && settings.marketing_rule === 'opt_in'
        ? ('consent_missing' as const)
        : null;
  return {
    contact_id: toPublicId(ID_PREFIXES.contact, contactId) as ContactConsents['contact_id'], // made with the prefix it is branded with
    marketing,
    may_send: {
      marketing: { allowed: reason === null, reason },
      other: { allowed: !isSuppressed, reason: isSuppressed ? 'contact_suppressed' : null },
    },
    states: presentStates(states),
    suppressions: suppressions.data,
    history: page.map((row) => presentRecord(workspaceId, row, rings)),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.occurredAt.toISOString(), last.id]) : null,
  };
}

/** One record of a contact. Errors: `not_found`. */
export async function readRecord(ctx: ConsentContext, workspaceId: string, contactId: string, recordId: string): Promise<ConsentRecord> {
  const rows = await tenantQuery<RecordRow>(ctx.db, workspaceId, selectRecords(workspaceId, contactId, null, 1_000));
  const row = rows.find(({ id }) => id === recordId);
  if (row === undefined) throw new AppError('not_found');
  return presentRecord(workspaceId, row, await ctx.keyring.contactKeys([{ workspaceId, contactId: row.contactId }]));
}

/** Marketing is always told, also when nothing is known. */
function presentStates(rows: readonly StateRow[]): ContactConsents['states'] {
  const states = rows.map((row) => ({
    purpose: row.purpose,
    category: row.category === '' ? null : row.category,
    state: row.state,
    source: row.source,
    since: row.since.toISOString(),
    record_id: toPublicId(ID_PREFIXES.consentRecord, row.recordId) as ConsentRecord['id'], // made with the prefix it is branded with
  }));
  if (states.some(({ purpose, category }) => purpose === 'marketing' && category === null)) return states;
  return [{ purpose: 'marketing', category: null, state: 'unset', source: null, since: null, record_id: null }, ...states];
}

function presentRecord(workspaceId: string, row: RecordRow, rings: ReadonlyMap<string, KeyRing>): ConsentRecord {
  const id = <Kind extends 'contact' | 'consentRecord' | 'consentWording' | 'message' | 'media'>(kind: Kind, uuid: string) =>
    toPublicId(ID_PREFIXES[kind], uuid) as `${(typeof ID_PREFIXES)[Kind]}_${string}`; // made with the prefix it is branded with
  const ring = rings.get(row.contactId);
  const actorPrefix = { contact: ID_PREFIXES.contact, member: ID_PREFIXES.member, api_key: ID_PREFIXES.apiKey, system: null }[
    row.actorKind
  ];
  return {
    id: id('consentRecord', row.id),
    contact_id: id('contact', row.contactId),
    purpose: row.purpose,
    category: row.category === '' ? null : row.category,
    state: row.state,
    source: row.source,
    legal_basis: row.legalBasis,
    wording_id: row.wordingId === null ? null : id('consentWording', row.wordingId),
    evidence: {
      message_id: row.messageId === null ? null : id('message', row.messageId),
      media_id: row.mediaId === null ? null : id('media', row.mediaId),
      text: row.evidenceSealed === null || ring === undefined ? null : openText(ring, evidenceAad(workspaceId, row.id), row.evidenceSealed),
    },
    actor: { kind: row.actorKind, id: row.actorId === null || actorPrefix === null ? null : toPublicId(actorPrefix, row.actorId) },
    supersedes: row.supersedes === null ? null : id('consentRecord', row.supersedes),
    occurred_at: row.occurredAt.toISOString(),
    recorded_at: row.recordedAt.toISOString(),
  };
}
