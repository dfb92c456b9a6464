import { findRecipients, isBsuid, normalisePhone, resolvePeople, selectContactStates } from '#modules/contacts';
import type { ContactAddress, ContactStateRow, PeopleDeps, Person } from '#modules/contacts';
import { engineQuery } from '#platform/db/tx';
import { cachedConversation, ensureConversations } from './ensure-conversations.ts';

/** How a caller names a customer: a phone number in any usual spelling, a BSUID, or a contact's uuid. */
export type Address = { kind: 'phone' | 'bsuid' | 'contact'; value: string };

/** One conversation that is wanted. */
export type ConversationRequest = { workspaceId: string; numberId: string; address: Address };

/** The conversation and where its messages go (null: nothing that WhatsApp accepts is known), or why there cannot be one. */
export type OpenedConversation =
  | { contactId: string; conversationId: string; recipient: ContactAddress | null }
  | { error: 'contact_not_found' | 'erased' | 'invalid' };

/**
 * Finds or makes contact, identifiers, contact key and conversation for a whole batch; one answer per item, in order.
 *
 * The hot path of accepting messages: people of the last minutes cost no statement at all, others on record two, new
 * ones two short transactions for the whole batch. Safe between processes: the same new person asked for at the same
 * moment becomes one contact and one conversation. The id of a merged contact leads to the contact it was merged into.
 * `fresh` forgets what this process remembers first: for the rare caller whose write found the answer out of date.
 *
 * Errors: per item `contact_not_found` (no such contact in this workspace), `erased`, and `invalid` for text that is
 * neither a phone number nor a BSUID; throws only for database and key ring errors.
 */
export async function openConversations(
  deps: PeopleDeps,
  items: readonly ConversationRequest[],
  options: { fresh?: boolean } = {},
): Promise<OpenedConversation[]> {
  const answers = new Array<OpenedConversation | undefined>(items.length);
  if (options.fresh === true) deps.cache.clear();
  const found = items.map((item) => deps.cache.get(requestKey(item)));
  const open = items.flatMap((item, index) => (found[index] === undefined ? [{ item, index }] : []));
  const resolved = await Promise.all([resolveGiven(deps, open, answers), resolveAddressed(deps, open, answers)]);
  const people = [...resolved.flat(), ...items.flatMap((item, index) => fromCache(item, index, found[index]))];
  const conversationIds = await ensureConversations(
    deps,
    people.map(({ item, contactId }) => ({ workspaceId: item.workspaceId, numberId: item.numberId, contactId })),
  );
  for (const [at, { item, index, contactId, recipient }] of people.entries()) {
    answers[index] = { contactId, conversationId: conversationIds[at] ?? '', recipient };
    deps.cache.set(requestKey(item), {
      contactId,
      more: recipient === null ? '' : recipient.kind === 'phone' ? `p${recipient.digits}` : `b${recipient.value}`,
    });
  }
  return answers.map((answer) => answer ?? { error: 'contact_not_found' });
}

/** The answer of `openConversations` for one item if this process remembers all of it; no statement, no waiting. */
export function rememberedConversation(cache: PeopleDeps['cache'], item: ConversationRequest): OpenedConversation | null {
  const [known] = fromCache(item, 0, cache.get(requestKey(item)));
  if (known === undefined) return null;
  const { contactId, recipient } = known;
  const conversationId = cachedConversation(cache, { workspaceId: item.workspaceId, numberId: item.numberId, contactId });
  return conversationId === null ? null : { contactId, conversationId, recipient };
}

type Open = { item: ConversationRequest; index: number };
type Found = Open & { contactId: string; recipient: ContactAddress | null };
type Answers = (OpenedConversation | undefined)[];

async function resolveAddressed(deps: PeopleDeps, open: readonly Open[], answers: Answers): Promise<Found[]> {
  const wanted = open.flatMap((one): (Open & { recipient: ContactAddress; person: Person })[] => {
    const { kind, value } = one.item.address;
    if (kind === 'contact') return [];
    const recipient = kind === 'phone' ? readPhone(value) : readBsuid(value);
    if (recipient === null) {
      answers[one.index] = { error: 'invalid' };
      return [];
    }
    const identity =
      recipient.kind === 'phone' ? { kind: 'phone' as const, value: recipient.digits } : { kind: 'bsuid' as const, value: recipient.value };
    return [{ ...one, recipient, person: { workspaceId: one.item.workspaceId, identities: [identity] } }];
  });
  if (wanted.length === 0) return [];
  const resolved = await resolvePeople(
    deps,
    wanted.map(({ person }) => person),
  );
  return wanted.map(({ item, index, recipient }, at) => ({ item, index, recipient, contactId: resolved[at]?.contactId ?? '' }));
}

function readPhone(text: string): ContactAddress | null {
  const digits = normalisePhone(text);
  return digits === null ? null : { kind: 'phone', digits };
}

function readBsuid(text: string): ContactAddress | null {
  return isBsuid(text) ? { kind: 'bsuid', value: text } : null;
}

async function resolveGiven(deps: PeopleDeps, open: readonly Open[], answers: Answers): Promise<Found[]> {
  const given = open.filter(({ item }) => item.address.kind === 'contact');
  if (given.length === 0) return [];
  const rows = await engineQuery<ContactStateRow>(
    deps.db,
    selectContactStates(
      given.map(({ item }) => item.workspaceId),
      given.map(({ item }) => item.address.value),
    ),
  );
  const states = new Map(rows.map((row) => [`${row.workspaceId} ${row.id}`, row]));
  const live = given.flatMap((one) => {
    const state = states.get(`${one.item.workspaceId} ${one.item.address.value}`);
    if (state === undefined || state.erasedAt !== null) {
      answers[one.index] = { error: state === undefined ? 'contact_not_found' : 'erased' };
      return [];
    }
    return [{ ...one, contactId: state.currentId }];
  });
  const recipients = await findRecipients(
    deps,
    live.map(({ item, contactId }) => ({ workspaceId: item.workspaceId, contactId })),
  );
  return live.map((one) => ({ ...one, recipient: recipients.get(one.contactId) ?? null }));
}

function fromCache(item: ConversationRequest, index: number, cached: { contactId: string; more: string } | undefined): Found[] {
  if (cached === undefined) return [];
  const value = cached.more.slice(1);
  const recipient: ContactAddress | null =
    cached.more === '' ? null : cached.more.startsWith('p') ? { kind: 'phone', digits: value } : { kind: 'bsuid', value };
  return [{ item, index, contactId: cached.contactId, recipient }];
}

function requestKey({ workspaceId, address }: ConversationRequest): string {
  return `${workspaceId} to ${address.kind} ${address.value}`;
}
