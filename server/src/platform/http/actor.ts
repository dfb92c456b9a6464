import type { Permission, Role } from '@kabar/contract';

/** Who a request acts for. `workspaceId`, `userId` and the like are database ids (UUIDs), not public ids. */
export type UserActor = {
  kind: 'user';
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  /** Whether this person runs the installation: sees its state as a whole, and no content of workspaces by that. */
  isOperator: boolean;
  /** The workspace named by the request, once membership is proved. */
  membership: { workspaceId: string; memberId: string; role: Role; isClosing: boolean } | null;
  permissions: ReadonlySet<Permission>;
};

export type ApiKeyActor = {
  kind: 'api_key';
  apiKeyId: string;
  name: string;
  workspaceId: string;
  /** The workspace is closing: it can be read and exported, and not changed. */
  isClosing: boolean;
  permissions: ReadonlySet<Permission>;
  /** How many requests a second this key may make; left out or null: as the installation says for all keys. */
  requestsPerSecond?: number | null;
};

export type Actor = UserActor | ApiKeyActor;

/** An actor that stands in a workspace; what every workspace route receives. */
export type WorkspaceActor = { workspaceId: string; permissions: ReadonlySet<Permission> } & (
  | { kind: 'user'; userId: string; memberId: string; role: Role; name: string; email: string; sessionId: string }
  | { kind: 'api_key'; apiKeyId: string; name: string; requestsPerSecond?: number | null }
);

/**
 * Port to the modules that know sessions and keys. Both throw `AppError` with the code that fits when the credential is
 * refused; `session` returns null when there is no session behind the cookie.
 */
export type Authenticator = {
  session(cookieHeader: string, workspacePublicId: string | null): Promise<UserActor | null>;
  apiKey(key: string, clientIp: string): Promise<ApiKeyActor>;
};
