import type { KeyObject } from 'node:crypto';
import type { Permission } from '@kabar/contract';
import type { MediaContext } from '#modules/media';
import type { SendMessageDeps } from '#modules/messages';
import type { Connections } from '#modules/numbers';
import type { TemplatesContext } from '#modules/templates';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { AppError } from '#platform/errors';
import type { ApiKeyActor, WorkspaceActor } from '#platform/http/actor';
import type { Provider } from '#whatsapp/provider';

/** What the surface needs. Everything it does goes through the modules that do it for the native API. */
export type GraphContext = {
  db: Database;
  clock: Clock;
  /** Address of this installation, without a slash at the end. */
  publicUrl: string;
  send: SendMessageDeps;
  media: MediaContext;
  templates: TemplatesContext;
  connections: Pick<Connections, 'connectionFor' | 'connectionForAccount'>;
  provider: Pick<Provider, 'getBusinessProfile' | 'updateBusinessProfile'>;
  /** Who would call with this key. Errors: those of a key that is not good. */
  proveKey(key: string, clientIp: string): Promise<ApiKeyActor>;
  wamidKey(workspaceId: string): Promise<KeyObject>;
  /** Makes sure that the actor sees the conversation. Errors: `not_found`. */
  requireConversation(actor: WorkspaceActor, conversationId: string): Promise<void>;
  /** The numbers that exist for an actor with limited sight; null: all of them. */
  numbersOf(actor: WorkspaceActor): Promise<readonly string[] | null>;
  /** Marks a conversation as read up to a message; the customer's blue ticks follow. */
  markRead(workspaceId: string, conversationId: string, messageId: string): Promise<void>;
  /** Shows the customer that somebody is typing. */
  showTyping(workspaceId: string, conversationId: string): Promise<void>;
};

/** For routes where the body or the id decides what is needed. Errors: `permission_denied`. */
export function requirePermission(actor: WorkspaceActor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw new AppError('permission_denied', { details: { permission } });
}
