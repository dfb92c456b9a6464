import type { PasskeyAnswer, PasskeyQuestion } from '@kabar/contract';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { PasskeyRow } from './factors.sql.ts';

/** Whom passkeys are made for: the address of the dashboard. A passkey works under this host name and no other. */
export type RelyingParty = { id: string; origin: string };

/** What a passkey is, once it is proved. */
export type ProvedPasskey = {
  credentialId: string;
  publicKey: string;
  signCount: number;
  transports: string[];
  isSynced: boolean;
};

/** Loaded when somebody first uses a passkey: it takes long to load and warns on stderr about algorithms it looks for. */
const library = () => import('@simplewebauthn/server');

const timeoutMs = 5 * 60 * 1_000;
const transportNames = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/**
 * The relying party of an installation. Passkeys are bound to a name and never to an address (WebAuthn Level 3, section 5.1.2: a valid domain), so one machine
 * on its own has them under `localhost`, which its dashboard answers to as well.
 */
export function relyingPartyOf(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl);
  if (url.hostname === '127.0.0.1' || url.hostname === '[::1]') url.hostname = 'localhost';
  return { id: url.hostname, origin: url.origin };
}

/**
 * The question that makes a passkey: one the authenticator can find by itself later, which asks its owner for a fingerprint or PIN. No maker's certificate is
 * asked for, because it would tell us which device somebody has.
 */
export async function askForNewPasskey(
  party: RelyingParty,
  person: { id: string; name: string; email: string },
  known: readonly PasskeyRow[],
): Promise<PasskeyQuestion> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: 'Kabar',
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(person.id, 'utf8')),
    userName: person.email,
    userDisplayName: person.name,
    attestationType: 'none',
    timeout: timeoutMs,
    excludeCredentials: known.map(describe),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  }) as Promise<object> as Promise<PasskeyQuestion>; // options of the library are plain JSON with a challenge
}

/** Proves the answer to `askForNewPasskey`; null when it does not fit. Never throws. */
export async function proveNewPasskey(party: RelyingParty, answer: PasskeyAnswer, challenge: string): Promise<ProvedPasskey | null> {
  try {
    const { verifyRegistrationResponse } = await library();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON, // whatever it is, the library reads it field by field
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    if (!verified) return null;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      signCount: credential.counter,
      transports: (credential.transports ?? []).filter((name) => transportNames.includes(name)),
      isSynced: credentialBackedUp,
    };
  } catch {
    return null; // the library throws for every answer that is not whole
  }
}

/** The question that an existing passkey answers. `known` empty: any passkey of this installation, which then says whose it is. */
export async function askForPasskey(party: RelyingParty, known: readonly PasskeyRow[]): Promise<PasskeyQuestion> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: party.id,
    timeout: timeoutMs,
    userVerification: 'required',
    allowCredentials: known.map(describe),
  }) as Promise<object> as Promise<PasskeyQuestion>; // as above
}

/** Proves the answer to `askForPasskey`; null when it does not fit, or its counter says that the key was copied. Never throws. */
export async function provePasskey(
  party: RelyingParty,
  answer: PasskeyAnswer,
  challenge: string,
  passkey: PasskeyRow,
): Promise<{ signCount: number; isSynced: boolean } | null> {
  try {
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON, // as above
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
        counter: Number(passkey.sign_count),
      },
    });
    return verified ? { signCount: authenticationInfo.newCounter, isSynced: authenticationInfo.credentialBackedUp } : null;
  } catch {
    return null;
  }
}

/** Whom a discoverable passkey says it belongs to; null when it does not say. */
export function userHandleOf(answer: PasskeyAnswer): string | null {
  const handle: unknown = answer.response['userHandle'];
  return typeof handle === 'string' && handle !== '' ? Buffer.from(handle, 'base64url').toString('utf8') : null;
}

function describe(row: PasskeyRow): { id: string; transports: string[] } {
  return { id: row.credential_id, transports: row.transports };
}
