import type { CreateTemplateDraftRequest, Template, TemplateDraft } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { templateKeys } from './keys.ts';
import { letGo } from './live.ts';

function useStale(): () => Promise<void> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: templateKeys.all(workspace.id) }),
      queryClient.invalidateQueries({ queryKey: templateKeys.drafts(workspace.id) }),
    ]);
  };
}

/** How far reading the accounts of the workspace has come. */
export interface SyncOutcome {
  templates: number;
  changed: number;
}

/** Reads the templates of several accounts, one after another, by one number of each. `onProgress` counts the accounts. */
export function useSyncTemplates(): UseMutationResult<
  SyncOutcome,
  Error,
  { numberIds: readonly string[]; onProgress: (done: number) => void }
> {
  const { api } = useWorkspace();
  const stale = useStale();
  return useMutation({
    mutationFn: async ({ numberIds, onProgress }) => {
      const outcome = { templates: 0, changed: 0 };
      for (const [index, numberId] of numberIds.entries()) {
        onProgress(index);
        const { templates, changed } = await api.templates.sync({ number_id: numberId }, { timeoutMs: 120_000 });
        outcome.templates += templates;
        outcome.changed += changed;
      }
      return outcome;
    },
    onSettled: stale,
  });
}

/** Begins a draft. With `template_id` it edits that template. */
export function useCreateDraft(): UseMutationResult<TemplateDraft, Error, CreateTemplateDraftRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const stale = useStale();
  return useMutation({
    mutationFn: (body) => api.templateDrafts.create(body),
    onSuccess: async (draft) => {
      queryClient.setQueryData(templateKeys.draft(workspace.id, draft.id), draft);
      await stale();
    },
  });
}

/** Throws a draft away. */
export function useRemoveDraft(): UseMutationResult<void, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const stale = useStale();
  return useMutation({
    mutationFn: async (draftId) => {
      const comeBack = letGo(draftId);
      try {
        await api.templateDrafts.remove(draftId);
      } catch (error) {
        comeBack();
        throw error;
      }
    },
    onSuccess: async (_nothing, draftId) => {
      queryClient.removeQueries({ queryKey: templateKeys.draft(workspace.id, draftId) });
      await stale();
    },
  });
}

/** Hands drafts to WhatsApp one after another; ends at the first that is refused. `onDone` tells of each that was taken. */
export function useSubmitDrafts(): UseMutationResult<
  Template[],
  Error,
  { draftIds: readonly string[]; onDone: (draftId: string, template: Template) => void }
> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const stale = useStale();
  return useMutation({
    mutationFn: async ({ draftIds, onDone }) => {
      const made: Template[] = [];
      for (const draftId of draftIds) {
        const comeBack = letGo(draftId);
        try {
          const template = await api.templateDrafts.submit(draftId, { timeoutMs: 120_000 });
          made.push(template);
          onDone(draftId, template);
        } catch (error) {
          comeBack();
          // What was refused, and why, is kept with it.
          void queryClient.invalidateQueries({ queryKey: templateKeys.draft(workspace.id, draftId) });
          throw error;
        }
      }
      return made;
    },
    onSettled: stale,
  });
}

/** Makes a draft with the content of a template. */
export function useDuplicate(): UseMutationResult<TemplateDraft, Error, { templateId: string; name?: string; language?: string }> {
  const { api } = useWorkspace();
  const stale = useStale();
  return useMutation({
    mutationFn: ({ templateId, ...change }) => api.templates.duplicate(templateId, change),
    onSuccess: stale,
  });
}

/** Deletes a template at WhatsApp: one language, or the whole name. */
export function useDeleteTemplate(
  templateId: string,
): UseMutationResult<{ deleted: string[]; name_free_at: string | null }, Error, { allLanguages: boolean }> {
  const { api } = useWorkspace();
  const stale = useStale();
  return useMutation({
    mutationFn: ({ allLanguages }) => api.templates.remove(templateId, { all_languages: allLanguages }),
    onSuccess: stale,
  });
}
