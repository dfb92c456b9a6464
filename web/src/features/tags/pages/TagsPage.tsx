import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, SearchX, Tags } from 'lucide-react';
import { useState } from 'react';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useTags } from '../api/queries.ts';
import { TagDialog } from '../components/TagDialog.tsx';
import { TagTable } from '../components/TagTable.tsx';

const searchFrom = 12;

/** Labels for contacts and conversations. */
export function TagsPage() {
  const { t } = useLingui();
  const tags = useTags();
  const { edit } = useSearch({ from: '/w/$slug/settings/tags' });
  const navigate = useNavigate({ from: '/w/$slug/settings/tags' });
  const [q, setQ] = useState('');
  const open = (id: string | null): void => void navigate({ search: id === null ? {} : { edit: id }, replace: id === null });
  const edited = tags.data?.find((tag) => tag.id === edit) ?? null;
  const shown = (tags.data ?? []).filter((tag) => tag.name.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase()));

  useActions([{ id: 'new-tag-here', label: t`New tag`, group: t`Tags`, keys: 'n', keysOnly: true, run: () => open('new') }]);
  const newButton = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => open('new')}>
      <Trans>New tag</Trans>
    </Button>
  );
  return (
    <SettingsPage
      title={t`Tags`}
      description={t`Labels for contacts and conversations alike: who they are, what it is about.`}
      action={tags.data?.length === 0 ? null : newButton}
    >
      {tags.data ? <ErrorBanner error={tags.error} onRetry={() => void tags.refetch()} /> : null}
      {(tags.data?.length ?? 0) >= searchFrom ? (
        <SearchInput className="max-w-90" label={t`Find a tag`} clearLabel={t`Clear the search`} value={q} onValueChange={setQ} />
      ) : null}
      <Card flush>
        {tags.isPending ? (
          <RowSkeletons label={t`Loading the tags`} rows={5} />
        ) : !tags.data ? (
          <ErrorState error={tags.error} onRetry={() => void tags.refetch()} />
        ) : tags.data.length === 0 ? (
          <EmptyState picture={<Tags />} title={<Trans>No tag yet</Trans>} action={newButton}>
            <Trans>
              With tags you find again what belongs together: VIP, wholesale, complaint. They can be given in the inbox and on contacts.
            </Trans>
          </EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState
            compact
            picture={<SearchX />}
            title={<Trans>Nothing fits</Trans>}
            action={
              <Button onClick={() => setQ('')}>
                <Trans>Show all</Trans>
              </Button>
            }
          >
            <Trans>No tag of this name.</Trans>
          </EmptyState>
        ) : (
          <TagTable tags={shown} all={tags.data} onEdit={(tag) => open(tag.id)} />
        )}
      </Card>
      {tags.data && (edit === 'new' || edited) ? <TagDialog key={edit} tag={edited} onClose={() => open(null)} /> : null}
    </SettingsPage>
  );
}
