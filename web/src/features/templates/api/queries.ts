import type { Page, Template, TemplateChange, TemplateDraft, TemplateGroup, TemplateUsage } from '@kabar/contract';
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import type { TemplateFilter } from '../fns/template-search.ts';
import { templateKeys } from './keys.ts';

/** Templates by name, page by page, narrowed by the filter; the rows before stay while the next are read. */
export function useTemplateGroups(filter: TemplateFilter): UseInfiniteQueryResult<TemplateGroup[]> {
  const { api, workspace } = useWorkspace();
  const { state, ...rest } = filter;
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: templateKeys.groups(workspace.id, filter),
      queryFn: ({ signal, pageParam }): Promise<Page<TemplateGroup>> =>
        api.templates.groups({ ...rest, status: state, limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** One template in one language. */
export function useTemplate(templateId: string): UseQueryResult<Template> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: templateKeys.one(workspace.id, templateId),
    queryFn: ({ signal }) => api.templates.get(templateId, { signal }),
  });
}

/** The languages of a template's name in its account, in the order of their codes; those that are deleted only when asked for by name. */
export function useSiblings(wabaId: string, name: string): UseQueryResult<Template[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: templateKeys.siblings(workspace.id, wabaId, name),
    enabled: name !== '',
    queryFn: async ({ signal }) => {
      const all: Template[] = [];
      for await (const template of api.templates.each({ q: name, limit: 200 }, { signal })) {
        if (template.name === name && template.waba_id === wabaId) all.push(template);
      }
      return all.toSorted((a, b) => a.language.localeCompare(b.language));
    },
  });
}

/** What changed, newest first, page by page. */
export function useTemplateHistory(templateId: string): UseInfiniteQueryResult<TemplateChange[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: templateKeys.history(workspace.id, templateId),
      queryFn: ({ signal, pageParam }): Promise<Page<TemplateChange>> =>
        api.templates.history(templateId, { limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** What became of the messages of the last days. */
export function useTemplateUsage(templateId: string, days: number): UseQueryResult<TemplateUsage> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: templateKeys.usage(workspace.id, templateId, days),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - (days - 1) * 86_400_000);
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: workspace.time_zone }).format(from);
      return api.templates.usage(templateId, { from: day }, { signal });
    },
  });
}

/** Everything that is being written. */
export function useDrafts(enabled = true): UseQueryResult<TemplateDraft[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: templateKeys.drafts(workspace.id),
    enabled,
    queryFn: async ({ signal }) => {
      const all: TemplateDraft[] = [];
      for await (const draft of api.templateDrafts.each({ limit: 200 }, { signal })) all.push(draft);
      return all;
    },
  });
}

/** One draft. */
export function useDraft(draftId: string): UseQueryResult<TemplateDraft> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: templateKeys.draft(workspace.id, draftId),
    queryFn: ({ signal }) => api.templateDrafts.get(draftId, { signal }),
  });
}

/** When the list was last read from WhatsApp, as far as it is known here; null before. */
export function useLastSync(): string | null {
  const { api, workspace } = useWorkspace();
  const { data } = useQuery({
    queryKey: [...templateKeys.all(workspace.id), 'last-sync'],
    queryFn: async ({ signal }) => {
      const { data: some } = await api.templates.list({ limit: 200 }, { signal });
      return some.reduce<string | null>((last, one) => (last === null || one.synced_at > last ? one.synced_at : last), null);
    },
  });
  return data ?? null;
}
