import type { AuditEntry } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { Trans, useLingui as useWords } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { ListCard } from '#ui/ListCard.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useAuditLog, useAuditState } from '../api/queries.ts';
import { AuditFilters } from '../components/AuditFilters.tsx';
import { EntrySheet } from '../components/EntrySheet.tsx';
import { ExportMenu } from '../components/ExportMenu.tsx';
import { VerifyCard } from '../components/VerifyCard.tsx';
import { WayBadge } from '../components/WayBadge.tsx';
import { WhoDidIt } from '../components/WhoDidIt.tsx';
import { actionWords } from '../fns/action-words.ts';
import { isNarrowed, type AuditSearch } from '../fns/audit-search.ts';

function LogTable({ rows, onOpen, footer }: { rows: readonly AuditEntry[]; onOpen: (entry: AuditEntry) => void; footer: ReactNode }) {
  const { i18n } = useLingui();
  const { t } = useWords();
  const format = useFormat();
  const say = (action: string): string => actionWords(action, (message) => i18n._(message));
  const columns: DataColumn<AuditEntry>[] = [
    {
      id: 'what',
      grow: true,
      header: t`What`,
      cell: (row) => (
        <span className="block min-w-0">
          <span className="block truncate text-14 font-medium text-strong">{say(row.action)}</span>
          <span className="block truncate text-12 text-weak">
            <WhoDidIt actor={row.actor} />
          </span>
          <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-weak tabular-nums sm:hidden">
            <WayBadge entry={row} />
            {format.dateTime(row.at)}
          </span>
        </span>
      ),
    },
    { id: 'way', header: t`Way`, narrow: false, width: '9rem', cell: (row) => <WayBadge entry={row} /> },
    {
      id: 'about',
      header: t`About`,
      narrow: false,
      width: '12rem',
      cell: (row) => <code className="block truncate font-mono text-12 text-weak">{row.target?.id ?? '–'}</code>,
    },
    {
      id: 'from',
      header: t`From`,
      narrow: false,
      width: '9rem',
      cell: (row) => <span className="block truncate font-mono text-12 text-weak">{row.origin?.network ?? '–'}</span>,
    },
    {
      id: 'at',
      header: t`When`,
      narrow: false,
      align: 'end',
      cell: (row) => (
        <time dateTime={row.at} className="text-13 whitespace-nowrap tabular-nums">
          {format.dateTime(row.at)}
        </time>
      ),
    },
  ];
  return (
    <DataTable
      label={t`Entries of the audit log`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowLabel={(row) => say(row.action)}
      onOpen={onOpen}
      footer={footer}
    />
  );
}

/** `/w/{slug}/settings/audit`: who did what in the workspace, and the proof that nobody changed the record of it. */
export function AuditPage() {
  const { t } = useWords();
  const search = useSearch({ from: '/w/$slug/settings/audit' });
  const navigate = useNavigate({ from: '/w/$slug/settings/audit' });
  const query = useAuditLog(search);
  const state = useAuditState();
  const setSearch = (next: AuditSearch): void => void navigate({ search: next, replace: next.entry === undefined });
  return (
    <SettingsPage
      width="wide"
      title={t`Audit log`}
      description={t`Every administrative act and every act that touches privacy: who, what, when and from where. Nobody can change it unseen.`}
      action={<ExportMenu search={search} />}
    >
      {state.data ? (
        <VerifyCard state={state.data} />
      ) : (
        <Card title={t`Is the log whole?`}>
          {state.isPending ? (
            <RowSkeletons label={t`Loading the state of the log`} rows={2} />
          ) : (
            <ErrorState error={state.error} onRetry={() => void state.refetch()} />
          )}
        </Card>
      )}
      <Card>
        <AuditFilters search={search} actions={state.data?.actions ?? []} onSearch={setSearch} />
      </Card>
      <ListCard
        query={query}
        loadingLabel={t`Loading the log`}
        empty={
          <EmptyState
            picture={<ScrollText />}
            title={isNarrowed(search) ? <Trans>No entry fits</Trans> : <Trans>Nothing happened yet</Trans>}
            action={
              isNarrowed(search) ? (
                <Button onClick={() => setSearch({})}>
                  <Trans>Show all</Trans>
                </Button>
              ) : null
            }
          >
            <Trans>Each act is here as soon as it is done.</Trans>
          </EmptyState>
        }
      >
        {(rows, footer) => <LogTable rows={rows} onOpen={(entry) => setSearch({ ...search, entry: String(entry.seq) })} footer={footer} />}
      </ListCard>
      {search.entry === undefined ? null : (
        <EntrySheet
          key={search.entry}
          seq={search.entry}
          known={query.data?.find((entry) => String(entry.seq) === search.entry)}
          onSearch={setSearch}
          onClose={() => {
            const { entry: _closed, ...rest } = search;
            setSearch(rest);
          }}
        />
      )}
    </SettingsPage>
  );
}
