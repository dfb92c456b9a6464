import type { AutomaticReplySettings, AwayLanguage, AwayMessage } from '@kabar/contract';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey, workspaceKey } from '#lib/query-keys.ts';
import { textsOf, unknownAwayVariables } from '../fns/away-check.ts';

const keyOf = (workspaceId: string) => [...workspaceKey(workspaceId), 'automatic-replies'] as const;

/** Away messages of the workspace and of the numbers that have their own. */
export function useAwayMessages(): UseQueryResult<AutomaticReplySettings> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: keyOf(workspace.id), queryFn: ({ signal }) => api.automaticReplies.get({ signal }) });
}

/** Sets the away message of the workspace (`numberId` null) or of a number. */
export function useSaveAway(): UseMutationResult<AutomaticReplySettings, Error, { numberId: string | null; message: AwayMessage }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ numberId, message }) =>
      numberId === null ? api.automaticReplies.update(message) : api.automaticReplies.updateNumber(numberId, message),
    onSuccess: (settings) => queryClient.setQueryData(keyOf(workspace.id), settings),
  });
}

/** Lets a number follow the workspace again. */
export function useRemoveAway(): UseMutationResult<void, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (numberId) => api.automaticReplies.removeNumber(numberId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keyOf(workspace.id) }),
  });
}

/** How a customer would read a message now; not asked while the text is empty. Goes old with the working hours, which it may name. */
export function useAwayPreview(message: AwayMessage, language: AwayLanguage, numberId: string | null): UseQueryResult<string> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'working-hours'), 'preview', numberId, language, message],
    enabled:
      message.text.trim() !== '' && textsOf(message).every(([, text]) => text.length <= 3000 && unknownAwayVariables(text).length === 0),
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (
        await api.automaticReplies.preview(
          // Half a translation, or a number that is being typed, is no reason to show nothing.
          {
            message: { ...message, translations: filled(message.translations), min_hours_between: 12 },
            language,
            ...(numberId === null ? {} : { number_id: numberId }),
          },
          { signal },
        )
      ).text,
  });
}

/** Translations without those that have no text yet. */
export function filled(translations: AwayMessage['translations']): AwayMessage['translations'] {
  return Object.fromEntries(Object.entries(translations).filter(([, text]) => text.trim() !== ''));
}
