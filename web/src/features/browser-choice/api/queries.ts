import type { BrowserChoice } from '@kabar/contract';
import { queryOptions, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';
import { allowUsage } from '#lib/usage.ts';

const choiceQuery = queryOptions({
  queryKey: ['browser-choice'],
  queryFn: ({ signal }) => accountApi.browserChoice.get({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What this browser was asked and chose. */
export function useBrowserChoice(): UseQueryResult<BrowserChoice> {
  return useQuery(choiceQuery);
}

/** Whether this browser may be counted, by what the server read from its cookie. */
export function mayCount(choice: BrowserChoice | undefined): boolean {
  return choice?.asks === true && choice.statistics === 'allowed';
}

/**
 * Chooses. Afterwards the server is asked what it reads: a browser that keeps no cookies has not chosen, and the answer says so
 * (`undecided`).
 */
export function useSetBrowserChoice(): UseMutationResult<BrowserChoice, unknown, boolean> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (statistics: boolean) => {
      // Before anything else: a refusal holds from the moment it is pressed.
      if (!statistics) allowUsage(false);
      await accountApi.browserChoice.set({ statistics });
      return accountApi.browserChoice.get();
    },
    onSuccess: (choice) => queryClient.setQueryData(choiceQuery.queryKey, choice),
  });
}
