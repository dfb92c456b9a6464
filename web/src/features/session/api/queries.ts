import { queryOptions } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';

/** Keys of what belongs to the signed-in person. */
export const sessionKeys = { me: ['me'] } as const;

/** Who is signed in, with every workspace and permission. Rejects with `unauthenticated` when nobody is. */
export const meQuery = queryOptions({
  queryKey: sessionKeys.me,
  queryFn: ({ signal }) => accountApi.me.get({ signal }),
  staleTime: 5 * 60_000,
});
