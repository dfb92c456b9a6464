import type { PrivacyRequestChannel, PrivacyRequestKind, PrivacySubject } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import {
  hashPeople,
  loadContacts,
  normalisePhone,
  selectByIdentity,
  selectContactStates,
  type ContactStateRow,
  type IdentityHit,
} from '#modules/contacts';
import { notify } from '#modules/notifications';
import { engineQuery, tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { operatorQueue, requestPublicId, type Actor } from './acting.ts';
import { noteEvent, tellChanged } from './change-request.ts';
import { selectHandlers, type HandlerRow } from './office.sql.ts';
import { officeIn } from './office.ts';
import { reckonClocks } from './reckon-clocks.ts';
import type { RequestsContext } from './requests-context.ts';
import { insertRequest, selectSame, type NewRequest, type RequestRow } from './requests.sql.ts';
import { sealText, subjectHash } from './subject.ts';
import { tellPersonJob } from './tell-person-job.ts';

/** A request as somebody hands it in. `proof`: how it is known already that the person themselves asks. */
export type OpenRequest = {
  kind: PrivacyRequestKind;
  kindGuessed?: boolean;
  purpose?: string | null;
  channel: PrivacyRequestChannel;
  contactId?: string | null;
  userId?: string | null;
  subject: Partial<PrivacySubject>;
  language?: 'en' | 'id' | null;
  residence?: string | null;
  isChild?: boolean;
  receivedAt?: Date;
  proof?: NonNullable<RequestRow['identityMethod']> | null;
  /** Where it stood before it was handed to this queue. */
  from?: { workspaceId: string; id: string; queue: 'operator' | 'workspace' };
};

/**
 * Records a request: finds the person, starts the clocks from when it was received, sets it aside when the same person's same request is open
 * already, tells them that it came and the members that it is there. Durable when it resolves; gives its id.
 *
 * Errors: `validation_failed` when nothing tells who asks; `not_found` for a contact that is not of the workspace.
 */
export async function openRequest(ctx: RequestsContext, actor: Actor, input: OpenRequest): Promise<string> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const subject: PrivacySubject = { name: null, phone: null, email: null, note: null, ...input.subject };
  const person = await findPerson(ctx, workspaceId, input.contactId ?? null, subject);
  const userId = input.userId ?? (workspaceId === operatorQueue ? await accountOf(ctx, subject.email) : null);
  if (person.contactId === null && userId === null && subject.phone === null && subject.email === null)
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'body.phone', message: 'say who asks: a contact, a phone number or a mail address' }] },
    });
  const id = ctx.ids.uuid();
  const given = input.receivedAt ?? now;
  const receivedAt = given > now ? now : given;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const office = await officeIn(tx);
    const facts = { kind: input.kind, receivedAt, residence: input.residence ?? null, phone: person.phone, country: person.country };
    const times = reckonClocks(facts, office);
    const hash = await subjectHash(ctx, workspaceId, subject);
    const purpose = input.kind === 'object' || input.kind === 'withdraw_consent' ? (input.purpose ?? null) : null;
    const [same] = await tx.query<{ id: string }>(
      selectSame(workspaceId, { id, kind: input.kind, purpose, contactId: person.contactId, userId, subjectHash: hash }),
    );
    const proof = input.proof ?? null;
    const isDuplicate = same !== undefined && input.from === undefined;
    const row: NewRequest = {
      ...emptyRow,
      ...times,
      workspaceId,
      id,
      kind: input.kind,
      kindGuessed: input.kindGuessed ?? false,
      purpose,
      state: isDuplicate
        ? 'duplicate'
        : proof === null
          ? person.contactId === null && userId === null
            ? 'received'
            : 'identity_check'
          : 'planned',
      channel: input.channel,
      contactId: person.contactId,
      userId,
      subjectSealed: await sealText(ctx, tx, { workspaceId, id, column: 'subject_sealed' }, JSON.stringify(subject)),
      subjectHash: hash,
      language: input.language ?? office.language,
      residence: facts.residence,
      country: person.country,
      isChild: input.isChild ?? false,
      receivedAt,
      identity: proof === null ? 'open' : 'proved',
      identityMethod: proof,
      identityAt: proof === null ? null : now,
      duplicateOf: isDuplicate ? same.id : null,
      forwardWorkspaceId: input.from?.workspaceId ?? null,
      forwardId: input.from?.id ?? null,
      forwardQueue: input.from?.queue ?? null,
      forwardDirection: input.from === undefined ? null : 'from',
      createdKind: actor.kind,
      createdBy: actor.id,
      createdAt: now,
      updatedAt: now,
      closedAt: isDuplicate ? now : null,
    };
    await tx.query(insertRequest(row));
    await noteEvent(ctx, tx, actor, id, 'received', { channel: input.channel });
    if (isDuplicate) await noteEvent(ctx, tx, actor, id, 'duplicate', { of: requestPublicId(same.id) });
    await ctx.jobs.enqueue(tx, tellPersonJob, { workspaceId, requestId: id, word: isDuplicate ? 'duplicate' : 'received' });
    await tellChanged(ctx, tx, workspaceId, id);
    if (!isDuplicate) await tellHandlers(ctx, tx, actor, id);
    await appendAudit(ctx.audit, tx, {
      actor: actor.audit,
      action: 'privacy_request.received',
      target: { kind: 'privacy_request', id: requestPublicId(id) },
      after: { kind: input.kind, channel: input.channel },
    });
  });
  return id;
}

/** Nothing decided yet. */
const emptyRow = {
  ackedAt: null,
  extendedAt: null,
  extensionSealed: null,
  identityBy: null,
  identitySealed: null,
  plannedBy: null,
  approvedBy: null,
  vetoUntil: null,
  hasRestricted: false,
  denial: null,
  denialSealed: null,
  exportId: null,
  erasureId: null,
  replySealed: null,
  answerSealed: null,
  reminded: 0,
  receipt: null,
} as const;

type FoundPerson = { contactId: string | null; phone: string | null; country: string | null };

/** The contact of a request, by id or by phone number, with what tells which law they fall under. */
export async function findPerson(
  ctx: RequestsContext,
  workspaceId: string,
  contactId: string | null,
  subject: Pick<PrivacySubject, 'phone'>,
): Promise<FoundPerson> {
  if (workspaceId === operatorQueue) return { contactId: null, phone: null, country: null };
  const id = contactId ?? (await contactOfPhone(ctx, workspaceId, subject.phone));
  if (id === null) return { contactId: null, phone: subject.phone, country: null };
  const [state] = await tenantQuery<ContactStateRow>(ctx.db, workspaceId, selectContactStates([workspaceId], [id]));
  if (state === undefined || state.erasedAt !== null) {
    if (contactId !== null) throw new AppError('not_found');
    return { contactId: null, phone: subject.phone, country: null };
  }
  const [contact, [country]] = await Promise.all([
    loadContacts(ctx, workspaceId, [state.currentId]).then((found) => found.get(state.currentId)),
    tenantQuery<{ country: string | null }>(ctx.db, workspaceId, {
      text: 'select country from contacts where workspace_id = $1 and id = $2',
      values: [workspaceId, state.currentId],
    }),
  ]);
  return { contactId: state.currentId, phone: contact?.phone ?? subject.phone, country: country?.country ?? null };
}

/** The account behind a mail address, in the queue of the operator. */
async function accountOf(ctx: RequestsContext, email: string | null): Promise<string | null> {
  if (email === null) return null;
  const [user] = await engineQuery<{ id: string }>(ctx.db, { text: 'select id from users where email = lower($1)', values: [email] });
  return user?.id ?? null;
}

async function contactOfPhone(ctx: RequestsContext, workspaceId: string, phone: string | null): Promise<string | null> {
  const digits = phone === null ? null : normalisePhone(phone);
  if (digits === null) return null;
  const probes = await hashPeople(ctx, [{ workspaceId, identities: [{ kind: 'phone', value: digits }] }]);
  const [hit] = await engineQuery<IdentityHit>(ctx.db, selectByIdentity(probes.flat()));
  return hit?.contactId ?? null;
}

async function tellHandlers(ctx: RequestsContext, tx: TenantTx, actor: Actor, id: string): Promise<void> {
  if (actor.workspaceId === operatorQueue) return;
  const handlers = await tx.query<HandlerRow>(selectHandlers(actor.workspaceId));
  await notify(ctx, tx, actor.workspaceId, {
    kind: 'privacy_request_received',
    memberIds: handlers.map(({ memberId }) => memberId),
    actor: actor.kind === 'member' ? { kind: 'member', id: actor.id } : { kind: 'system' },
    data: { privacy_request_id: requestPublicId(id) },
    dedupeKey: `privacy_request:${id}`,
  });
}
