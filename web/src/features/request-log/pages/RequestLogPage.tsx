import type { LoggedRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { DevelopersPage } from '#frame/DevelopersLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ListCard } from '#ui/ListCard.tsx';
import { Switch } from '#ui/Switch.tsx';
import { useRequestLog } from '../api/queries.ts';
import { LogFilters } from '../components/LogFilters.tsx';
import { RequestSheet } from '../components/RequestSheet.tsx';
import { StatusCode } from '../components/StatusCode.tsx';
import { isNarrowed, type LogSearch } from '../fns/log-search.ts';

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
      cell: (row) => (
        <time dateTime={row.at} title={format.dateTime(row.at)} className="text-13">
          {format.time(row.at)}
        </time>
      ),
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

/** Every call of the API, to see what a program really did. */
export function RequestLogPage() {
  const { t } = useLingui();
  const search = useSearch({ from: '/w/$slug/developers/log' });
  const navigate = useNavigate({ from: '/w/$slug/developers/log' });
  const [follow, setFollow] = useState(false);
  const query = useRequestLog(search, follow);
  const setSearch = (next: LogSearch): void => void navigate({ search: next, replace: next.request === undefined });
  return (
    <DevelopersPage
      width="wide"
      title={t`Request log`}
      description={t`Every call of the API: who asked what, how it ended, and what it led to. Contents are not kept.`}
      action={<Switch label={t`Follow`} checked={follow} onCheckedChange={setFollow} />}
    >
      <Card>
        <LogFilters search={search} onSearch={setSearch} />
      </Card>
      <ListCard
        query={query}
        loadingLabel={t`Loading the requests`}
        empty={
          <EmptyState
            picture={<ScrollText />}
            title={isNarrowed(search) ? <Trans>No call fits</Trans> : <Trans>No call yet</Trans>}
            action={
              isNarrowed(search) ? (
                <Button onClick={() => setSearch({})}>
                  <Trans>Show all</Trans>
                </Button>
              ) : null
            }
          >
            <Trans>A call is here a second after its answer.</Trans>
          </EmptyState>
        }
      >
        {(rows, footer) => <LogTable rows={rows} onOpen={(request) => setSearch({ ...search, request })} footer={footer} />}
      </ListCard>
      {search.request === undefined ? null : (
        <RequestSheet
          key={search.request}
          requestId={search.request}
          onAbout={(about) => setSearch({ about })}
          onClose={() => {
            const { request: _closed, ...rest } = search;
            setSearch(rest);
          }}
        />
      )}
    </DevelopersPage>
  );
}
