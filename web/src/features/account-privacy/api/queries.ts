import type { AccountErasurePlan, AccountErasureReceipt, PrivacyRequest } from '@kabar/contract';
import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';
import { saveBlob } from '#lib/save-blob.ts';

const keys = { plan: ['me', 'erasure'], requests: ['me', 'privacy-requests'] } as const;

/** What erasing the own account would do. */
export const erasurePlanQuery = queryOptions<AccountErasurePlan>({
  queryKey: keys.plan,
  queryFn: ({ signal }) => accountApi.me.planErasure({ signal }),
});

/** Requests about the own account, newest first. */
export const ownRequestsQuery = queryOptions<PrivacyRequest[]>({
  queryKey: keys.requests,
  queryFn: async ({ signal }) => (await accountApi.privacyRequests.own.list({ signal })).data,
});

/** Asks whoever runs the installation for a copy of everything about the account. */
export function useAskForCopy(): UseMutationResult<PrivacyRequest, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => accountApi.privacyRequests.own.create({ kind: 'access' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.requests }),
  });
}

/** Downloads the copy of a request that is done. */
export const useSaveCopy = (): UseMutationResult<void, Error, string> =>
  useMutation({ mutationFn: async (id) => saveBlob(await accountApi.privacyRequests.own.file(id), 'kabar-account.json') });

/** Erases the own account. */
export const useEraseAccount = (): UseMutationResult<AccountErasureReceipt, Error, string> =>
  useMutation({ mutationFn: (email) => accountApi.me.erase({ email }) });
