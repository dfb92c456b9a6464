import type { KeyObject } from 'node:crypto';
import type { Permission } from '@kabar/contract';
import type { SendMessageDeps } from '#modules/messages';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';

/** What the surface needs. Everything it does goes through the modules that do it for the native API. */
export type GraphContext = {
  db: Database;
  clock: Clock;
  send: SendMessageDeps;
  wamidKey(workspaceId: string): Promise<KeyObject>;
  /** Makes sure that the actor sees the conversation. Errors: `not_found`. */
  requireConversation(actor: WorkspaceActor, conversationId: string): Promise<void>;
  /** Marks a conversation as read up to a message; the customer's blue ticks follow. */
  markRead(workspaceId: string, conversationId: string, messageId: string): Promise<void>;
  /** Shows the customer that somebody is typing. */
  showTyping(workspaceId: string, conversationId: string): Promise<void>;
};

/** For routes where the body or the id decides what is needed. Errors: `permission_denied`. */
export function requirePermission(actor: WorkspaceActor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw new AppError('permission_denied', { details: { permission } });
}
