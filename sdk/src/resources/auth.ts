import type {
  ForgotPasswordRequest,
  ResetPasswordRequest,
  SignInRequest,
  SignUpRequest,
  SignUpResponse,
  User,
  VerifyEmailRequest,
} from '@kabar/contract';
import type { RequestSpec, Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/**
 * Account flows of the dashboard. They work with a session cookie, so they are of use in a browser only; programs use an
 * API key.
 */
export function createAuth(http: Transport) {
  const spec = (path: string, json: unknown, options?: CallOptions): RequestSpec => ({
    method: 'POST',
    path: `/v1/auth/${path}`,
    once: true,
    ...(json === undefined ? {} : { json }),
    ...options,
  });
  return {
    /**
     * Asks for an account. The answer is the same whether or not the address already has one, and nobody is signed in yet;
     * `email_confirmation: 'optional'` says that `signIn` with the same values may be tried at once.
     * Errors: `password_refused`.
     */
    signUp: (body: Input<typeof SignUpRequest>, options?: CallOptions) => http.json<SignUpResponse>(spec('sign-up', body, options)),
    /** Errors: `sign_in_failed`, `rate_limited`. */
    signIn: (body: Input<typeof SignInRequest>, options?: CallOptions) => http.json<User>(spec('sign-in', body, options)),
    signOut: (options?: CallOptions) => http.done(spec('sign-out', undefined, options)),
    /** Sends a mail with a link if there is such an account; the answer is the same either way. */
    forgotPassword: (body: Input<typeof ForgotPasswordRequest>, options?: CallOptions) => http.done(spec('forgot-password', body, options)),
    /** Sets a new password and ends all sessions. Errors: `token_invalid`, `password_refused`. */
    resetPassword: (body: Input<typeof ResetPasswordRequest>, options?: CallOptions) => http.done(spec('reset-password', body, options)),
    /** Confirms the address with the token of the mail. Errors: `token_invalid`. */
    verifyEmail: (body: Input<typeof VerifyEmailRequest>, options?: CallOptions) => http.done(spec('verify-email', body, options)),
  };
}
