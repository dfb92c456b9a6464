import type { QueryClient } from '@tanstack/react-query';
import { templateKeys } from './keys.ts';

interface TemplateLiveContext {
  queryClient: QueryClient;
  workspaceId: string;
}

/** What each event of templates makes old; rows of the page's live table. */
export const templatesLive = {
  template(_data: Readonly<Record<string, string>>, { queryClient, workspaceId }: TemplateLiveContext): void {
    void queryClient.invalidateQueries({ queryKey: templateKeys.all(workspaceId) });
  },
  draft(data: Readonly<Record<string, string>>, { queryClient, workspaceId }: TemplateLiveContext): void {
    void queryClient.invalidateQueries({ queryKey: templateKeys.drafts(workspaceId) });
    const draftId = data['template_draft_id'];
    if (draftId) void queryClient.invalidateQueries({ queryKey: templateKeys.draft(workspaceId, draftId) });
  },
};
