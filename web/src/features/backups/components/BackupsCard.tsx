import type { Backup } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Archive } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';

/** The backups there are, and those that broke off or ended. */
export function BackupsCard({ backups }: { backups: readonly Backup[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const states = {
    running: <Badge tone="info">{t`Running`}</Badge>,
    done: <Badge tone="good">{t`Complete`}</Badge>,
    failed: <Badge tone="bad">{t`Broke off`}</Badge>,
    expired: <Badge>{t`Ended`}</Badge>,
  } as const;
  const copies = {
    none: '–',
    waiting: t`on its way`,
    done: t`there`,
    failed: t`did not arrive; tried again with the next backup`,
  } as const;
  const columns: DataColumn<Backup>[] = [
    {
      id: 'moment',
      header: t`State of`,
      cell: (row) => format.dateTime(row.snapshot_at ?? row.started_at),
      sortValue: (row) => row.snapshot_at ?? row.started_at,
    },
    { id: 'status', header: t`State`, cell: (row) => states[row.status], sortValue: (row) => row.status },
    {
      id: 'size',
      header: t`Size`,
      align: 'end',
      cell: (row) => (row.size_bytes === null ? '–' : format.bytes(row.size_bytes)),
      sortValue: (row) => row.size_bytes ?? 0,
    },
    {
      id: 'rows',
      header: t`Rows and files`,
      align: 'end',
      narrow: false,
      cell: (row) => (row.row_count === null ? '–' : `${format.number(row.row_count)} + ${format.number(row.file_count ?? 0)}`),
    },
    { id: 'second', header: t`Second copy`, narrow: false, cell: (row) => copies[row.second_copy.status] },
    { id: 'until', header: t`Kept until`, narrow: false, cell: (row) => (row.status === 'done' ? format.date(row.expires_at) : '–') },
    {
      id: 'id',
      header: '',
      headerLabel: t`Copy the command`,
      align: 'end',
      narrow: false,
      cell: (row) =>
        row.status === 'done' ? <CopyButton text={`npx kabar restore ${row.id}`} label={t`Copy the command that restores it`} /> : null,
    },
  ];
  const failed = backups.find(({ status }) => status === 'failed' || status === 'done');
  return (
    <Card title={<Trans>Backups</Trans>} flush>
      {backups.length === 0 ? (
        <EmptyState picture={<Archive aria-hidden />} title={<Trans>No backup yet</Trans>}>
          <Trans>Make the first one now. It takes minutes, and everybody can go on working.</Trans>
        </EmptyState>
      ) : (
        <>
          {failed?.status === 'failed' && failed.failure !== null ? (
            <p className="px-4 pb-3 text-13 text-bad sm:px-5">
              <Trans>The last one broke off: {failed.failure}</Trans>
            </p>
          ) : null}
          <DataTable
            label={t`Backups`}
            columns={columns}
            rows={backups}
            rowKey={(row) => row.id}
            rowLabel={(row) => format.dateTime(row.started_at)}
          />
        </>
      )}
    </Card>
  );
}
