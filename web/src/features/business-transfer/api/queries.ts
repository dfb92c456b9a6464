import type { BusinessTransfer, BusinessTransferBanner, CreateBusinessTransferRequest } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';

/** What everybody who is signed in is told of a change of hands; looked up once an hour. */
export function useBusinessTransferBanner(): UseQueryResult<BusinessTransferBanner> {
  return useQuery({
    queryKey: ['business-transfer', 'banner'],
    queryFn: ({ signal }) => accountApi.businessTransfers.banner({ signal }),
    staleTime: 3_600_000,
  });
}

/** All changes of hands. */
export function useBusinessTransfers(): UseQueryResult<BusinessTransfer[]> {
  return useQuery({
    queryKey: ['business-transfer', 'all'],
    queryFn: async ({ signal }) => (await accountApi.businessTransfers.list({ signal })).data,
  });
}

/** What whoever runs the installation does with one. */
export type TransferAction = { do: 'record'; body: CreateBusinessTransferRequest } | { do: 'announce' | 'complete' | 'cancel'; id: string };

/** Moves a change of hands on. */
export function useBusinessTransferAction(): UseMutationResult<BusinessTransfer, Error, TransferAction> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (action: TransferAction) =>
      action.do === 'record' ? accountApi.businessTransfers.record(action.body) : accountApi.businessTransfers[action.do](action.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['business-transfer'] }),
  });
}
