import type { LoggedRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { DevelopersPage } from '#frame/DevelopersLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ListCard } from '#ui/ListCard.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { useRequestLog } from '../api/queries.ts';
import { LogFilters } from '../components/LogFilters.tsx';
import { RequestSheet } from '../components/RequestSheet.tsx';
import { StatusCode } from '../components/StatusCode.tsx';
import { isNarrowed, LOG_CALLERS, logSearch, type LogCaller, type LogSearch } from '../fns/log-search.ts';

function LogTable({ rows, onOpen, footer }: { rows: readonly LoggedRequest[]; onOpen: (id: string) => void; footer: ReactNode }) {
  const { t } = useLingui();
  const format = useFormat();
  const columns: DataColumn<LoggedRequest>[] = [
    { id: 'status', header: t`Status`, width: '5rem', cell: (row) => <StatusCode status={row.status} /> },
    {
      id: 'route',
      grow: true,
      header: t`Request`,
      cell: (row) => (
        <span className="block min-w-0">
          <span className="block truncate font-mono text-13 text-strong">{`${row.method} ${row.route}`}</span>
          {row.error_code === null ? null : <span className="block truncate font-mono text-12 text-weak">{row.error_code}</span>}
        </span>
      ),
    },
    {
      id: 'by',
      header: t`Made by`,
      narrow: false,
      cell: (row) => <span className="block max-w-48 truncate">{row.caller_name ?? '–'}</span>,
    },
    { id: 'took', header: t`Took`, align: 'end', narrow: false, cell: (row) => t`${format.number(row.duration_ms)} ms` },
    {
      id: 'at',
      header: t`When`,
      align: 'end',
      cell: (row) => <RelativeTime style="log" at={row.at} className="text-13 whitespace-nowrap" />,
    },
  ];
  return (
    <DataTable
      label={t`Requests`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowLabel={(row) => `${row.method} ${row.route}: ${row.status}`}
      onOpen={(row) => onOpen(row.id)}
      footer={footer}
    />
  );
}

function NoCalls({ search, onShowAll }: { search: LogSearch; onShowAll: () => void }) {
  const { workspace } = useWorkspace();
  const mayCreate = usePermission('api_keys:write');
  if (isNarrowed(search)) {
    return (
      <EmptyState
        picture={<ScrollText />}
        title={<Trans>No call fits</Trans>}
        action={
          <Button onClick={onShowAll}>
            <Trans>Show all</Trans>
          </Button>
        }
      >
        <Trans>A call is here a second after its answer.</Trans>
      </EmptyState>
    );
  }
  if (search.by !== undefined) {
    return (
      <EmptyState picture={<ScrollText />} title={<Trans>No call yet</Trans>}>
        <Trans>A call is here a second after its answer.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      picture={<ScrollText />}
      title={<Trans>No program has called yet</Trans>}
      action={
        mayCreate ? (
          <ButtonLink to="/w/$slug/developers/api-keys" params={{ slug: workspace.slug }} search={{ create: true }}>
            <Trans>Create an API key</Trans>
          </ButtonLink>
        ) : null
      }
    >
      <Trans>A call with an API key is here a second after its answer.</Trans>
    </EmptyState>
  );
}

/** Every call of the API, to see what a program really did; what the dashboard asked for itself stands apart. */
export function RequestLogPage() {
  const { t } = useLingui();
  const search = useSearch({ from: '/w/$slug/developers/log' });
  const navigate = useNavigate({ from: '/w/$slug/developers/log' });
  const [follow, setFollow] = useState(false);
  const query = useRequestLog(search, follow);
  const setSearch = (next: LogSearch): void => void navigate({ search: next, replace: next.request === undefined });
  const caller: LogCaller = search.by ?? 'api_key';
  const callerNames = { api_key: t`Programs`, member: t`Dashboard`, all: t`Both` };
  return (
    <DevelopersPage
      width="wide"
      title={t`Request log`}
      description={t`Every call of the API: who asked what, how it ended, and what it led to. Contents are not kept.`}
      action={<Switch label={t`Follow`} checked={follow} onCheckedChange={setFollow} />}
    >
      <Tabs
        label={t`Whose calls`}
        value={caller}
        // A key belongs to a program.
        onValueChange={(by) => setSearch(logSearch({ ...search, by, key: by === 'member' ? undefined : search.key }))}
        items={LOG_CALLERS.map((value) => ({
          value,
          label: callerNames[value],
          content:
            value === caller ? (
              <div className="flex flex-col gap-5">
                <Card>
                  <LogFilters search={search} onSearch={setSearch} />
                </Card>
                <ListCard
                  query={query}
                  loadingLabel={t`Loading the requests`}
                  empty={<NoCalls search={search} onShowAll={() => setSearch(logSearch({ by: search.by }))} />}
                >
                  {(rows, footer) => <LogTable rows={rows} onOpen={(request) => setSearch({ ...search, request })} footer={footer} />}
                </ListCard>
              </div>
            ) : null,
        }))}
      />
      {search.request === undefined ? null : (
        <RequestSheet
          key={search.request}
          requestId={search.request}
          onAbout={(about) => setSearch({ about, by: 'all' })}
          onClose={() => {
            const { request: _closed, ...rest } = search;
            setSearch(rest);
          }}
        />
      )}
    </DevelopersPage>
  );
}
