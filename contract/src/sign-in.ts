import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { DisplayName } from './workspaces.ts';

/** Ways to show a second time that it is you. */
export const SECOND_FACTORS = ['passkey', 'totp', 'recovery_code'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

/** How a session began. */
export const SIGN_IN_METHODS = ['password', 'passkey', 'single_sign_on'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** What a dangerous act may be confirmed with. */
export const STEP_UP_METHODS = ['password', 'passkey', 'totp', 'recovery_code', 'single_sign_on'] as const;
export type StepUpMethod = (typeof STEP_UP_METHODS)[number];

/** Shortest password while it is alone, and beside a second factor, in characters. Source: NIST SP 800-63B-4, read 2026-11-21. */
export const MIN_PASSWORD_LENGTH = 15;
export const MIN_PASSWORD_LENGTH_WITH_FACTOR = 8;

/** Where and with what somebody signs in, in coarse words; nothing of it is asked from anybody outside. */
const Whereabouts = {
  browser: z.string().nullable().describe('Family of the browser, e.g. `Firefox`'),
  system: z.string().nullable().describe('Family of the system, e.g. `Android`'),
  network: z.string().nullable().describe('`this machine`, `private network`, or the first half of the address, e.g. `203.0.*`'),
  time_zone: z.string().nullable().describe('Time zone that the browser said, e.g. `Asia/Jakarta`'),
};

/** The answer to a right password when a second factor is set up: nobody is signed in yet. */
export const SecondFactorAsked = z.object({
  next: z.literal('second_factor'),
  factors: z.array(z.enum(SECOND_FACTORS)).describe('What may be shown now, best first'),
});
export type SecondFactorAsked = z.infer<typeof SecondFactorAsked>;

const Code = z
  .string()
  .meta({ examples: ['492039'] })
  .trim()
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, '6 digits'));

/** What the browser's authenticator answered, as `@simplewebauthn/browser` gives it. Read by the library that verifies it. */
export const PasskeyAnswer = z
  .looseObject({
    id: z.string().min(1).max(2_000),
    rawId: z.string().max(2_000),
    type: z.literal('public-key'),
    response: z.looseObject({}),
  })
  .describe('The `PublicKeyCredential` as JSON (WebAuthn Level 3, section 5.1)');
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>;

/** The question for the browser's authenticator: options of `navigator.credentials`, as JSON. */
export const PasskeyQuestion = z.looseObject({ challenge: z.string() }).describe('Options for `navigator.credentials` as JSON');
export type PasskeyQuestion = z.infer<typeof PasskeyQuestion>;

/** Exactly one way to show the second factor. */
export const SecondFactorRequest = z.union([
  z.strictObject({ code: Code }),
  z.strictObject({ recovery_code: z.string().min(8).max(60) }),
  z.strictObject({ passkey: PasskeyAnswer }),
]);
export type SecondFactorRequest = z.infer<typeof SecondFactorRequest>;

/** Exactly one way to confirm a dangerous act. */
export const StepUpRequest = z.union([
  z.strictObject({ password: z.string().min(1).max(1024) }),
  z.strictObject({ code: Code }),
  z.strictObject({ recovery_code: z.string().min(8).max(60) }),
  z.strictObject({ passkey: PasskeyAnswer }),
]);
export type StepUpRequest = z.infer<typeof StepUpRequest>;

export const StepUp = z.object({
  methods: z.array(z.enum(STEP_UP_METHODS)).describe('What this person can confirm with, best first'),
  proved_at: Timestamp.describe('When a factor was last shown in this session'),
  proved_until: Timestamp.describe('Until when dangerous acts go through without being asked'),
});
export type StepUp = z.infer<typeof StepUp>;

export const PasskeySignInRequest = z.strictObject({ passkey: PasskeyAnswer });

export const Passkey = z.object({
  id: idSchema('passkey'),
  name: z.string(),
  is_synced: z.boolean().describe('Kept by a password manager on several devices, not on one alone'),
  created_at: Timestamp,
  last_used_at: Timestamp.nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

/** How the signed-in person proves who they are. */
export const AccountSecurity = z.object({
  may_change: z.boolean().describe('False in a session that began at a company’s provider: it changes nothing of the account itself'),
  signed_in_by: z.enum(SIGN_IN_METHODS),
  password: z.object({ is_set: z.boolean(), changed_at: Timestamp.nullable(), min_length: z.number().int() }),
  totp: z.object({ set_up_at: Timestamp }).nullable(),
  passkeys: z.array(Passkey),
  recovery_codes: z.object({ left: z.number().int(), of: z.number().int(), created_at: Timestamp }).nullable(),
});
export type AccountSecurity = z.infer<typeof AccountSecurity>;

export const ChangePasswordRequest = z.strictObject({ password: z.string().min(1).max(1024) });

/** A new seed for codes by time. It counts once a code of it was confirmed. */
export const TotpSetup = z.object({
  secret: z.string().describe('Base32, for typing it in'),
  uri: z.string().describe('`otpauth://` address, for a QR code'),
});
export type TotpSetup = z.infer<typeof TotpSetup>;

export const ConfirmTotpRequest = z.strictObject({ code: Code });

/** Shown once; only hashes are kept. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** `recovery_codes` come with the first second factor, and only then. */
export const TotpAdded = z.object({ recovery_codes: z.array(z.string()).nullable() });
export type TotpAdded = z.infer<typeof TotpAdded>;

export const AddPasskeyRequest = z.strictObject({ name: DisplayName, passkey: PasskeyAnswer });
export const RenamePasskeyRequest = z.strictObject({ name: DisplayName });
export const PasskeyAdded = z.object({ passkey: Passkey, recovery_codes: z.array(z.string()).nullable() });
export type PasskeyAdded = z.infer<typeof PasskeyAdded>;

export const Session = z.object({
  id: idSchema('session'),
  is_current: z.boolean(),
  method: z.enum(SIGN_IN_METHODS),
  has_second_factor: z.boolean(),
  ...Whereabouts,
  created_at: Timestamp,
  last_seen_at: Timestamp,
  expires_at: Timestamp,
});
export type Session = z.infer<typeof Session>;

export const SessionList = z.object({ data: z.array(Session) });
export type SessionList = z.infer<typeof SessionList>;

export const SIGN_IN_OUTCOMES = ['signed_in', 'wrong_password', 'wrong_second_factor', 'refused'] as const;

/** One line of the history of an account's door. */
export const SignInRecord = z.object({
  id: idSchema('signIn'),
  at: Timestamp,
  outcome: z.enum(SIGN_IN_OUTCOMES),
  method: z.enum(SIGN_IN_METHODS),
  second_factor: z.enum(SECOND_FACTORS).nullable(),
  is_new_device: z.boolean(),
  ...Whereabouts,
});
export type SignInRecord = z.infer<typeof SignInRecord>;
