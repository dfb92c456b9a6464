import type { ForgotPasswordRequest, ResetPasswordRequest, SignInRequest, SignUpRequest } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/**
 * Account flows of the dashboard. They work with a session cookie, so they are of use in a browser only; programs use an
 * API key.
 */
export function createAuth(http: Transport) {
  const post = (path: string, json: unknown, options?: CallOptions): Promise<void> =>
    http.done({ method: 'POST', path: `/v1/auth/${path}`, ...(json === undefined ? {} : { json }), ...options });
  return {
    /** Makes an account and signs in. Errors: `email_taken`, `password_refused`. */
    signUp: (body: Input<typeof SignUpRequest>, options?: CallOptions) => post('sign-up', body, options),
    /** Errors: `sign_in_failed`, `rate_limited`. */
    signIn: (body: Input<typeof SignInRequest>, options?: CallOptions) => post('sign-in', body, options),
    signOut: (options?: CallOptions) => post('sign-out', undefined, options),
    /** Sends a mail with a link if there is such an account; the answer is the same either way. */
    forgotPassword: (body: Input<typeof ForgotPasswordRequest>, options?: CallOptions) => post('forgot-password', body, options),
    /** Sets a new password and ends all sessions. Errors: `token_invalid`, `password_refused`. */
    resetPassword: (body: Input<typeof ResetPasswordRequest>, options?: CallOptions) => post('reset-password', body, options),
    /** Confirms the address with the token of the mail. Errors: `token_invalid`. */
    verifyEmail: (body: { token: string }, options?: CallOptions) => post('verify-email', body, options),
  };
}
