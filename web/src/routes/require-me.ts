import type { Me } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { meQuery } from '#features/session';

/** Who is signed in; sends a visitor to the sign-in page, from where they come back to `href`. */
export async function requireMe(queryClient: QueryClient, href: string): Promise<Me> {
  try {
    return await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (error instanceof KabarError && error.code === 'unauthenticated') {
      redirect({ to: '/sign-in', search: { next: href === '/' ? undefined : href }, replace: true, throw: true });
    }
    throw error;
  }
}
