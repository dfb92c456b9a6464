import type { BulkAction, BulkChange, Conversation, ConversationFilter, UpdateConversationRequest } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { notify } from '#ui/toasts.ts';
import { keepConversation, refreshConversation } from './fresh.ts';
import { inboxKeys } from './keys.ts';

/** What can be done to one conversation; the other half of undo is the same with what was before. */
export type WorkChange = Pick<UpdateConversationRequest, 'status' | 'snoozed_until' | 'assignee_id' | 'team_id' | 'bot_active'>;

/** Many conversations: these, or all that fit a filter at the moment of the change. */
export type Many = { conversation_ids: Conversation['id'][] } | { filter: ConversationFilter };

/** Changes of conversations with their words and their undo. */
export interface Work {
  /** Changes one conversation on screen at once, then for everybody; says `said` with an undo. False when it did not go through. */
  change: (row: Conversation, change: WorkChange, said: string) => Promise<boolean>;
  setTags: (row: Conversation, tagIds: readonly string[]) => Promise<void>;
  pin: (row: Conversation, pinned: boolean) => Promise<void>;
  /** Changes many; null when it was refused. */
  changeMany: (many: Many, change: BulkChange) => Promise<BulkAction | null>;
  undoMany: (bulkActionId: string) => Promise<void>;
}

function changed(row: Conversation, change: WorkChange): Conversation {
  const {
    status = row.status,
    assignee_id: assigneeId = row.assignee_id,
    team_id: teamId = row.team_id,
    bot_active: botActive = row.bot_active,
  } = change;
  const snoozedUntil = status === 'snoozed' ? (change.snoozed_until ?? row.snoozed_until) : null;
  return { ...row, status, assignee_id: assigneeId, team_id: teamId, snoozed_until: snoozedUntil, bot_active: botActive };
}

/** What puts the changed fields back. Somebody who comes back from a snooze that is over finds the conversation open. */
function wayBack(row: Conversation, change: WorkChange): UpdateConversationRequest {
  const snoozes = row.status === 'snoozed' && row.snoozed_until !== null && Date.parse(row.snoozed_until) > Date.now();
  const status = row.status === 'snoozed' && !snoozes ? 'open' : row.status;
  return {
    ...(change.status === undefined ? {} : { status, ...(snoozes && row.snoozed_until ? { snoozed_until: row.snoozed_until } : {}) }),
    ...(change.assignee_id === undefined ? {} : { assignee_id: row.assignee_id }),
    ...(change.team_id === undefined ? {} : { team_id: row.team_id }),
    ...(change.bot_active === undefined ? {} : { bot_active: row.bot_active }),
  };
}

/** Work on conversations: each change is on screen at once, is said with an undo, and is taken back when the server refuses it. */
export function useWork(): Work {
  const { t, i18n } = useLingui();
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const workspaceId = workspace.id;

  const show = useCallback(
    (row: Conversation) => keepConversation(queryClient, workspaceId, row.id, row, Date.now()),
    [queryClient, workspaceId],
  );
  const failed = useCallback(
    (row: Conversation, error: unknown) => {
      show(row);
      const faster = error instanceof KabarError && error.code === 'conflict';
      notify({
        tone: 'bad',
        title: faster ? t`Somebody was faster` : t`Not changed`,
        description: faster ? t`The conversation was changed a moment ago. Look at it and decide again.` : errorSentence(error, i18n),
      });
      void refreshConversation(queryClient, api, workspaceId, row.id).catch(() => undefined);
    },
    [api, i18n, queryClient, show, t, workspaceId],
  );

  const change = useCallback<Work['change']>(
    async (row, wanted, said) => {
      show(changed(row, wanted));
      try {
        // Taking what nobody has is the one change in which two people meet.
        const guard = wanted.assignee_id !== undefined && row.assignee_id === null ? { if_assignee_id: null } : {};
        show(await api.conversations.update(row.id, { ...wanted, ...guard }));
        notify({
          title: said,
          action: {
            label: t`Undo`,
            onClick: () => {
              api.conversations.update(row.id, wayBack(row, wanted)).then(show, (error: unknown) => failed(changed(row, wanted), error));
            },
          },
        });
        return true;
      } catch (error) {
        failed(row, error);
        return false;
      }
    },
    [api, failed, show, t],
  );

  const setTags = useCallback<Work['setTags']>(
    async (row, tagIds) => {
      const wanted = tagIds as Conversation['tag_ids']; // ids that the tag list gave
      show({ ...row, tag_ids: wanted });
      try {
        show(await api.conversations.setTags(row.id, { tag_ids: wanted }));
      } catch (error) {
        failed(row, error);
      }
    },
    [api, failed, show],
  );

  const pin = useCallback<Work['pin']>(
    async (row, pinned) => {
      show({ ...row, pinned });
      try {
        await (pinned ? api.conversations.pin(row.id) : api.conversations.unpin(row.id));
        await queryClient.invalidateQueries({ queryKey: inboxKeys.lists(workspaceId) });
      } catch (error) {
        failed(row, error);
      }
    },
    [api, failed, queryClient, show, workspaceId],
  );

  const changeMany = useCallback<Work['changeMany']>(
    async (many, wanted) => {
      try {
        const action = await api.conversations.bulk({ ...many, change: wanted });
        queryClient.setQueryData(inboxKeys.bulkAction(workspaceId, action.id), action);
        await queryClient.invalidateQueries({ queryKey: inboxKeys.lists(workspaceId) });
        return action;
      } catch (error) {
        notify({ tone: 'bad', title: t`Nothing was changed`, description: errorSentence(error, i18n) });
        return null;
      }
    },
    [api, i18n, queryClient, t, workspaceId],
  );

  const undoMany = useCallback<Work['undoMany']>(
    async (id) => {
      try {
        queryClient.setQueryData(inboxKeys.bulkAction(workspaceId, id), await api.bulkActions.undo(id));
        await queryClient.invalidateQueries({ queryKey: inboxKeys.lists(workspaceId) });
      } catch (error) {
        notify({ tone: 'bad', title: t`Not undone`, description: errorSentence(error, i18n) });
      }
    },
    [api, i18n, queryClient, t, workspaceId],
  );

  return { change, setTags, pin, changeMany, undoMany };
}
