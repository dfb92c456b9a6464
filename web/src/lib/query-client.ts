import { KabarError } from '@kabar/sdk';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { markSignedOut } from './signed-out.ts';

function notice(error: unknown): void {
  if (error instanceof KabarError && error.code === 'unauthenticated') markSignedOut();
}

/**
 * The cache of everything the server told us. The SDK repeats failed calls by the catalogue's rules, so the cache does not;
 * live updates say what has changed, so nothing is fetched again merely because a window gets the focus.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 60_000,
        gcTime: 15 * 60_000,
        refetchOnWindowFocus: false,
        // A live stream may outlast a short break while the reads it asks for fail: what they left stale is read again.
        refetchOnReconnect: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
