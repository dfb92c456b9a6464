import type {
  CreateProcessorRequest,
  CreateTransferRequest,
  EgressPlace,
  Processor,
  ProcessorRegister,
  RecipientList,
  UpdateProcessorRequest,
} from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { workspaceKey } from '#lib/query-keys.ts';

const registerKey = ['operator', 'recipients'] as const;

/** Everybody who may get data of the workspace. */
export function useRecipients(): UseQueryResult<RecipientList> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: [...workspaceKey(workspace.id), 'recipients'], queryFn: ({ signal }) => api.recipients.list({ signal }) });
}

/** The register of the installation. */
export function useRegister(): UseQueryResult<ProcessorRegister> {
  return useQuery({ queryKey: [...registerKey, 'register'], queryFn: ({ signal }) => accountApi.recipients.register.get({ signal }) });
}

/** Connections of the last 30 days. */
export function useConnections(): UseQueryResult<EgressPlace[]> {
  return useQuery({
    queryKey: [...registerKey, 'connections'],
    queryFn: async ({ signal }) => (await accountApi.recipients.register.connections({ signal })).data,
  });
}

/** What somebody does with the register. */
export type RegisterAction =
  | { do: 'add'; body: CreateProcessorRequest }
  | { do: 'update'; id: string; body: UpdateProcessorRequest }
  | { do: 'announce' | 'activate' | 'end'; id: string }
  | { do: 'add_transfer'; body: CreateTransferRequest }
  | { do: 'end_transfer'; id: string };

/** Changes the register. */
export function useRegisterAction(): UseMutationResult<Processor | { told_count: number } | null, Error, RegisterAction> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (action: RegisterAction) => {
      const { register } = accountApi.recipients;
      switch (action.do) {
        case 'add':
          return register.add(action.body);
        case 'update':
          return register.update(action.id, action.body);
        case 'announce':
          return register.announce(action.id);
        case 'activate':
          return register.activate(action.id);
        case 'end':
          return register.end(action.id);
        case 'add_transfer':
          await register.addTransfer(action.body);
          return null;
        case 'end_transfer':
          await register.endTransfer(action.id);
          return null;
      }
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: registerKey }),
  });
}
