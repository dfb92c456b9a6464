import type {
  AccountSecurity,
  AddPasskeyRequest,
  ChangePasswordRequest,
  ConfirmTotpRequest,
  Page,
  Passkey,
  PasskeyAdded,
  PasskeyQuestion,
  RecoveryCodes,
  RenamePasskeyRequest,
  SessionList,
  SignInRecord,
  TotpAdded,
  TotpSetup,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, PageRequest } from '../wire-types.ts';

/**
 * How the signed-in person proves who they are, and where they are signed in. Changes answer `step_up_required` unless a factor was shown in the
 * last minutes (`auth.stepUp`), and `other_sign_in_required` in a session that began at a company's provider. They end all other sessions.
 */
export function createAccountSecurity(http: Transport) {
  const listSignIns = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<SignInRecord>>({ method: 'GET', path: '/v1/me/sign-ins', query, ...options });
  return {
    get: (options?: CallOptions) => http.json<AccountSecurity>({ method: 'GET', path: '/v1/me/security', ...options }),
    /** Errors: `password_refused`. */
    changePassword: (body: Input<typeof ChangePasswordRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', path: '/v1/me/password', json: body, ...options }),
    /** Gives a new seed for an authenticator app, which counts once `confirmTotp` got a code of it. Errors: `conflict` when one counts already. */
    beginTotp: (options?: CallOptions) => http.json<TotpSetup>({ method: 'POST', path: '/v1/me/totp', ...options }),
    /** Errors: `second_factor_failed`. */
    confirmTotp: (body: Input<typeof ConfirmTotpRequest>, options?: CallOptions) =>
      http.json<TotpAdded>({ method: 'POST', path: '/v1/me/totp/confirm', json: body, ...options }),
    /** Errors: `password_needed_first`. */
    removeTotp: (options?: CallOptions) => http.done({ method: 'DELETE', path: '/v1/me/totp', ...options }),
    /** The question for the browser's authenticator that makes a passkey. */
    askToAddPasskey: (options?: CallOptions) =>
      http.json<PasskeyQuestion>({ method: 'POST', path: '/v1/me/passkeys/question', ...options }),
    /** Errors: `passkey_refused`. */
    addPasskey: (body: Input<typeof AddPasskeyRequest>, options?: CallOptions) =>
      http.json<PasskeyAdded>({ method: 'POST', path: '/v1/me/passkeys', json: body, ...options }),
    renamePasskey: (id: string, body: Input<typeof RenamePasskeyRequest>, options?: CallOptions) =>
      http.json<Passkey>({ method: 'PATCH', path: pathOf`/v1/me/passkeys/${id}`, json: body, ...options }),
    /** Errors: `password_needed_first`. */
    removePasskey: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/me/passkeys/${id}`, ...options }),
    /** Replaces all recovery codes. They are in this answer only. */
    makeRecoveryCodes: (options?: CallOptions) => http.json<RecoveryCodes>({ method: 'POST', path: '/v1/me/recovery-codes', ...options }),
    listSessions: (options?: CallOptions) => http.json<SessionList>({ method: 'GET', path: '/v1/me/sessions', ...options }),
    /** Ends a session at once, with its open streams. */
    endSession: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/me/sessions/${id}`, ...options }),
    endOtherSessions: (options?: CallOptions) => http.done({ method: 'POST', path: '/v1/me/sessions/end-others', ...options }),
    /** What happened at the door of the account in the last 90 days, newest first. */
    listSignIns,
    eachSignIn: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => listSignIns(page, options)),
  };
}
