import type { ConnectNumberRequest, ConnectNumberResponse, RenewTokenRequest, WhatsAppNumber } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { numberKeys } from './keys.ts';

/** Connects a number: the emulator's with null, a Cloud API number with its details. */
export function useConnectNumber(): UseMutationResult<ConnectNumberResponse, Error, ConnectNumberRequest | null> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (details) => (details === null ? api.numbers.connectEmulator() : api.numbers.connect(details)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: numberKeys.lists(workspace.id) }),
  });
}

function useNumberChange<Input>(
  change: (input: Input) => Promise<WhatsAppNumber>,
  numberId: string,
): UseMutationResult<WhatsAppNumber, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (number) => {
      queryClient.setQueryData(numberKeys.one(workspace.id, numberId), number);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: numberKeys.lists(workspace.id) }),
        queryClient.invalidateQueries({ queryKey: numberKeys.history(workspace.id, numberId) }),
      ]);
    },
  });
}

/** Reads quality, limit and status from Meta again. */
export function useRefreshNumber(numberId: string): UseMutationResult<WhatsAppNumber, Error, void> {
  const { api } = useWorkspace();
  return useNumberChange<void>(() => api.numbers.refresh(numberId), numberId);
}

/** Replaces the access token. */
export function useRenewToken(numberId: string): UseMutationResult<WhatsAppNumber, Error, RenewTokenRequest> {
  const { api } = useWorkspace();
  return useNumberChange((body: RenewTokenRequest) => api.numbers.renewToken(numberId, body), numberId);
}

/** Disconnects a number; its conversations stay. */
export function useDisconnectNumber(numberId: string): UseMutationResult<void, Error, void> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.numbers.disconnect(numberId),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: numberKeys.lists(workspace.id) }),
        queryClient.invalidateQueries({ queryKey: numberKeys.one(workspace.id, numberId) }),
      ]).then(() => undefined),
  });
}
