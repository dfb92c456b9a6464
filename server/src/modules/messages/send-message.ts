import type { KeyObject } from 'node:crypto';
import { ID_PREFIXES, type SendMessageRequest, type SendMessageResponse } from '@kabar/contract';
import type { Batcher } from '#platform/batcher';
import type { Clock } from '#platform/clock';
import type { KeyRing } from '#platform/crypto/data-key';
import type { Database } from '#platform/db/database';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { RequestIdentity } from '#platform/idempotency/idempotency';
import { fromPublicId, toPublicId, type Ids } from '#platform/ids';
import type { Recipient } from '#whatsapp/build-send-body';
import { checkContent } from '#whatsapp/check-content';
import { mediaIdsIn } from '#whatsapp/message-media';
import type { AcceptResult } from './accept-messages.ts';
import type { EarlierMessage, NewOutgoingMessage } from './accept.sql.ts';
import { findMessageRefs } from './find-message-refs.ts';
import { sealContent, type StoredContent } from './stored-content.ts';

/** A conversation that a message can be put into, with the address it goes to. */
export type OpenConversation = { contactId: string; conversationId: string; recipient: Recipient | null };

/** What is asked of the modules below, as plain functions, so that the hot path names exactly what it touches. */
export type SendMessageDeps = {
  db: Database;
  clock: Clock;
  ids: Ids;
  acceptor: Batcher<NewOutgoingMessage, AcceptResult>;
  /** A number of this workspace, or null when there is none. */
  findNumber(workspaceId: string, numberId: string): Promise<{ wabaAccountId: string; connected: boolean } | null>;
  /** Finds or creates contact and conversation. `fresh` asks the database and not the memory of this process. */
  openConversation(
    item: { workspaceId: string; numberId: string; address: { kind: 'phone' | 'bsuid' | 'contact'; value: string } },
    fresh: boolean,
  ): Promise<OpenConversation | 'not_found' | 'invalid'>;
  contactKey(workspaceId: string, contactId: string): Promise<KeyRing | null>;
  /** Under what WhatsApp's message ids are looked up. */
  wamidKey(workspaceId: string): Promise<KeyObject>;
  /** Which of these media ids exist in the workspace. */
  findMedia(workspaceId: string, mediaIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Makes sure that the actor sees the conversation and the files. Errors: `not_found`. */
  requireMayWrite(actor: WorkspaceActor, writing: { conversationId: string; mediaIds: readonly string[] }): Promise<void>;
};

/** One request to send, with who asks, and how it is recognised when it comes again; `callbackData` see `StoredContent`. */
export type SendMessageInput = {
  actor: WorkspaceActor;
  request: SendMessageRequest;
  idempotency: Pick<RequestIdentity, 'keyHash' | 'fingerprint'> | null;
  callbackData?: string;
};

const maxScheduleAheadMs = 30 * 24 * 3_600_000;
const staleTries = 3;

/**
 * Accepts one message: checks it, finds its contact and conversation, and resolves once message, dispatch row and
 * idempotency key are durable. Whether it may go out is decided when it is claimed, not here.
 *
 * Idempotent per idempotency key and per `client_ref`: `replayed` tells that this is the first request's answer.
 * Errors: `recipient_invalid`, `validation_failed`, `content_invalid`, `not_found`, `number_not_connected`,
 * `media_not_usable`, `idempotency_key_reused`.
 */
export async function sendMessage(
  deps: SendMessageDeps,
  input: SendMessageInput,
): Promise<{ response: SendMessageResponse; replayed: boolean }> {
  const { actor, request } = input;
  const { workspaceId } = actor;
  const address = addressOf(request);
  const content = contentOf(request);
  const scheduledAt = scheduleOf(request, deps.clock.now());
  const numberId = mustUuid(ID_PREFIXES.number, request.number_id);
  const number = await deps.findNumber(workspaceId, numberId);
  if (number === null) throw new AppError('not_found');
  if (!number.connected) throw new AppError('number_not_connected');
  const [refs, mediaIds] = await Promise.all([
    findMessageRefs(deps, workspaceId, numberId, { replyTo: request.context?.message_id ?? null, reactionTo: reactionTarget(request) }),
    checkMedia(deps, workspaceId, request.type, content),
  ]);
  for (let tryNumber = 1; ; tryNumber += 1) {
    const open = await deps.openConversation({ workspaceId, numberId, address }, tryNumber > 1);
    if (open === 'not_found') throw new AppError('not_found');
    if (open === 'invalid') throw new AppError('recipient_invalid');
    if (refs.conversationId !== null && refs.conversationId !== open.conversationId) {
      if (tryNumber === 1) continue; // what this process remembers may be older than a merge of two contacts
      throw elsewhere(request);
    }
    await deps.requireMayWrite(actor, { conversationId: open.conversationId, mediaIds });
    const key = await deps.contactKey(workspaceId, open.contactId);
    if (key === null) throw new AppError('not_found');
    const id = deps.ids.uuid();
    const stored: StoredContent = {
      content,
      ...(open.recipient === null ? {} : { to: open.recipient }),
      ...(refs.replyToWamid === null ? {} : { replyToWamid: refs.replyToWamid }),
      ...(input.callbackData === undefined ? {} : { callbackData: input.callbackData }),
    };
    const result = await deps.acceptor.add({
      workspaceId,
      id,
      numberId,
      conversationId: open.conversationId,
      contactId: open.contactId,
      type: request.type,
      authorKind: actor.kind === 'user' ? 'member' : 'api_key',
      authorId: actor.kind === 'user' ? actor.userId : actor.apiKeyId,
      contentSealed: sealContent(key.primary, workspaceId, id, stored),
      clientRef: request.client_ref ?? null,
      replyToId: refs.replyToId,
      mediaId: mediaIds[0] ?? null,
      scheduledAt,
      template:
        request.template === undefined
          ? null
          : {
              wabaAccountId: number.wabaAccountId,
              name: request.template.name,
              language: request.template.language.code.replace('-', '_'),
            },
      idempotency: input.idempotency,
    });
    switch (result.kind) {
      case 'stored':
        return { response: presentStored(request, id, open, result.createdAt), replayed: false };
      case 'earlier':
        return { response: presentEarlier(result.message), replayed: true };
      case 'key_reused':
        throw new AppError('idempotency_key_reused');
      case 'contact_gone':
        if (tryNumber >= staleTries) throw new AppError('conflict');
    }
  }
}

function addressOf(request: SendMessageRequest): { kind: 'phone' | 'bsuid' | 'contact'; value: string } {
  const given = [request.to, request.contact_id, request.recipient].filter((value) => value !== undefined);
  if (given.length !== 1) throw new AppError('recipient_invalid');
  if (request.to !== undefined) return { kind: 'phone', value: request.to };
  if (request.recipient !== undefined) return { kind: 'bsuid', value: request.recipient };
  return { kind: 'contact', value: mustUuid(ID_PREFIXES.contact, request.contact_id ?? '') };
}

/** The one content object that fits the type; any other beside it is a mistake worth telling. */
function contentOf(request: SendMessageRequest): unknown {
  const content = request[request.type];
  if (content === undefined) {
    throw new AppError('validation_failed', {
      details: { issues: [{ path: `body.${request.type}`, message: `is required for type "${request.type}"` }] },
    });
  }
  for (const [key, value] of Object.entries(request)) {
    if (value !== undefined && key !== request.type && contentKeys.has(key)) {
      throw new AppError('validation_failed', {
        details: { issues: [{ path: `body.${key}`, message: `does not belong to type "${request.type}"` }] },
      });
    }
  }
  // A reaction names its target by either id; WhatsApp's rules are checked on what does not depend on that.
  const issues = checkContent(request.type, content);
  if (issues.length > 0) throw new AppError('content_invalid', { details: { issues } });
  return content;
}

const contentKeys: ReadonlySet<string> = new Set([
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'interactive',
  'template',
]);

function reactionTarget(request: SendMessageRequest): string | null {
  return request.type === 'reaction' ? (request.reaction?.message_id ?? null) : null;
}

/** WhatsApp can quote and react to messages of the same chat only. */
function elsewhere(request: SendMessageRequest): AppError {
  const path = request.type === 'reaction' ? 'body.reaction.message_id' : 'body.context.message_id';
  return new AppError('validation_failed', { details: { issues: [{ path, message: 'must be a message of the same conversation' }] } });
}

function scheduleOf(request: SendMessageRequest, now: Date): Date | null {
  if (request.scheduled_at === undefined) return null;
  const at = new Date(request.scheduled_at);
  if (at.getTime() > now.getTime() + maxScheduleAheadMs) {
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'body.scheduled_at', message: 'may be at most 30 days ahead' }] },
    });
  }
  return at <= now ? null : at;
}

/** Our media ids in the content must exist here; gives their database ids. The thread shows the first. */
async function checkMedia(
  deps: SendMessageDeps,
  workspaceId: string,
  type: SendMessageRequest['type'],
  content: unknown,
): Promise<string[]> {
  const publicIds = mediaIdsIn(type, content);
  if (publicIds.length === 0) return [];
  const ids = publicIds.map((publicId) => mustUuid(ID_PREFIXES.media, publicId));
  const known = await deps.findMedia(workspaceId, ids);
  if (!ids.every((id) => known.has(id)))
    throw new AppError('media_not_usable', { details: { reason: 'A file with this id does not exist in this workspace.' } });
  return ids;
}

function mustUuid(prefix: string, publicId: string): string {
  const uuid = fromPublicId(prefix, publicId);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}

function presentStored(request: SendMessageRequest, id: string, open: OpenConversation, createdAt: Date): SendMessageResponse {
  return {
    id: toPublicId(ID_PREFIXES.message, id) as SendMessageResponse['id'], // made with the prefix it is branded with
    status: 'queued',
    type: request.type,
    number_id: request.number_id,
    contact_id: toPublicId(ID_PREFIXES.contact, open.contactId) as SendMessageResponse['contact_id'],
    conversation_id: toPublicId(ID_PREFIXES.conversation, open.conversationId) as SendMessageResponse['conversation_id'],
    client_ref: request.client_ref ?? null,
    scheduled_at: request.scheduled_at ?? null,
    created_at: createdAt.toISOString(),
  };
}

/** The first answer again, word for word where the key was the same; with the present status for a `client_ref`. */
function presentEarlier(message: EarlierMessage): SendMessageResponse {
  return {
    id: toPublicId(ID_PREFIXES.message, message.id) as SendMessageResponse['id'],
    status: message.by === 'idempotency_key' ? 'queued' : (message.status as SendMessageResponse['status']), // written by us from the same list
    type: message.type as SendMessageResponse['type'],
    number_id: toPublicId(ID_PREFIXES.number, message.number_id) as SendMessageResponse['number_id'],
    contact_id: toPublicId(ID_PREFIXES.contact, message.contact_id) as SendMessageResponse['contact_id'],
    conversation_id: toPublicId(ID_PREFIXES.conversation, message.conversation_id) as SendMessageResponse['conversation_id'],
    client_ref: message.client_ref,
    scheduled_at: message.scheduled_at?.toISOString() ?? null,
    created_at: message.created_at.toISOString(),
  };
}
