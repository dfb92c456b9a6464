import {
  ID_PREFIXES,
  type BulkConsentRequest,
  type BulkConsentResponse,
  type ConsentRecord,
  type IdKind,
  type RecordConsentRequest,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { isBsuid, normalisePhone, resolvePeople, type Identity } from '#modules/contacts';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { auditActorOf, consentActorOf, type ConsentContext } from './consent-context.ts';
import type { KnownSettings } from './consent-settings.ts';
import { findContact, readRecord } from './contact-consents.ts';
import { recordConsents, type NewConsent } from './record-consents.ts';
import { selectKnown, type KnownRow } from './references.sql.ts';

/** Clocks of callers may be ahead of ours by this. */
const aheadMs = 60_000;

/**
 * Records what a member or a program was told about one contact. Errors: `not_found` for the contact, the wording or the evidence;
 * `validation_failed` for an unknown purpose or a time ahead.
 */
export async function recordTold(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  contactPublicId: string,
  request: RecordConsentRequest,
): Promise<ConsentRecord> {
  const { workspaceId } = actor;
  const contactId = await findContact(ctx, actor, contactPublicId);
  const consent = toConsent(ctx, actor, await ctx.settings.of(workspaceId), contactId, request);
  const recordId = await withTenant(ctx.db, workspaceId, async (tx) => {
    const known = await knownOf(tx, [consent]);
    if (!refersToKnown(known, consent)) throw new AppError('not_found');
    const [result] = await recordConsents(ctx, tx, workspaceId, [consent]);
    if (result === undefined || result.recordId === null) throw new AppError('conflict');
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'consent.recorded',
      target: { kind: 'contact', id: toPublicId(ID_PREFIXES.contact, result.contactId) },
      after: { purpose: consent.purpose, state: consent.state, source: consent.source, marketing: result.after },
    });
    return result.recordId;
  });
  return readRecord(ctx, workspaceId, contactId, recordId);
}

/**
 * Records up to 1,000 at once; contacts are found or made by phone number or BSUID. A row that cannot be recorded is refused with its reason
 * and touches no other. Errors: `not_found` when any row names an id that does not exist; `permission_denied` for a member with limited sight.
 */
export async function recordMany(ctx: ConsentContext, actor: WorkspaceActor, request: BulkConsentRequest): Promise<BulkConsentResponse> {
  const { workspaceId } = actor;
  if ((await ctx.viewers.of(actor)).kind !== 'all') throw new AppError('permission_denied', { details: { permission: 'contacts:manage' } });
  await requireKnown(ctx, workspaceId, request);
  const settings = await ctx.settings.of(workspaceId);
  const rows = await findContacts(ctx, workspaceId, request);
  const checked = rows.map(({ contactId, refused }, at) => {
    const item = request.consents[at];
    if (contactId === null || item === undefined) return { refused: refused ?? ('recipient_invalid' as const) };
    try {
      return { consent: toConsent(ctx, actor, settings, contactId, item) };
    } catch (error) {
      if (error instanceof AppError && error.code === 'validation_failed') return { refused: 'validation_failed' as const };
      throw error;
    }
  });
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const consents = checked.flatMap(({ consent }) => consent ?? []);
    const recorded = await recordConsents(ctx, tx, workspaceId, consents);
    const results = checked.map(({ consent, refused }) => {
      const at = consent === undefined ? -1 : consents.indexOf(consent);
      const result = recorded[at];
      return result === undefined
        ? { contact_id: null, record_id: null, state: null, refused: refused ?? ('recipient_invalid' as const) }
        : {
            contact_id: publicId('contact', result.contactId),
            record_id: result.recordId === null ? null : publicId('consentRecord', result.recordId),
            state: result.state,
            refused: null,
          };
    });
    if (consents.length > 0)
      await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action: 'consents.recorded', after: { count: consents.length } });
    return { recorded_count: consents.length, refused_count: results.length - consents.length, results };
  });
}

function publicId<Kind extends IdKind>(
  kind: Kind,
  id: string,
): BulkConsentResponse['results'][number]['contact_id'] & `${(typeof ID_PREFIXES)[Kind]}_${string}` {
  return toPublicId(ID_PREFIXES[kind], id) as never; // made with the prefix it is branded with
}

/** An id of ours that does not exist is a mistake of the caller and not of the row. Errors: `not_found`. */
async function requireKnown(ctx: ConsentContext, workspaceId: string, { consents }: BulkConsentRequest): Promise<void> {
  const ids = (kind: 'message' | 'media' | 'consentWording' | 'contact', named: readonly (string | undefined)[]): string[] => [
    ...new Set(named.flatMap((id) => (id === undefined ? [] : (fromPublicId(ID_PREFIXES[kind], id) ?? [])))),
  ];
  const named = {
    messages: ids(
      'message',
      consents.map(({ evidence }) => evidence?.message_id),
    ),
    media: ids(
      'media',
      consents.map(({ evidence }) => evidence?.media_id),
    ),
    wordings: ids(
      'consentWording',
      consents.map(({ wording_id: id }) => id),
    ),
    contacts: ids(
      'contact',
      consents.map(({ contact_id: id }) => id),
    ),
  };
  const wanted = Object.values(named).flat().length;
  const known = wanted === 0 ? [] : await tenantQuery(ctx.db, workspaceId, selectKnown(workspaceId, named));
  if (known.length < wanted) throw new AppError('not_found');
}

type Found = { contactId: string; refused: null } | { contactId: null; refused: 'recipient_invalid' | 'conflict' };

async function findContacts(ctx: ConsentContext, workspaceId: string, request: BulkConsentRequest): Promise<Found[]> {
  const people = request.consents.map((item): Found | Identity[] => {
    if (item.contact_id !== undefined) {
      const contactId = fromPublicId(ID_PREFIXES.contact, item.contact_id);
      const isAlone = item.phone === undefined && item.bsuid === undefined;
      return contactId === null || !isAlone ? { contactId: null, refused: 'recipient_invalid' } : { contactId, refused: null };
    }
    const digits = item.phone === undefined ? null : normalisePhone(item.phone);
    const isWrong = (item.phone !== undefined && digits === null) || (item.bsuid !== undefined && !isBsuid(item.bsuid));
    const identities: Identity[] = [
      ...(digits === null ? [] : [{ kind: 'phone' as const, value: digits }]),
      ...(item.bsuid === undefined ? [] : [{ kind: 'bsuid' as const, value: item.bsuid }]),
    ];
    return isWrong || identities.length === 0 ? { contactId: null, refused: 'recipient_invalid' } : identities;
  });
  const named = people.filter((person) => Array.isArray(person));
  const resolved =
    named.length === 0
      ? []
      : await resolvePeople(
          ctx,
          named.map((identities) => ({ workspaceId, identities })),
        );
  let at = 0;
  return people.map((person): Found => {
    if (!Array.isArray(person)) return person;
    const found = resolved[at];
    at += 1;
    if (found === undefined || found.alsoKnownAs.length > 0) return { contactId: null, refused: 'conflict' };
    return { contactId: found.contactId, refused: null };
  });
}

function toConsent(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  settings: KnownSettings,
  contactId: string,
  request: RecordConsentRequest,
): NewConsent {
  const now = ctx.clock.now();
  const occurredAt = request.occurred_at === undefined ? now : new Date(request.occurred_at);
  if (!settings.purposes.some(({ key }) => key === request.purpose)) throw invalid('purpose', 'is not one of the workspace');
  if (occurredAt.getTime() > now.getTime() + aheadMs) throw invalid('occurred_at', 'must not be in the future');
  const { evidence } = request;
  const source = request.source ?? (actor.kind === 'user' ? 'agent' : 'api');
  return {
    contactId,
    purpose: request.purpose,
    ...(request.category === undefined ? {} : { category: request.category }),
    state: request.state,
    source,
    ...(request.legal_basis === undefined ? {} : { legalBasis: request.legal_basis }),
    ...(request.wording_id === undefined ? {} : { wordingId: fromPublicId(ID_PREFIXES.consentWording, request.wording_id) ?? '' }),
    evidence: {
      ...(evidence?.message_id === undefined ? {} : { messageId: fromPublicId(ID_PREFIXES.message, evidence.message_id) ?? '' }),
      ...(evidence?.media_id === undefined ? {} : { mediaId: fromPublicId(ID_PREFIXES.media, evidence.media_id) ?? '' }),
      ...(evidence?.text === undefined ? {} : { text: evidence.text }),
    },
    actor: consentActorOf(actor),
    occurredAt,
  };
}

async function knownOf(tx: TenantTx, consents: readonly NewConsent[]): Promise<ReadonlySet<string>> {
  if (consents.length === 0) return new Set();
  const rows = await tx.query<KnownRow>(
    selectKnown(tx.workspaceId, {
      messages: consents.flatMap(({ evidence }) => evidence?.messageId ?? []),
      media: consents.flatMap(({ evidence }) => evidence?.mediaId ?? []),
      wordings: consents.flatMap(({ wordingId }) => wordingId ?? []),
      contacts: consents.map(({ contactId }) => contactId),
    }),
  );
  return new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
}

function refersToKnown(known: ReadonlySet<string>, { evidence, wordingId }: NewConsent): boolean {
  return (
    (wordingId === undefined || known.has(`wording ${wordingId}`)) &&
    (evidence?.messageId === undefined || known.has(`message ${evidence.messageId}`)) &&
    (evidence?.mediaId === undefined || known.has(`media ${evidence.mediaId}`))
  );
}

function invalid(path: string, message: string): AppError<'validation_failed'> {
  return new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}
