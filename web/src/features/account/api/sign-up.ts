import type { PublicNotice } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { queryOptions } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';
import type { Language } from '#lib/i18n.ts';

/** What a new account is made from. */
export interface NewAccount {
  name: string;
  email: string;
  password: string;
  /** The person says that they are at least 18. */
  of_age: true;
  language: Language;
  /** The notice that the person accepts; absent where none is published. */
  accepted_notice_id?: NonNullable<PublicNotice['id']>;
}

/** Which notice counts for people who sign up. */
export const signUpNoticeQuery = queryOptions<PublicNotice>({
  queryKey: ['sign-up', 'notice'],
  queryFn: ({ signal }) => accountApi.notices.current({ signal }),
});

/**
 * Asks for an account and signs in where that is possible at once. "mail" means that the way on is in the mailbox: the
 * address has to be confirmed first, or it has an account already, which nobody else may learn here.
 *
 * Errors: those of signing up (`password_refused`, …).
 */
export async function signUp(account: NewAccount): Promise<'signed_in' | 'mail'> {
  const answer = await accountApi.auth.signUp(account);
  if (answer.email_confirmation === 'required') return 'mail';
  try {
    await accountApi.auth.signIn({ email: account.email, password: account.password });
    return 'signed_in';
  } catch (error) {
    if (error instanceof KabarError && error.code === 'sign_in_failed') return 'mail';
    throw error;
  }
}
