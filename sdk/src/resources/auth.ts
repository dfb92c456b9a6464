import type {
  BeginSingleSignOnRequest,
  ForgotPasswordRequest,
  PasskeyQuestion,
  PasskeySignInRequest,
  ResetPasswordRequest,
  SecondFactorAsked,
  SecondFactorRequest,
  SignInRequest,
  SignUpRequest,
  SignUpResponse,
  SingleSignOnStart,
  StepUp,
  StepUpBySingleSignOnRequest,
  StepUpRequest,
  User,
  VerifyEmailRequest,
} from '@kabar/contract';
import type { RequestSpec, Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Flows of somebody who is signed in. Whoever is not has no place yet in which the server could keep an idempotency key. */
const ofSignedIn: ReadonlySet<string> = new Set(['sign-out', 'step-up', 'step-up/passkey-question', 'step-up/single-sign-on']);

/**
 * Account flows of the dashboard. They work with a session cookie, so they are of use in a browser only; programs use an
 * API key.
 */
export function createAuth(http: Transport) {
  const spec = (path: string, json: unknown, options?: CallOptions): RequestSpec => ({
    method: 'POST',
    path: `/v1/auth/${path}`,
    ...(ofSignedIn.has(path) ? {} : { once: true }),
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
    /**
     * Begins a session, or, where a second factor is set up, half of one: then `next` is `second_factor`, and `finishSignIn` in the same browser ends it.
     * Errors: `sign_in_failed`, `rate_limited`.
     */
    signIn: (body: Input<typeof SignInRequest>, options?: CallOptions) =>
      http.json<User | SecondFactorAsked>(spec('sign-in', body, options)),
    /** Shows the second factor. Errors: `second_factor_failed`, `sign_in_expired`, `rate_limited`. */
    finishSignIn: (body: Input<typeof SecondFactorRequest>, options?: CallOptions) => http.json<User>(spec('second-factor', body, options)),
    /** The question for a passkey as the second factor. Errors: `sign_in_expired`. */
    askForSecondFactor: (options?: CallOptions) => http.json<PasskeyQuestion>(spec('second-factor/passkey-question', undefined, options)),
    /** The question for any passkey, to sign in without a password. */
    askForPasskey: (options?: CallOptions) => http.json<PasskeyQuestion>(spec('passkey-question', undefined, options)),
    /** Signs in with a passkey. Errors: `passkey_refused`, `sign_in_expired`. */
    signInWithPasskey: (body: Input<typeof PasskeySignInRequest>, options?: CallOptions) => http.json<User>(spec('passkey', body, options)),
    /** Begins to sign in at a company's provider; `url` is null when none speaks for the address's domain. Errors: `provider_unusable`. */
    beginSingleSignOn: (body: Input<typeof BeginSingleSignOnRequest>, options?: CallOptions) =>
      http.json<SingleSignOnStart>(spec('single-sign-on', body, options)),
    /** Confirms a dangerous act at the company's provider, which the browser has to visit for it. */
    beginStepUpBySingleSignOn: (body: Input<typeof StepUpBySingleSignOnRequest>, options?: CallOptions) =>
      http.json<SingleSignOnStart>(spec('step-up/single-sign-on', body, options)),
    /** How a dangerous act can be confirmed, and until when it need not be. */
    getStepUp: (options?: CallOptions) => http.json<StepUp>({ method: 'GET', path: '/v1/auth/step-up', ...options }),
    /** Shows once more that it is the same person. Errors: `second_factor_failed`, `rate_limited`. */
    stepUp: (body: Input<typeof StepUpRequest>, options?: CallOptions) => http.json<StepUp>(spec('step-up', body, options)),
    /** The question for a passkey that confirms a dangerous act. */
    askForStepUp: (options?: CallOptions) => http.json<PasskeyQuestion>(spec('step-up/passkey-question', undefined, options)),
    signOut: (options?: CallOptions) => http.done(spec('sign-out', undefined, options)),
    /** Sends a mail with a link if there is such an account; the answer is the same either way. */
    forgotPassword: (body: Input<typeof ForgotPasswordRequest>, options?: CallOptions) => http.done(spec('forgot-password', body, options)),
    /** Sets a new password and ends all sessions. Errors: `token_invalid`, `password_refused`. */
    resetPassword: (body: Input<typeof ResetPasswordRequest>, options?: CallOptions) => http.done(spec('reset-password', body, options)),
    /** Confirms the address with the token of the mail. Errors: `token_invalid`. */
    verifyEmail: (body: Input<typeof VerifyEmailRequest>, options?: CallOptions) => http.done(spec('verify-email', body, options)),
  };
}
