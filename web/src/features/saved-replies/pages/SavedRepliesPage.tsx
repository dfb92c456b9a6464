import type { SavedReplyScope } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { MessageSquareText, Plus, SearchX } from 'lucide-react';
import { useRef } from 'react';
import { usePermission } from '#features/session';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { Kbd } from '#ui/Kbd.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { useSavedReply, useSavedReplyList } from '../api/queries.ts';
import { ReplySheet } from '../components/ReplySheet.tsx';
import { ReplyTable } from '../components/ReplyTable.tsx';

/** Answers to be used again: those of the workspace and one's own. */
export function SavedRepliesPage() {
  const { t } = useLingui();
  const mayShare = usePermission('inbox:configure');
  const { scope = 'shared', q = '', edit } = useSearch({ from: '/w/$slug/settings/saved-replies' });
  const navigate = useNavigate({ from: '/w/$slug/settings/saved-replies' });
  const searchRef = useRef<HTMLInputElement>(null);
  const edited = useSavedReply(edit === undefined || edit === 'new' ? null : edit);
  const mayWrite = scope === 'personal' || mayShare;
  const base = { ...(scope === 'shared' ? {} : { scope }), ...(q === '' ? {} : { q }) };
  const open = (id: string | null): void => void navigate({ search: id === null ? base : { ...base, edit: id }, replace: id === null });
  // Whoever may not share begins one of their own.
  const begin = (): void => {
    if (mayWrite) open('new');
    else void navigate({ search: { scope: 'personal', edit: 'new' } });
  };

  useActions([
    { id: 'new-reply-here', label: t`New saved reply`, group: t`Saved replies`, keys: 'n', keysOnly: true, run: begin },
    {
      id: 'find-reply',
      label: t`Find a saved reply`,
      group: t`Saved replies`,
      keys: '/',
      keysOnly: true,
      run: () => searchRef.current?.focus(),
    },
  ]);
  const list = (
    <ReplyList
      scope={scope}
      q={q}
      mayWrite={mayWrite}
      onEdit={open}
      onBegin={begin}
      onClear={() => void navigate({ search: scope === 'shared' ? {} : { scope }, replace: true })}
    />
  );
  return (
    <SettingsPage
      title={t`Saved replies`}
      description={t`Answers that are given again and again. Type / in the composer to use one.`}
      action={
        <Button variant="primary" icon={<Plus aria-hidden />} onClick={begin}>
          <Trans>New saved reply</Trans>
        </Button>
      }
    >
      <SearchInput
        ref={searchRef}
        className="max-w-90"
        label={t`Find by shortcut, name or text`}
        clearLabel={t`Clear the search`}
        value={q}
        trailing={
          <span className="mr-1 max-sm:hidden">
            <Kbd keys="/" />
          </span>
        }
        onValueChange={(text) =>
          void navigate({ search: { ...(scope === 'shared' ? {} : { scope }), ...(text === '' ? {} : { q: text }) }, replace: true })
        }
      />
      <Tabs<SavedReplyScope>
        label={t`Whose saved replies`}
        value={scope}
        onValueChange={(next) => void navigate({ search: { ...(next === 'shared' ? {} : { scope: next }), ...(q === '' ? {} : { q }) } })}
        items={[
          { value: 'shared', label: t`Shared`, content: scope === 'shared' ? list : null },
          { value: 'personal', label: t`My own`, content: scope === 'personal' ? list : null },
        ]}
      />
      {edit === 'new' && mayWrite ? <ReplySheet key="new" reply={null} scope={scope} onClose={() => open(null)} /> : null}
      {edited.data && edit === edited.data.id && mayWrite ? (
        <ReplySheet key={edit} reply={edited.data} scope={scope} onClose={() => open(null)} />
      ) : null}
    </SettingsPage>
  );
}

function ReplyList(props: {
  scope: SavedReplyScope;
  q: string;
  mayWrite: boolean;
  onEdit: (id: string) => void;
  onBegin: () => void;
  onClear: () => void;
}) {
  const { scope, q, mayWrite, onEdit, onBegin, onClear } = props;
  const { t } = useLingui();
  const replies = useSavedReplyList(scope, q);
  return (
    <Card flush>
      {replies.data ? <ErrorBanner className="m-3" error={replies.error} onRetry={() => void replies.refetch()} /> : null}
      {replies.isPending ? (
        <RowSkeletons label={t`Loading the saved replies`} rows={5} />
      ) : !replies.data ? (
        <ErrorState error={replies.error} onRetry={() => void replies.refetch()} />
      ) : replies.data.length === 0 && q !== '' ? (
        <EmptyState
          picture={<SearchX />}
          title={<Trans>Nothing fits</Trans>}
          action={
            <Button onClick={onClear}>
              <Trans>Show all</Trans>
            </Button>
          }
        >
          <Trans>No saved reply begins like this, in its shortcut, its name or its text.</Trans>
        </EmptyState>
      ) : replies.data.length === 0 ? (
        <EmptyState
          picture={<MessageSquareText />}
          title={scope === 'shared' ? <Trans>No shared reply yet</Trans> : <Trans>No reply of your own yet</Trans>}
          action={
            mayWrite ? (
              <Button variant="primary" icon={<Plus aria-hidden />} onClick={onBegin}>
                <Trans>New saved reply</Trans>
              </Button>
            ) : null
          }
        >
          {mayWrite ? (
            <Trans>
              Write down an answer once: opening hours, the way to the shop, how to pay. Names and details are filled in by themselves.
            </Trans>
          ) : (
            <Trans>A manager of the workspace can write answers for everybody. You can write your own.</Trans>
          )}
        </EmptyState>
      ) : (
        <>
          <ReplyTable replies={replies.data} onEdit={mayWrite ? (reply) => onEdit(reply.id) : undefined} />
          <NextPage query={replies} />
        </>
      )}
    </Card>
  );
}
