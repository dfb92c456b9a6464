import type { PasskeyAnswer, PasskeyQuestion } from '@kabar/contract';
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser';

const { hostname, port } = globalThis.location;
const isAddress = /^[\d.]+$|^\[/.test(hostname);

/** Whether passkeys can be used here: the browser knows them, and the page has a name, which they are bound to. */
export const hasPasskeys = browserSupportsWebAuthn() && !isAddress;

/** Where this machine's own page has a name; null where it has one or is not on this machine. */
export const namedPage = hostname === '127.0.0.1' || hostname === '[::1]' ? `http://localhost:${port}/account/security` : null;

/** The person closed the browser's window for passkeys, or let it run out of time. Nothing happened. */
export class PasskeyCancelled extends Error {
  override readonly name = 'PasskeyCancelled';
}

/** Lets the browser answer the question with a passkey. Errors: `PasskeyCancelled`. */
export async function answerWithPasskey(question: PasskeyQuestion): Promise<PasskeyAnswer> {
  try {
    // The server's own options, as the library gave them to it.
    return toAnswer(await startAuthentication({ optionsJSON: question }));
  } catch (error) {
    throw cancelledOr(error);
  }
}

/** A question runs out after ten minutes; before that another one takes its place. */
const offerMs = 9 * 60_000;

/**
 * Lets the browser offer passkeys where it fills in the e-mail, until somebody chose one or `signal` ends it. Null when it ended, and where the browser offers
 * none. Never rejects: an offer that cannot be made is none.
 */
export async function offerPasskeys(ask: () => Promise<PasskeyQuestion>, signal: AbortSignal): Promise<PasskeyAnswer | null> {
  if (!hasPasskeys || !(await browserSupportsWebAuthnAutofill())) return null;
  let isRenewed = true;
  const stop = (): void => WebAuthnAbortService.cancelCeremony();
  while (isRenewed && !signal.aborted) {
    isRenewed = false;
    let renewal: ReturnType<typeof setTimeout> | undefined;
    try {
      const question = await ask();
      if (signal.aborted) return null;
      signal.addEventListener('abort', stop, { once: true });
      renewal = setTimeout(() => {
        isRenewed = true;
        stop();
      }, offerMs);
      return toAnswer(await startAuthentication({ optionsJSON: question, useBrowserAutofill: true }));
    } catch {
      // Nobody asked for it, so nobody is told; the button says what is wrong.
    } finally {
      clearTimeout(renewal);
      signal.removeEventListener('abort', stop);
    }
  }
  return null;
}

/** Lets the browser make a passkey. Errors: `PasskeyCancelled`; `InvalidStateError` when this device has one for the account already. */
export async function makePasskey(question: PasskeyQuestion): Promise<PasskeyAnswer> {
  try {
    return toAnswer(await startRegistration({ optionsJSON: question as unknown as PublicKeyCredentialCreationOptionsJSON }));
  } catch (error) {
    throw cancelledOr(error);
  }
}

function toAnswer(answer: object): PasskeyAnswer {
  return answer as PasskeyAnswer; // plain JSON of exactly this shape (WebAuthn Level 3)
}

function cancelledOr(error: unknown): unknown {
  const isCancelled = error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
  return isCancelled ? new PasskeyCancelled('the person did not go on', { cause: error }) : error;
}
