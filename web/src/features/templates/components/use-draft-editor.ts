import type { TemplateDraft } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useWorkspace } from '#features/session';
import { readStored, writeStored } from '#lib/stored.ts';
import { templateKeys } from '../api/keys.ts';
import { requestOf, valueOf, type DraftValue } from '../fns/draft-content.ts';
import { DraftSaver, type SaveState } from '../fns/draft-saver.ts';

function keep(draftId: string, value: DraftValue | null): void {
  writeStored(`template-draft.${draftId}`, value === null ? null : JSON.stringify(value));
}

/** What was typed here before and never reached the server. It was written by this page, in this shape. */
function kept(draftId: string): DraftValue | null {
  try {
    const stored = JSON.parse(readStored(`template-draft.${draftId}`) ?? 'null') as DraftValue | null;
    return stored && Array.isArray(stored.content.order) && Array.isArray(stored.content.buttons) ? stored : null;
  } catch {
    return null;
  }
}

/** A draft while it is being written. */
export interface DraftEditor {
  value: DraftValue;
  change: (value: DraftValue) => void;
  state: SaveState;
  error: unknown;
  /** Something was brought back that had not been saved when the page was left. */
  isRecovered: boolean;
  flush: () => Promise<boolean>;
  keepMine: () => void;
  takeTheirs: () => void;
  /** The draft is gone at the server; nothing of it stays here. */
  forget: () => void;
}

/** Keeps a draft and saves it by itself. Mount it anew for another draft. */
export function useDraftEditor(draft: TemplateDraft): DraftEditor {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const [isRecovered] = useState(() => kept(draft.id) !== null);
  const [saver] = useState(
    () =>
      new DraftSaver<DraftValue>(valueOf(draft), draft.updated_at, {
        save: async (value, expectedUpdatedAt) => {
          const saved = await api.templateDrafts.update(draft.id, {
            ...requestOf(value),
            ...(expectedUpdatedAt === null ? {} : { expected_updated_at: expectedUpdatedAt }),
          });
          queryClient.setQueryData(templateKeys.draft(workspace.id, draft.id), saved);
          return saved;
        },
        isConflict: (error) => error instanceof KabarError && error.code === 'conflict',
        keep: (value) => keep(draft.id, value),
        restMs: 800,
        retryMs: 5000,
      }),
  );
  const value = useSyncExternalStore(
    (listener) => saver.subscribe(listener),
    () => saver.content,
  );
  const state = useSyncExternalStore(
    (listener) => saver.subscribe(listener),
    () => saver.state,
  );

  useEffect(() => {
    const recovered = kept(draft.id);
    if (recovered) saver.change(recovered);
    return () => {
      // Leaving the page does not lose the last half second.
      void saver.flush();
      saver.dispose();
    };
  }, [saver, draft.id]);

  // Somebody else saved: shown at once when nothing is being typed here.
  useEffect(() => {
    saver.adopt(valueOf(draft), draft.updated_at);
  }, [saver, draft]);

  return {
    value,
    change: (next) => saver.change(next),
    state,
    error: saver.error,
    isRecovered,
    flush: () => saver.flush(),
    keepMine: () => {
      void api.templateDrafts.get(draft.id).then((current) => saver.overwrite(current.updated_at));
    },
    takeTheirs: () => {
      void api.templateDrafts.get(draft.id).then((current) => saver.yield(valueOf(current), current.updated_at));
    },
    forget: () => {
      keep(draft.id, null);
      saver.dispose();
    },
  };
}
