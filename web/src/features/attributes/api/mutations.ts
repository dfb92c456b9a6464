import type { Attribute, AttributeChoice, AttributeUsage, CreateAttributeRequest } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey, workspaceKey } from '#lib/query-keys.ts';

function useAttributeChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'attributes') }),
  });
}

/** Defines an attribute. */
export function useCreateAttribute(): UseMutationResult<Attribute, Error, CreateAttributeRequest> {
  const { api } = useWorkspace();
  return useAttributeChange((attribute: CreateAttributeRequest) => api.attributes.create(attribute));
}

/** Changes what an attribute is called and, of a choice, what can be chosen. */
export function useChangeAttribute(): UseMutationResult<Attribute, Error, { id: string; label: string; choices?: AttributeChoice[] }> {
  const { api } = useWorkspace();
  return useAttributeChange(({ id, ...change }: { id: string; label: string; choices?: AttributeChoice[] }) =>
    api.attributes.update(id, change),
  );
}

/** Takes an attribute and all its values away. */
export function useRemoveAttribute(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useAttributeChange((id: string) => api.attributes.remove(id));
}

/** Puts attributes into a new order, at once on the page. */
export function useOrderAttributes(): UseMutationResult<unknown, Error, Attribute[]> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const key = sharedKey(workspace.id, 'attributes');
  return useMutation({
    mutationFn: (ordered) => api.attributes.order({ ids: ordered.map(({ id }) => id) }),
    onMutate: async (ordered) => {
      await queryClient.cancelQueries({ queryKey: key });
      queryClient.setQueryData(key, ordered);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

/** What the removal of an attribute would delete; asked anew each time. */
export function useAttributeUsage(id: string | null): UseQueryResult<AttributeUsage> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'attribute-usage', id],
    enabled: id !== null,
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => api.attributes.usage(id ?? '', { signal }),
  });
}
