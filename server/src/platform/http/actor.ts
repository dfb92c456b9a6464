import type { Permission, Role, SignInMethod } from '@kabar/contract';

/** What a workspace, or running the installation, asks of a sign-in and a session does not have; the code of the refusal. */
export type SignInBarrier = 'second_factor_required' | 'single_sign_on_required' | 'other_sign_in_required';

/** What lets an operator, in one session, into a workspace that they do not belong to. Ids are database ids. */
export type SupportStay = {
  workspaceId: string;
  grantId: string;
  entryId: string;
  level: 'read' | 'help';
  /** From then on nothing is let through. */
  endsAt: Date;
  isClosing: boolean;
  permissions: ReadonlySet<Permission>;
};

/** Who a request acts for. `workspaceId`, `userId` and the like are database ids (UUIDs), not public ids. */
export type UserActor = {
  kind: 'user';
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  /** Whether this person runs the installation: sees its state as a whole, and no content of workspaces by that. */
  isOperator: boolean;
  /** What keeps an operator from acting as one in this session. */
  operatorBarrier: SignInBarrier | null;
  signedInBy: SignInMethod;
  hasSecondFactor: boolean;
  /** A factor was shown in the last minutes: dangerous acts go through. */
  provedRecently: boolean;
  /** Set in a session that began at a workspace's own provider: it opens that workspace alone and changes nothing of the account. */
  singleSignOnWorkspaceId: string | null;
  /** The workspace named by the request, once membership is proved. `barrier`: what the workspace asks of sign-ins and this session does not have. */
  membership: {
    workspaceId: string;
    memberId: string;
    role: Role | 'custom';
    /** They may not see the whole inbox; how much they see, the module that knows says. */
    isLimited: boolean;
    isClosing: boolean;
    barrier: SignInBarrier | null;
  } | null;
  permissions: ReadonlySet<Permission>;
  /** When all of this ends by itself at the latest: the session's times, or a second factor that is asked for from then on. */
  endsAt: Date;
  /** The named workspace let this operator in; never beside a membership. */
  support?: SupportStay;
};

export type ApiKeyActor = {
  kind: 'api_key';
  apiKeyId: string;
  name: string;
  workspaceId: string;
  /** The workspace is closing: it can be read and exported, and not changed. */
  isClosing: boolean;
  permissions: ReadonlySet<Permission>;
  /** The member whose sight the key has; null: it sees all. */
  sightMemberId: string | null;
  /** How many requests a second this key may make; left out or null: as the installation says for all keys. */
  requestsPerSecond?: number | null;
  /** When the key runs out; left out or null: never. */
  endsAt?: Date | null;
};

export type Actor = UserActor | ApiKeyActor;

/** An actor that stands in a workspace; what every workspace route receives. */
export type WorkspaceActor = {
  workspaceId: string;
  permissions: ReadonlySet<Permission>;
  /** When these rights end by themselves; left out or null: not before something changes. */
  endsAt?: Date | null;
} & (
  | {
      kind: 'user';
      userId: string;
      /** Of an operator who was let in: an id that is no member's. */
      memberId: string;
      role: Role | 'custom';
      isLimited: boolean;
      name: string;
      email: string;
      sessionId: string;
      support?: SupportStay;
    }
  | { kind: 'api_key'; apiKeyId: string; name: string; sightMemberId: string | null; requestsPerSecond?: number | null }
);

/**
 * Port to the modules that know sessions and keys. Both throw `AppError` with the code that fits when the credential is
 * refused; `session` returns null when there is no session behind the cookie. What is refused although it is known carries `workspaceId`, and
 * `apiKeyId` or `userId`, in its context, so that the log of the workspace shows the attempt.
 */
export type Authenticator = {
  session(cookieHeader: string, workspacePublicId: string | null, clientIp: string): Promise<UserActor | null>;
  apiKey(key: string, clientIp: string): Promise<ApiKeyActor>;
};
