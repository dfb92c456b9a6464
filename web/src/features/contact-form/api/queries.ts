import type { ContactForm, FormMessage, FormMessageState, PublicContactForm, UpdateContactFormRequest } from '@kabar/contract';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { sharedKey } from '#lib/query-keys.ts';

const pageLimit = 30;

const keys = {
  form: (workspaceId: string) => sharedKey(workspaceId, 'contact-form'),
  messages: (workspaceId: string) => sharedKey(workspaceId, 'form-messages'),
};

/** The settings of the form. */
export function useContactForm(): UseQueryResult<ContactForm> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: keys.form(workspace.id), queryFn: ({ signal }) => api.contactForm.get({ signal }) });
}

/** Changes the form; the answer is shown at once. */
export function useUpdateContactForm(): UseMutationResult<ContactForm, Error, UpdateContactFormRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change) => api.contactForm.update(change),
    onSuccess: (form) => queryClient.setQueryData(keys.form(workspace.id), form),
  });
}

/** Messages of one state, newest first; live events keep them fresh. */
export function useFormMessages(state: FormMessageState): UseInfiniteQueryResult<FormMessage[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...keys.messages(workspace.id), state],
    queryFn: ({ signal, pageParam }) =>
      api.contactForm.messages.list({ state, limit: pageLimit, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.data),
  });
}

/** What is done with a message. */
export type MessageWork = { id: FormMessage['id']; do: 'answer' | 'reopen' | 'convert' | 'remove' };

/** Does it, and reads the lists again. */
export function useMessageWork(): UseMutationResult<FormMessage | void, Error, MessageWork> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const { messages } = api.contactForm;
  return useMutation({
    mutationFn: ({ id, do: work }: MessageWork): Promise<FormMessage | void> => {
      if (work === 'answer') return messages.markAnswered(id);
      if (work === 'reopen') return messages.markNew(id);
      if (work === 'convert') return messages.convert(id);
      return messages.remove(id);
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.messages(workspace.id) }),
  });
}

/** What a visitor sees of a workspace's form. */
export function usePublicContactForm(slug: string): UseQueryResult<PublicContactForm> {
  return useQuery({
    queryKey: ['public-contact-form', slug],
    queryFn: ({ signal }) => accountApi.contactForm.view(slug, { signal }),
    retry: false,
  });
}
