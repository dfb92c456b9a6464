import type { NoticeDraft, NoticeForMe, NoticeVersionDetail } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { usePermission, useWorkspace } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { workspaceKey } from '#lib/query-keys.ts';

/** Whose notice: the workspace's for its customers, or the installation's for everybody with an account. */
export interface NoticeSource {
  kind: 'workspace' | 'installation';
  key: readonly unknown[];
  api: Kabar['operatorNotices'];
  mayChange: boolean;
}

/** The notice of the workspace. */
export function useWorkspaceNotice(): NoticeSource {
  const { api, workspace } = useWorkspace();
  return { kind: 'workspace', key: [...workspaceKey(workspace.id), 'notice'], api: api.notices, mayChange: usePermission('privacy:write') };
}

/** The notice of the installation; the page is for operators alone. */
export const operatorNotice: NoticeSource = {
  kind: 'installation',
  key: ['operator', 'notice'],
  api: accountApi.operatorNotices,
  mayChange: true,
};

/** The notice as it would be published now. */
export function useDraft(source: NoticeSource): UseQueryResult<NoticeDraft> {
  return useQuery({ queryKey: [...source.key, 'draft'], queryFn: ({ signal }) => source.api.draft({ signal }) });
}

/** Facts that a form changes. */
export type FactsInput = Parameters<Kabar['notices']['setFacts']>[0];

/** Changes the facts of the draft. */
export function useSetFacts(source: NoticeSource): UseMutationResult<NoticeDraft, Error, FactsInput> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (facts) => source.api.setFacts(facts),
    onSuccess: (draft) => queryClient.setQueryData([...source.key, 'draft'], draft),
  });
}

/** Publishes the draft. */
export function usePublish(
  source: NoticeSource,
): UseMutationResult<NoticeVersionDetail, Error, { effective_at: string; is_material: boolean }> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request) => source.api.publish(request),
    onSuccess: () =>
      Promise.all([queryClient.invalidateQueries({ queryKey: source.key }), queryClient.invalidateQueries({ queryKey: myNoticeKey })]),
  });
}

const myNoticeKey = ['me', 'notice'] as const;

/** What the signed-in person should know of the installation's notice. */
export function useMyNotice(): UseQueryResult<NoticeForMe> {
  return useQuery({ queryKey: myNoticeKey, queryFn: ({ signal }) => accountApi.notices.forMe({ signal }), staleTime: 10 * 60_000 });
}

/** Accepts a version. */
export function useAcceptNotice(): UseMutationResult<NoticeForMe, Error, Parameters<Kabar['notices']['accept']>[0]> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request) => accountApi.notices.accept(request),
    onSuccess: (mine) => queryClient.setQueryData(myNoticeKey, mine),
  });
}
