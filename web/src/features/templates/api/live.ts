import type { QueryClient } from '@tanstack/react-query';
import { templateKeys } from './keys.ts';

interface TemplateLiveContext {
  queryClient: QueryClient;
  workspaceId: string;
}

/** Drafts that are being handed in or thrown away here: their going must not be read as a fault. */
const going = new Set<string>();

/** From now on events about this draft are not followed by reading it. Give back to follow them again. */
export function letGo(draftId: string): () => void {
  going.add(draftId);
  return () => going.delete(draftId);
}

/** What each event of templates makes old; rows of the page's live table. */
export const templatesLive = {
  template(_data: Readonly<Record<string, string>>, { queryClient, workspaceId }: TemplateLiveContext): void {
    void queryClient.invalidateQueries({ queryKey: templateKeys.all(workspaceId) });
  },
  draft(data: Readonly<Record<string, string>>, { queryClient, workspaceId }: TemplateLiveContext): void {
    void queryClient.invalidateQueries({ queryKey: templateKeys.drafts(workspaceId) });
    const draftId = data['template_draft_id'];
    if (draftId && !going.has(draftId)) void queryClient.invalidateQueries({ queryKey: templateKeys.draft(workspaceId, draftId) });
  },
};
