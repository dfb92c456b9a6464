import type { InboxReport, ReportRow } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { spanText, targetsMet } from '../fns/figure-words.ts';
import { useRowNames } from './use-row-names.ts';

/** Every row of the report with its figures, sortable by each. */
export function GroupTable({ report }: { report: InboxReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useRowNames(report.group_by);
  const { locale } = format.settings;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const heads = { day: t`Day`, member: t`Member`, team: t`Team`, number: t`Number` };
  const share = (value: number | null): string => (value === null ? '–' : percent.format(value / 100));
  const met = (row: ReportRow): number | null => targetsMet([row.first_reply_target, row.resolution_target]);
  const figure = (
    id: string,
    header: string,
    value: (row: ReportRow) => number | null,
    write: (value: number | null) => string,
    narrow = false,
  ): DataColumn<ReportRow> => ({ id, header, cell: (row) => write(value(row)), sortValue: value, align: 'end', narrow });
  const count = (value: number | null): string => (value === null ? '–' : format.number(value));
  const span = (value: number | null): string => spanText(value, locale);
  const columns: DataColumn<ReportRow>[] = [
    {
      id: 'name',
      header: heads[report.group_by],
      cell: (row) => (
        <span dir="auto" className="block truncate text-strong">
          {nameOf(row.key)}
        </span>
      ),
      sortValue: (row) => (report.group_by === 'day' ? (row.key ?? '') : nameOf(row.key)),
      grow: true,
    },
    figure('opened', t`Opened`, (row) => row.opened, count),
    figure('resolved', t`Resolved`, (row) => row.resolved, count, true),
    figure('reply', t`First reply`, (row) => row.first_reply.median_seconds, span, true),
    figure('resolution', t`Resolution`, (row) => row.resolution.median_seconds, span),
    figure('targets', t`Targets met`, met, share),
    figure('satisfaction', t`Satisfaction`, (row) => row.satisfaction.score_percent, share),
    figure('out', t`Messages sent`, (row) => row.messages_out, count),
  ];
  return (
    <Card flush>
      <DataTable
        label={t`Figures`}
        columns={columns}
        rows={report.rows}
        rowKey={(row) => row.key ?? 'none'}
        rowLabel={(row) => nameOf(row.key)}
        maxHeight="32rem"
      />
    </Card>
  );
}
