import type { KeyObject } from 'node:crypto';
import type { SendableType } from '@kabar/contract';
import { ID_PREFIXES } from '@kabar/contract';
import type { Clock } from '#platform/clock';
import type { KeyRing } from '#platform/crypto/data-key';
import { seal } from '#platform/crypto/seal';
import { toPublicId } from '#platform/ids';
import { buildSendBody, type Recipient, type SendBody } from '#whatsapp/build-send-body';
import { mediaIdsIn } from '#whatsapp/message-media';
import type { Connection, Provider, SendOutcome } from '#whatsapp/provider';
import { reactionAad } from '../apply-changes.ts';
import { judgeRefusal, metaErrorJson } from '../failure-reason.ts';
import { hashWamid } from '../hash-wamid.ts';
import type { ReactionRow } from '../inbound.sql.ts';
import { openContent, openWamid, sealWamid } from '../stored-content.ts';
import type { ClaimedMessage } from './claim.ts';
import type { RefusedRow } from './outcomes.sql.ts';
import type { Outcome } from './record-outcomes.ts';
import { maxAttempts, planRetry } from './retry-delay.ts';
import type { SendJournal } from './send-journal.ts';

/** Files that WhatsApp must have before a message that shows them: their ids there, or why that failed. */
export type MediaOutcome =
  | { kind: 'ready'; providerIds: ReadonlyMap<string, string> }
  | { kind: 'gone' }
  | { kind: 'later'; afterMs: number };

/** What sending one claimed message needs from the outside. */
export type SendClaimedDeps = {
  clock: Clock;
  provider: Provider;
  journal: Pick<SendJournal, 'started'>;
  random: () => number;
  connection(workspaceId: string, numberId: string): Promise<Connection | null>;
  ensureMedia(workspaceId: string, numberId: string, mediaIds: readonly string[]): Promise<MediaOutcome>;
  recipientOf(workspaceId: string, contactId: string): Promise<Recipient | null>;
  wamidKey(workspaceId: string): Promise<KeyObject>;
  /** False once the lease of the number may have run out; asked right before the first byte. */
  mayStart(): boolean;
  signal: AbortSignal;
};

/** What became of a claimed message, with what it means for the number. `not_started`: provably nothing left. */
export type SendResult =
  | {
      kind: 'outcome';
      outcome: Outcome;
      numberPauseMs: number;
      numberHold: 'token_refused' | 'number_restricted' | 'payment_problem' | null;
    }
  | { kind: 'not_started' };

/**
 * Hands one claimed message to WhatsApp and says what became of it. Writes the journal immediately before the first byte.
 * Never throws for anything that WhatsApp, the network or the message's own data can cause.
 */
export async function sendClaimed(deps: SendClaimedDeps, message: ClaimedMessage, keys: KeyRing | null): Promise<SendResult> {
  if (keys === null) return failedBefore(deps, message, 'contact_erased', 'The customer was erased');
  const connection = await deps.connection(message.workspace_id, message.number_id);
  if (connection === null) return heldBefore(deps, message, 'number_disconnected', 'The number is disconnected');
  const stored = openContent(keys, message.workspace_id, message.message_id, message.content_sealed);
  const recipient = stored.to ?? (await deps.recipientOf(message.workspace_id, message.contact_id));
  if (recipient === null) return failedBefore(deps, message, 'recipient_unreachable', 'No address that WhatsApp accepts');
  const type = message.type as SendableType; // only sendable types are ever accepted
  const media = await resolveMedia(deps, message, type, stored.content);
  if (media.kind === 'gone') return failedBefore(deps, message, 'media_missing', 'The file is no longer there');
  if (media.kind === 'later')
    return repeat(
      deps,
      message,
      { code: null, title: 'The file could not be handed to WhatsApp yet', httpStatus: null, details: null },
      media.afterMs,
    );
  const quoted =
    message.reply_to_wamid_sealed === null || message.reply_to_id === null
      ? null
      : openWamid(keys, message.workspace_id, message.reply_to_id, message.reply_to_wamid_sealed);
  if (type === 'reaction' && quoted === null && message.reply_to_id !== null) {
    return repeat(deps, message, { code: null, title: 'The message to react to is not sent yet', httpStatus: null, details: null }, 2_000);
  }
  const body = buildSendBody({
    publicId: toPublicId(ID_PREFIXES.message, message.message_id),
    type,
    content: stored.content,
    recipient,
    replyToWamid: quoted ?? stored.replyToWamid ?? null,
    reactionWamid: quoted,
    providerMediaIds: media.providerIds,
  });
  if (!deps.mayStart()) return { kind: 'not_started' };
  const outcome = await hand(deps, message, connection, body);
  return conclude(deps, message, keys, outcome, stored.content);
}

async function hand(deps: SendClaimedDeps, message: ClaimedMessage, connection: Connection, body: SendBody): Promise<SendOutcome> {
  return deps.provider.send(connection, body, {
    signal: deps.signal,
    onBeforeWrite: () => deps.journal.started(message.message_id, message.attempt),
  });
}

async function conclude(
  deps: SendClaimedDeps,
  message: ClaimedMessage,
  keys: KeyRing,
  outcome: SendOutcome,
  content: unknown,
): Promise<SendResult> {
  switch (outcome.kind) {
    case 'accepted': {
      const indexKey = await deps.wamidKey(message.workspace_id);
      return concluded({
        kind: 'accepted',
        workspaceId: message.workspace_id,
        messageId: message.message_id,
        numberId: message.number_id,
        attempt: message.attempt,
        at: deps.clock.now(),
        httpStatus: 200,
        wamidHash: hashWamid(indexKey, outcome.wamid),
        wamidSealed: sealWamid(keys.primary, message.workspace_id, message.message_id, outcome.wamid),
        reaction: reactionOf(deps, message, keys, content),
      });
    }
    case 'retry':
      return repeat(deps, message, outcome.error, outcome.afterMs);
    case 'unknown':
      return concluded({
        kind: 'unknown',
        workspaceId: message.workspace_id,
        messageId: message.message_id,
        attempt: message.attempt,
        httpStatus: outcome.httpStatus,
        errorTitle: outcome.error?.title ?? unknownTitles[outcome.cause],
      });
    case 'refused': {
      const verdict = judgeRefusal(outcome.error);
      if (verdict.kind === 'later') return repeat(deps, message, outcome.error, verdict.afterMs);
      const row = refusedRow(deps, message, outcome.error, verdict.reason);
      if (verdict.kind === 'fail') return concluded({ kind: 'failed', ...row, reason: verdict.reason });
      const numberHold = verdict.numberWide && isNumberHold(verdict.reason) ? verdict.reason : null;
      return { kind: 'outcome', outcome: { kind: 'held', ...row, reason: verdict.reason }, numberPauseMs: 0, numberHold };
    }
  }
}

/** What a reaction that went out changes about the message it belongs to; null for anything else. */
function reactionOf(deps: SendClaimedDeps, message: ClaimedMessage, keys: KeyRing, content: unknown): ReactionRow | null {
  if (message.type !== 'reaction' || message.reply_to_id === null) return null;
  const emoji = typeof content === 'object' && content !== null && 'emoji' in content ? content.emoji : '';
  const target = { workspaceId: message.workspace_id, messageId: message.reply_to_id, by: 'business' } as const;
  const emojiSealed =
    typeof emoji === 'string' && emoji !== ''
      ? seal(keys.primary, reactionAad(target.workspaceId, target.messageId, target.by), emoji)
      : null;
  return { ...target, emojiSealed, at: deps.clock.now() };
}

const unknownTitles = {
  timed_out: 'WhatsApp did not answer in time',
  connection_lost: 'The connection was lost before the answer',
  server_error: 'WhatsApp answered with a fault of its own',
  unreadable_answer: 'The answer could not be read',
} as const;

function isNumberHold(reason: string): reason is 'token_refused' | 'number_restricted' | 'payment_problem' {
  return reason === 'token_refused' || reason === 'number_restricted' || reason === 'payment_problem';
}

type Concluded = Extract<SendResult, { kind: 'outcome' }>;

type Refusal = { code: number | null; title: string; details: string | null; httpStatus: number | null };

function repeat(
  deps: Pick<SendClaimedDeps, 'clock' | 'random'>,
  message: ClaimedMessage,
  error: Refusal,
  afterMs: number | null,
): Concluded {
  if (message.attempt >= maxAttempts)
    return concluded({ kind: 'failed', ...refusedRow(deps, message, error, 'retries_exhausted'), reason: 'retries_exhausted' });
  const plan = planRetry(error.code, message.attempt, afterMs, deps.random());
  const dueAt = new Date(deps.clock.now().getTime() + plan.delayMs);
  return {
    kind: 'outcome',
    outcome: { kind: 'retry', ...refusedRow(deps, message, error, 'meta_refused'), dueAt },
    numberPauseMs: plan.numberPauseMs,
    numberHold: null,
  };
}

/** What follows when our own code failed before the first byte: provably not sent, so it is repeated like any such try. */
export function repeatAfterFault(deps: Pick<SendClaimedDeps, 'clock' | 'random'>, message: ClaimedMessage): Outcome {
  const result = repeat(deps, message, { code: null, title: 'A fault of ours', httpStatus: null, details: null }, null);
  return result.outcome;
}

function failedBefore(
  deps: SendClaimedDeps,
  message: ClaimedMessage,
  reason: 'contact_erased' | 'recipient_unreachable' | 'media_missing',
  title: string,
): SendResult {
  return concluded({
    kind: 'failed',
    ...refusedRow(deps, message, { code: null, title, details: null, httpStatus: null }, reason),
    reason,
  });
}

function heldBefore(deps: SendClaimedDeps, message: ClaimedMessage, reason: 'number_disconnected', title: string): SendResult {
  return concluded({ kind: 'held', ...refusedRow(deps, message, { code: null, title, details: null, httpStatus: null }, reason), reason });
}

function concluded(outcome: Outcome): Concluded {
  return { kind: 'outcome', outcome, numberPauseMs: 0, numberHold: null };
}

function refusedRow(deps: Pick<SendClaimedDeps, 'clock'>, message: ClaimedMessage, error: Refusal, reason: string): RefusedRow {
  return {
    workspaceId: message.workspace_id,
    messageId: message.message_id,
    attempt: message.attempt,
    at: deps.clock.now(),
    httpStatus: error.httpStatus,
    errorCode: error.code,
    errorTitle: error.title,
    reason,
    metaError: metaErrorJson(error),
  };
}

async function resolveMedia(deps: SendClaimedDeps, message: ClaimedMessage, type: SendableType, content: unknown): Promise<MediaOutcome> {
  const mediaIds = mediaIdsIn(type, content);
  return mediaIds.length === 0
    ? { kind: 'ready', providerIds: new Map() }
    : deps.ensureMedia(message.workspace_id, message.number_id, mediaIds);
}
