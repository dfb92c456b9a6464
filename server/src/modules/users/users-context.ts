import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import { createAuthEngine, type AuthEngine } from './auth-engine.ts';
import type { BreachedPasswords } from './breached-passwords.ts';
import { loadIdentityKeys, type IdentityKeys } from './identity-keys.ts';
import { createPasswordScheme, type PasswordScheme } from './password-scheme.ts';
import type { CookieRules } from './session-cookie.ts';
import { defaultLimits, type ThrottleLimits } from './throttle.ts';

/** What somebody accepts when they sign up. It is made above this module. */
export type SignUpTerms = {
  /** The version that counts, as a database id; null where none is published. Errors: `validation_failed` when something else is accepted, or nothing. */
  require(acceptedId: string | undefined): Promise<string | null>;
  /** Records the acceptance of a new person; nothing happens where the person does not exist. */
  record(tx: EngineTx, acceptance: { userId: string; noticeId: string; clientIp: string }): Promise<void>;
};

/** A mail to one person, in plain text. */
export type PersonMail = { to: string; subject: string; text: string };

/** How people sign in on this installation. Times in milliseconds. */
export type UsersConfig = {
  /** Address of the dashboard as browsers see it, without a slash at the end; links in mails start with it. */
  publicUrl: string;
  /**
   * True: nobody gets a session before the e-mail is confirmed, and sign-up and sign-in never tell whether an address is
   * known. False (embedded and local use): the link is mailed, too, but a person may start at once; whoever signs up
   * can then find out by signing in whether the address was free.
   */
  requireVerifiedEmail: boolean;
  /** A session ends when it is not used for this long. Default 12 hours: a working day with breaks, because agents keep the inbox open. */
  sessionIdleMs?: number;
  /** A session ends at this age in any case. Default 7 days. */
  sessionAbsoluteMs?: number;
  /** How long a factor that was shown lets dangerous acts through. Default 10 minutes. */
  stepUpMs?: number;
  /** Whether operators must have signed in with a second factor. Default true; false where the installation is one machine's own. */
  operatorsNeedSecondFactor?: boolean;
  /** Addresses, in lower case, of the people who run the installation; each counts once it is confirmed. Default: nobody. */
  operators?: readonly string[];
  limits?: ThrottleLimits;
  /** Tests only: a cheaper bcrypt. */
  bcryptCost?: number;
};

/** What the use cases of this module work with. Made by `createUsers`. */
export type UsersContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  keys: IdentityKeys;
  passwords: PasswordScheme;
  engine: AuthEngine;
  audit: AuditContext;
  cookie: CookieRules;
  limits: ThrottleLimits;
  config: Required<Omit<UsersConfig, 'bcryptCost' | 'limits'>>;
  /** Takes a mail that is to be delivered; returns at once, so that its way cannot be timed by the caller. */
  sendMail: (mail: PersonMail) => void;
  /** Null where the installation has no notices. */
  terms: SignUpTerms | null;
  /** Null where the operator keeps no list. */
  breached: BreachedPasswords | null;
};

const hourMs = 60 * 60 * 1_000;
export const verifyLinkMs: number = 24 * hourMs;
export const resetLinkMs: number = hourMs;

/**
 * Builds the module's context: loads or makes the identity keys, sets up better-auth. Run after migrations.
 */
export async function createUsers(
  deps: {
    db: Database;
    clock: Clock;
    ids: Ids;
    keyring: Keyring;
    sendMail: (mail: PersonMail) => void;
    terms?: SignUpTerms;
    breached?: BreachedPasswords | null;
  },
  config: UsersConfig,
): Promise<UsersContext> {
  const keys = await loadIdentityKeys(deps.keyring);
  const passwords = createPasswordScheme(keys, config.bcryptCost);
  const full = {
    sessionIdleMs: 12 * hourMs,
    sessionAbsoluteMs: 7 * 24 * hourMs,
    operators: [],
    operatorsNeedSecondFactor: true,
    stepUpMs: hourMs / 6,
    ...config,
  };
  const engine = createAuthEngine({
    db: deps.db,
    clock: deps.clock,
    ids: deps.ids,
    keys,
    passwords,
    publicUrl: config.publicUrl,
    requireVerifiedEmail: config.requireVerifiedEmail,
    sessionAbsoluteMs: full.sessionAbsoluteMs,
    verifyLinkMs,
    resetLinkMs,
  });
  // It compares the tables with what it expects in the background; a mismatch has to stop the start and not the first person.
  await (await engine.$context).explicitSchemaCheck?.();
  return {
    db: deps.db,
    clock: deps.clock,
    ids: deps.ids,
    keys,
    passwords,
    engine,
    audit: { clock: deps.clock, ids: deps.ids, keyring: deps.keyring },
    cookie: { https: config.publicUrl.startsWith('https:') },
    limits: config.limits ?? defaultLimits,
    config: full,
    sendMail: deps.sendMail,
    terms: deps.terms ?? null,
    breached: deps.breached ?? null,
  };
}
