import type { Me } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { i18n } from '@lingui/core';
import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { meQuery } from '#features/session';
import { showLanguage } from '#lib/i18n.ts';
import { readStored } from '#lib/stored.ts';

/** Who is signed in; sends a visitor to the sign-in page, from where they come back to `href`. Every page of theirs then speaks their language. */
export async function requireMe(queryClient: QueryClient, href: string): Promise<Me> {
  try {
    const me = await queryClient.ensureQueryData(meQuery);
    await speakTo(me);
    return me;
  } catch (error) {
    if (error instanceof KabarError && error.code === 'unauthenticated') {
      redirect({ to: '/sign-in', search: { next: href === '/' ? undefined : href }, replace: true, throw: true });
    }
    throw error;
  }
}

/** Shows the language of the account in a browser in which nobody has chosen one. */
async function speakTo({ user }: Me): Promise<void> {
  if (readStored('language') === null && user.language !== i18n.locale) await showLanguage(user.language, false);
}
