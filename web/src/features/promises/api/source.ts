import type { EvidenceList, PromiseBoard } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { usePermission, useWorkspace } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { workspaceKey } from '#lib/query-keys.ts';

/** Whose promises: those of the workspace one works in, or of the installation one runs. */
export interface PromiseSource {
  kind: 'workspace' | 'installation';
  key: readonly unknown[];
  api: Kabar['promises'] | Kabar['operatorPromises'];
  mayChange: boolean;
}

/** Promises of the workspace. */
export function useWorkspacePromises(): PromiseSource {
  const { api, workspace } = useWorkspace();
  return {
    kind: 'workspace',
    key: [...workspaceKey(workspace.id), 'promises'],
    api: api.promises,
    mayChange: usePermission('privacy:write'),
  };
}

/** Promises of the installation; the page is for operators alone. */
export const operatorPromises: PromiseSource = {
  kind: 'installation',
  key: ['operator', 'promises'],
  api: accountApi.operatorPromises,
  mayChange: true,
};

/** Every promise as it stands. */
export function useBoard(source: PromiseSource): UseQueryResult<PromiseBoard> {
  return useQuery({ queryKey: [...source.key, 'board'], queryFn: ({ signal }) => source.api.get({ signal }) });
}

/** Looks into the installation now. */
export function useLookAgain(source: PromiseSource): UseMutationResult<PromiseBoard, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => source.api.check({ timeoutMs: 120_000 }),
    onSuccess: (board) => queryClient.setQueryData([...source.key, 'board'], board),
  });
}

/** Dated records. */
export function useEvidence(source: PromiseSource): UseQueryResult<EvidenceList['data']> {
  return useQuery({
    queryKey: [...source.key, 'evidence'],
    queryFn: async ({ signal }) => (await source.api.evidence.list({ signal })).data,
  });
}

/** What a record is made from. */
export type EvidenceInput = Parameters<Kabar['promises']['evidence']['add']>[0];

/** Adds a record (`id` null) or changes one. */
export function useSaveEvidence(source: PromiseSource): UseMutationResult<unknown, Error, { id: string | null; input: EvidenceInput }> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, input: { kind, ...rest } }) =>
      id === null ? source.api.evidence.add({ kind, ...rest }) : source.api.evidence.change(id, rest),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: source.key }),
  });
}

/** Removes a record. */
export function useRemoveEvidence(source: PromiseSource): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id) => source.api.evidence.remove(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: source.key }),
  });
}
