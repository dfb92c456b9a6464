import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { LayoutTemplate, Plus, SearchX } from 'lucide-react';
import { useCallback } from 'react';
import { usePermission } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useDrafts, useTemplateGroups } from '../api/queries.ts';
import { DraftList } from '../components/DraftList.tsx';
import { GroupTable } from '../components/GroupTable.tsx';
import { NewTemplateDialog } from '../components/NewTemplateDialog.tsx';
import { SyncButton } from '../components/SyncButton.tsx';
import { TemplateFilters } from '../components/TemplateFilters.tsx';
import { isFiltered, type TemplateFilter } from '../fns/template-search.ts';

/** Every template by name, with what state each language is in; above them what is still being written. */
export function TemplatesPage() {
  const { t } = useLingui();
  const canWrite = usePermission('templates:write');
  const { new: isNew, ...filter } = useSearch({ from: '/w/$slug/templates' });
  const navigate = useNavigate({ from: '/w/$slug/templates' });
  const groups = useTemplateGroups(filter);
  const drafts = useDrafts(canWrite);
  const setFilter = useCallback((next: TemplateFilter) => void navigate({ search: next, replace: true }), [navigate]);
  const open = canWrite && isNew === true;

  function setOpen(next: boolean): void {
    void navigate({ search: next ? { ...filter, new: true } : filter, replace: !next });
  }

  useActions(
    canWrite
      ? [{ id: 'new-template-here', label: t`New template`, group: t`Templates`, keys: 'n', keysOnly: true, run: () => setOpen(true) }]
      : [],
  );
  const newButton = canWrite ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
      <Trans>New template</Trans>
    </Button>
  ) : null;
  const isEmpty = groups.data?.length === 0;
  return (
    <Page
      title={t`Templates`}
      description={t`Messages that WhatsApp has approved. Only these can be sent when a customer has not written for 24 hours.`}
      action={
        <>
          {canWrite ? <SyncButton /> : null}
          {newButton}
        </>
      }
    >
      {drafts.data && drafts.data.length > 0 && !isFiltered(filter) ? <DraftList drafts={drafts.data} /> : null}
      {groups.data ? <ErrorBanner error={groups.error} onRetry={() => void groups.refetch()} /> : null}
      {isEmpty && !isFiltered(filter) ? null : <TemplateFilters filter={filter} onFilterChange={setFilter} />}
      <Card flush>
        {groups.isPending ? (
          <RowSkeletons label={t`Loading the templates`} rows={6} />
        ) : !groups.data ? (
          <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />
        ) : isEmpty && isFiltered(filter) ? (
          <EmptyState
            picture={<SearchX />}
            title={<Trans>Nothing fits</Trans>}
            action={
              <Button onClick={() => setFilter({})}>
                <Trans>Show all</Trans>
              </Button>
            }
          >
            <Trans>No template fits the search and the filters.</Trans>
          </EmptyState>
        ) : isEmpty ? (
          <EmptyState picture={<LayoutTemplate />} title={<Trans>No template yet</Trans>} action={newButton}>
            {canWrite ? (
              <Trans>
                A template is a message that WhatsApp approves once: an order on its way, an appointment, an offer. With it you can write to
                customers at any time, with their name and details filled in.
              </Trans>
            ) : (
              <Trans>
                A template is a message that WhatsApp approves once and that can then be sent at any time. A manager can write one.
              </Trans>
            )}
          </EmptyState>
        ) : (
          <>
            <GroupTable groups={groups.data} />
            <NextPage query={groups} />
          </>
        )}
      </Card>
      {open ? <NewTemplateDialog onClose={() => setOpen(false)} /> : null}
    </Page>
  );
}
