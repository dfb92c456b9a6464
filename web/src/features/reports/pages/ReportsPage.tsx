import type { InboxReport } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumn, Download } from 'lucide-react';
import { useNumbers } from '#features/numbers';
import { useWorkspace } from '#features/session';
import { useTeams } from '#features/teams';
import { Page } from '#frame/Page.tsx';
import { useNow } from '#lib/clock.ts';
import { errorSentence } from '#lib/present-error.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { countFeature } from '#lib/usage.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Select } from '#ui/Select.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useInboxReport } from '../api/queries.ts';
import { BacklogStrip } from '../components/BacklogStrip.tsx';
import { CommentList } from '../components/CommentList.tsx';
import { CountingHelp } from '../components/CountingHelp.tsx';
import { FigureCards } from '../components/FigureCards.tsx';
import { GroupTable } from '../components/GroupTable.tsx';
import { PeriodPicker } from '../components/PeriodPicker.tsx';
import { ReportCharts } from '../components/ReportCharts.tsx';
import { periodOf, type ReportSearch } from '../fns/report-period.ts';

/** How the inbox went: totals, times, targets, satisfaction, who was waiting, and what customers wrote. */
export function ReportsPage() {
  const { t, i18n } = useLingui();
  const { api, workspace } = useWorkspace();
  const format = useFormat();
  const now = useNow();
  const search: ReportSearch = useSearch({ from: '/w/$slug/reports' });
  const navigate = useNavigate({ from: '/w/$slug/reports' });
  const { period, days, before } = periodOf(search, new Date(now), workspace.time_zone);
  const groupBy = search.by ?? 'day';
  const limits = {
    ...(search.number_id === undefined ? {} : { number_id: search.number_id }),
    ...(search.team_id === undefined ? {} : { team_id: search.team_id }),
  };
  const report = useInboxReport(days, groupBy, limits);
  const earlier = useInboxReport(before, 'number', limits);
  const go = (next: ReportSearch): void => void navigate({ search: next, replace: true });
  const { from: _from, until: _until, period: _period, ...kept } = search;
  const download = useMutation({
    mutationFn: async () => {
      countFeature('report.downloaded');
      saveBlob(await api.reports.inboxCsv({ ...days, group_by: groupBy, ...limits }), `inbox-${days.from}-${days.until}-${groupBy}.csv`);
    },
    onError: (error) => notify({ tone: 'bad', title: t`Not downloaded`, description: errorSentence(error, i18n) }),
  });
  useActions([
    { id: 'report-csv', label: t`Download the report as CSV`, group: t`Reports`, run: () => download.mutate() },
    { id: 'report-week', label: t`Report on the last 7 days`, group: t`Reports`, run: () => go({ ...kept, period: 7 }) },
    { id: 'report-members', label: t`Report by member`, group: t`Reports`, run: () => go({ ...search, by: 'member' }) },
  ]);
  const zone = workspace.time_zone.split('/').at(-1)?.replaceAll('_', ' ') ?? workspace.time_zone;
  const date = new Intl.DateTimeFormat(format.settings.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const compared = date.formatRange(new Date(`${before.from}T00:00:00Z`), new Date(`${before.until}T00:00:00Z`));
  return (
    <Page
      title={t`Reports`}
      description={t`How the inbox is doing. Days are days in ${zone}.`}
      action={
        <>
          <CountingHelp />
          <Button icon={<Download aria-hidden />} loading={download.isPending} onClick={() => download.mutate()}>
            <Trans>Download CSV</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <PeriodPicker
          period={period}
          days={days}
          groupBy={groupBy}
          onPeriod={(next) => go({ ...kept, period: next })}
          onDays={(next) => go({ ...kept, ...next })}
          onGroup={(by) => go({ ...search, by })}
        />
        <Limits search={search} onChange={go} />
      </div>
      {report.data ? <ErrorBanner error={report.error} onRetry={() => void report.refetch()} /> : null}
      {report.isPending ? (
        <ReportSkeleton />
      ) : !report.data ? (
        <Card flush>
          <ErrorState error={report.error} onRetry={() => void report.refetch()} />
        </Card>
      ) : isEmpty(report.data) ? (
        <Card flush>
          <EmptyState
            picture={<ChartColumn />}
            title={<Trans>No conversations in this time</Trans>}
            action={
              <ButtonLink from="/w/$slug" to="/w/$slug/inbox">
                <Trans>Open the inbox</Trans>
              </ButtonLink>
            }
          >
            <Trans>
              As soon as customers write and you answer, you see here how quickly they are helped, by whom, and how happy they are. Choose
              other days to look further back.
            </Trans>
          </EmptyState>
        </Card>
      ) : (
        <div
          className={
            report.isPlaceholderData ? 'flex flex-col gap-5 opacity-60 transition-opacity' : 'flex flex-col gap-5 transition-opacity'
          }
        >
          <p className="-mb-3 text-13 text-weak">
            <Trans>Compared with {compared}.</Trans>
          </p>
          <FigureCards total={report.data.total} before={earlier.isPlaceholderData ? undefined : earlier.data?.total} />
          <ReportCharts report={report.data} />
          <GroupTable report={report.data} />
          {report.data.backlog.length > 0 ? <BacklogStrip backlog={report.data.backlog} timeZone={report.data.time_zone} /> : null}
          <CommentList days={days} limits={limits} />
        </div>
      )}
    </Page>
  );
}

const all = 'all';

/** Which number and which team; each only where there is a choice. */
function Limits({ search, onChange }: { search: ReportSearch; onChange: (search: ReportSearch) => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const { data: numbers = [] } = useNumbers();
  const { data: teams = [] } = useTeams();
  const { number_id: numberId, team_id: teamId, ...rest } = search;
  return (
    <>
      {numbers.length > 1 ? (
        <div className="w-44 max-sm:flex-1">
          <Select
            label={t`Number`}
            value={numberId ?? all}
            options={[
              { value: all, label: t`All numbers` },
              ...numbers.map((one) => ({
                value: one.id as string,
                label: one.verified_name ?? format.phone(one.display_phone_number),
                hint: format.phone(one.display_phone_number),
              })),
            ]}
            onValueChange={(id) =>
              onChange({ ...rest, ...(teamId === undefined ? {} : { team_id: teamId }), ...(id === all ? {} : { number_id: id }) })
            }
          />
        </div>
      ) : null}
      {teams.length > 0 ? (
        <div className="w-40 max-sm:flex-1">
          <Select
            label={t`Team`}
            value={teamId ?? all}
            options={[{ value: all, label: t`All teams` }, ...teams.map((team) => ({ value: team.id as string, label: team.name }))]}
            onValueChange={(id) =>
              onChange({ ...rest, ...(numberId === undefined ? {} : { number_id: numberId }), ...(id === all ? {} : { team_id: id }) })
            }
          />
        </div>
      ) : null}
    </>
  );
}

function isEmpty({ total }: InboxReport): boolean {
  return total.opened + total.resolved + total.messages_in + total.messages_out + total.messages_automatic === 0;
}

function ReportSkeleton() {
  const { t } = useLingui();
  return (
    <SkeletonGroup label={t`Loading the report`}>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
        {Array.from({ length: 6 }, (_, card) => (
          <Skeleton key={card} className="h-29 rounded-card" />
        ))}
      </div>
      <div className="mt-5 grid gap-5 lg:grid-cols-2">
        <Skeleton className="h-80 rounded-card" />
        <Skeleton className="h-80 rounded-card" />
      </div>
    </SkeletonGroup>
  );
}
