import { betterAuth } from 'better-auth';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';
import { currentFlow, flowDialect, type FlowMail } from './auth-flow.ts';
import type { IdentityKeys } from './identity-keys.ts';
import type { PasswordScheme } from './password-scheme.ts';
import { hashSessionToken, newSessionToken } from './session-cookie.ts';

/** Header in which our own code names the caller's address to the library; nothing from outside reaches it. */
const clientIpHeader = 'x-kabar-client-ip';

/** What the engine needs. Times in milliseconds. */
export type AuthEngineOptions = {
  db: Database;
  clock: Clock;
  ids: Ids;
  keys: IdentityKeys;
  passwords: PasswordScheme;
  publicUrl: string;
  requireVerifiedEmail: boolean;
  sessionAbsoluteMs: number;
  verifyLinkMs: number;
  resetLinkMs: number;
};

/** better-auth, set up over our tables. Call its endpoints inside `runFlow` only. */
export type AuthEngine = ReturnType<typeof createAuthEngine>;

/**
 * Sets up better-auth: our table and column names, uuidv7 ids, our password scheme, hashed one-time links, sessions kept
 * as hashes, no telemetry, no log of its own (it would name people), no rate limit of its own (ours counts before the
 * password is looked at), no cookies of its own.
 */
export function createAuthEngine(options: AuthEngineOptions) {
  const { clock, ids, keys, passwords } = options;
  const onMail = (mail: FlowMail): void => void currentFlow().mails.push(mail);
  return betterAuth({
    appName: 'Kabar',
    baseURL: options.publicUrl,
    basePath: '/v1/auth',
    secret: keys.authSecret,
    database: { dialect: flowDialect(options.db), type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: () => ids.uuid() },
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
    },
    user: {
      modelName: 'users',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: { language: { type: 'string', required: false, defaultValue: 'en' } },
    },
    session: {
      modelName: 'user_sessions',
      fields: {
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        userId: 'user_id',
      },
      additionalFields: { lastSeenAt: { type: 'date', fieldName: 'last_seen_at', required: false } },
      expiresIn: Math.floor(options.sessionAbsoluteMs / 1_000),
    },
    account: {
      modelName: 'user_credentials',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      accountLinking: { enabled: false },
    },
    verification: {
      modelName: 'user_verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
      storeIdentifier: 'hashed',
    },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      requireEmailVerification: options.requireVerifiedEmail,
      // Our own rules judge passwords before this; verifying takes whatever was received.
      minPasswordLength: 1,
      maxPasswordLength: 1_024,
      resetPasswordTokenExpiresIn: Math.floor(options.resetLinkMs / 1_000),
      revokeSessionsOnPasswordReset: true,
      password: {
        hash: (password) => passwords.hash(currentFlow().subjectId, password),
        verify: async ({ hash, password }) => {
          const flow = currentFlow();
          const { ok, isOutdated } = await passwords.verify(flow.subjectId, password, hash);
          flow.isPasswordOutdated = ok && isOutdated;
          return ok;
        },
      },
      sendResetPassword: async ({ user, token }) => onMail({ kind: 'reset_password', ...personOf(user), token }),
      onExistingUserSignUp: async ({ user }) => onMail({ kind: 'already_registered', ...personOf(user), token: '' }),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      expiresIn: Math.floor(options.verifyLinkMs / 1_000),
      afterEmailVerification: async ({ id }) => {
        currentFlow().verifiedUserId = id;
      },
      sendVerificationEmail: async ({ user, token }) => onMail({ kind: 'verify_email', ...personOf(user), token }),
    },
    databaseHooks: {
      user: {
        create: { before: async () => ({ data: { id: currentFlow().subjectId, createdAt: clock.now(), updatedAt: clock.now() } }) },
      },
      session: {
        create: {
          before: async () => {
            const flow = currentFlow();
            flow.sessionToken = newSessionToken();
            const now = clock.now();
            const expiresAt = new Date(now.getTime() + options.sessionAbsoluteMs);
            return { data: { token: hashSessionToken(flow.sessionToken), expiresAt, createdAt: now, updatedAt: now, lastSeenAt: now } };
          },
        },
      },
    },
  });
}

/** Headers that tell the library where a call came from. */
export function flowHeaders(caller: { clientIp: string; userAgent: string }): Headers {
  // Bytes beyond Latin-1 make Headers throw; a session list needs no more than the plain part.
  return new Headers({ [clientIpHeader]: caller.clientIp, 'user-agent': caller.userAgent.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 300) });
}

function personOf(user: object & { id: string; name: string; email: string }): {
  userId: string;
  name: string;
  email: string;
  language: string;
} {
  const language = 'language' in user && user.language === 'id' ? 'id' : 'en';
  return { userId: user.id, name: user.name, email: user.email, language };
}
