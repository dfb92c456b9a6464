import type { ErrorEntry } from './errors.ts';

/** Refusals about proving who one is, beyond a first password. A part of `ERRORS`. */
export const SIGN_IN_ERRORS = {
  step_up_required: {
    status: 403,
    title: 'Show once more that it is you',
    message:
      'This act asks for a factor that was shown in the last minutes. Show it with POST /v1/auth/step-up, then send the request again.',
    retryable: false,
  },
  second_factor_failed: {
    status: 401,
    title: 'That did not prove it',
    message: 'The code, password or passkey is not right, or the code was used before. Try again with a new one.',
    retryable: false,
  },
  sign_in_expired: {
    status: 401,
    title: 'Sign-in took too long',
    message: 'This sign-in was not finished in time, or was tried too often. Start it again.',
    retryable: false,
  },
  second_factor_required: {
    status: 403,
    title: 'Second factor required',
    message: 'This asks for a sign-in with a second factor. Set one up under your account, Security, or sign in with it.',
    retryable: false,
  },
  other_sign_in_required: {
    status: 403,
    title: 'Sign in another way',
    message: 'You are signed in through your company, which opens that workspace only. Sign in with your own password or passkey for this.',
    retryable: false,
  },
  single_sign_on_required: {
    status: 403,
    title: 'Sign in through your company',
    message: 'This workspace is opened by single sign-on only. Sign out, then sign in with your company.',
    retryable: false,
  },
  passkey_refused: {
    status: 400,
    title: 'Passkey not accepted',
    message: 'The answer of the authenticator does not fit the question. Try again, or use another passkey.',
    retryable: false,
  },
  provider_unusable: {
    status: 409,
    title: 'The identity provider cannot be used',
    message:
      'It did not answer as one, is switched off, or nobody has come in through it yet; "details.reason" says which. Nothing was changed.',
    retryable: false,
  },
  domain_not_proved: {
    status: 409,
    title: 'DNS does not show it yet',
    message:
      'The TXT record was not found as given; "details.found" says what was. New records can take an hour to be seen. Check again then.',
    retryable: false,
  },
  domain_taken: {
    status: 409,
    title: 'The domain belongs to another workspace',
    message: 'Another workspace of this installation proved this domain before. Remove it there first.',
    retryable: false,
  },
  password_needed_first: {
    status: 409,
    title: 'Choose a longer password first',
    message: 'Your password is good enough beside a second factor only. Choose one of at least 15 characters, then remove the factor.',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>;
