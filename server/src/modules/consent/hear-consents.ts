import { ID_PREFIXES, type ConsentLanguage } from '@kabar/contract';
import { notify } from '#modules/notifications';
import type { EngineTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { ConsentRecorder } from './consent-context.ts';
import type { KnownSettings } from './consent-settings.ts';
import { noteConfirmation } from './consent.sql.ts';
import { insertDoubts, selectAssignees, type AssigneeRow } from './doubts.sql.ts';
import { readMessage, type MessageReading } from './read-message.ts';
import { recordConsents, standingsOf, type NewConsent } from './record-consents.ts';

/** A customer's message that is new here. */
export type HeardMessage = {
  workspaceId: string;
  id: string;
  numberId: string;
  conversationId: string;
  contactId: string;
  /** WhatsApp's time. */
  at: Date;
  type: string;
  content: unknown;
};

/** What a customer chose in WhatsApp itself, or what WhatsApp refused a message for. */
export type HeardPreference = { workspaceId: string; contactId: string; marketing: 'stopped' | 'resumed'; at: Date };

const dayMs = 86_400_000;
/** Nobody is told that a message of yesterday, delivered today, was understood. */
const confirmWithinMs = 3_600_000;

type Heard = { message: HeardMessage; reading: MessageReading };

/**
 * Hears what customers say about messages to them: words of stopping and coming back, buttons, and the choice in WhatsApp. It runs in the
 * transaction that stores the message, so that from the moment a stop is stored, no claim can pass it. Doubtful words become a question to a
 * person and change nothing. Costs no statement when nobody says anything of the kind.
 *
 * Errors: database errors.
 */
export async function hearConsents(
  ctx: ConsentRecorder,
  tx: EngineTx,
  heard: { messages: readonly HeardMessage[]; preferences: readonly HeardPreference[] },
): Promise<void> {
  const settings = new Map<string, KnownSettings>();
  const spoken: Heard[] = [];
  for (const message of heard.messages) {
    const known = settings.get(message.workspaceId) ?? (await ctx.settings.of(message.workspaceId));
    settings.set(message.workspaceId, known);
    // Pressing a button is a choice that was offered; a text is only read where the workspace has it read.
    if (message.type === 'text' && !known.read_words) continue;
    const reading = readMessage(message.type, message.content, known);
    if (reading.meaning !== 'none') spoken.push({ message, reading });
  }
  const byWorkspace = Map.groupBy([...spoken.map(({ message }) => message), ...heard.preferences], ({ workspaceId }) => workspaceId);
  // One after the other, in one order for all processes.
  for (const workspaceId of [...byWorkspace.keys()].toSorted()) {
    const own = spoken.filter(({ message }) => message.workspaceId === workspaceId);
    const known = settings.get(workspaceId) ?? (await ctx.settings.of(workspaceId));
    await hearWords(
      ctx,
      tx,
      workspaceId,
      known,
      own,
      heard.preferences.filter((preference) => preference.workspaceId === workspaceId),
    );
    await askPeople(
      ctx,
      tx,
      workspaceId,
      own.filter(({ reading }) => reading.meaning === 'doubt'),
    );
  }
}

async function hearWords(
  ctx: ConsentRecorder,
  tx: EngineTx,
  workspaceId: string,
  settings: KnownSettings,
  heard: readonly Heard[],
  preferences: readonly HeardPreference[],
): Promise<void> {
  const words = heard.filter(({ reading }) => reading.meaning !== 'doubt');
  const consents: NewConsent[] = [
    ...words.map(({ message, reading }): NewConsent => ({
      contactId: message.contactId,
      purpose: 'marketing',
      state: reading.meaning === 'stop' ? 'objected' : 'resumed',
      source: reading.isButton ? 'whatsapp_button' : 'whatsapp_keyword',
      evidence: { messageId: message.id },
      actor: { kind: 'contact', id: message.contactId },
      dedupeKey: `message:${message.id}`,
      occurredAt: message.at,
    })),
    ...preferences.map(({ contactId, marketing, at }): NewConsent => ({
      contactId,
      purpose: 'marketing',
      state: marketing === 'stopped' ? 'objected' : 'resumed',
      source: 'whatsapp_preferences',
      actor: { kind: 'contact', id: contactId },
      dedupeKey: `preferences:${contactId}:${marketing}:${at.getTime()}`,
      occurredAt: at,
    })),
  ];
  const results = await recordConsents(ctx, tx, workspaceId, consents);
  if (!settings.confirm) return;
  const now = ctx.clock.now();
  for (const [at, { message, reading }] of words.entries()) {
    const result = results[at];
    if (result === undefined || result.recordId === null || now.getTime() - message.at.getTime() > confirmWithinMs) continue;
    const kind = reading.meaning === 'stop' ? 'stop' : 'start';
    // A word that changed nothing (a late stop, a START after WhatsApp's own stop) must not be confirmed as if it had.
    const counts = kind === 'stop' ? result.after === 'stopped' : result.before === 'stopped' && result.after !== 'stopped';
    if (!counts) continue;
    const notSince = new Date(now.getTime() - settings.confirm_again_after_days * dayMs);
    const noted = await tx.query(noteConfirmation(workspaceId, result.contactId, kind, now, notSince));
    if (noted.length === 0) continue;
    const language: ConsentLanguage = reading.language ?? settings.default_language;
    const { numberId } = message;
    await ctx.orderConfirmation(tx, { workspaceId, contactId: result.contactId, numberId, kind, language, recordId: result.recordId });
  }
}

/** Puts doubtful words before a person, unless the customer has stopped anyway; whoever has the conversation is told. */
async function askPeople(ctx: ConsentRecorder, tx: EngineTx, workspaceId: string, doubtful: readonly Heard[]): Promise<void> {
  if (doubtful.length === 0) return;
  const now = ctx.clock.now();
  const standings = await standingsOf(
    tx,
    workspaceId,
    doubtful.map(({ message }) => message.contactId),
  );
  const rows = doubtful
    .filter(({ message }) => standings.get(message.contactId)?.marketing !== 'stopped')
    .map(({ message: { id: messageId, contactId, conversationId } }) => ({ id: ctx.ids.uuid(), messageId, contactId, conversationId }));
  if (rows.length === 0) return;
  const added = new Set((await tx.query<{ id: string }>(insertDoubts(workspaceId, rows, now))).map(({ id }) => id));
  const open = rows.filter(({ id }) => added.has(id));
  await ctx.appendEntries(
    tx,
    workspaceId,
    open.map((row) => ({
      conversationId: row.conversationId,
      kind: 'consent_doubt' as const,
      by: { kind: 'system' as const, id: null },
      data: {
        consent_doubt_id: toPublicId(ID_PREFIXES.consentDoubt, row.id),
        message_id: toPublicId(ID_PREFIXES.message, row.messageId),
      },
      occurredAt: now,
    })),
  );
  const assigned = await tx.query<AssigneeRow>(
    selectAssignees(
      workspaceId,
      open.map(({ conversationId }) => conversationId),
    ),
  );
  for (const { id, messageId, conversationId, contactId } of open) {
    await notify(ctx, tx, workspaceId, {
      kind: 'consent_doubtful',
      memberIds: assigned.filter((row) => row.conversationId === conversationId).map(({ memberId }) => memberId),
      actor: { kind: 'contact', id: contactId },
      conversationId,
      data: { message_id: toPublicId(ID_PREFIXES.message, messageId) },
      dedupeKey: `consent_doubt:${id}`,
    });
  }
}
