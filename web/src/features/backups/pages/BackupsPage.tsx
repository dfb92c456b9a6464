import { Trans, useLingui } from '@lingui/react/macro';
import { Archive } from 'lucide-react';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useStartBackupWork, type BackupWork } from '../api/mutations.ts';
import { useBackups } from '../api/queries.ts';
import { BackupsCard } from '../components/BackupsCard.tsx';
import { DrillsCard } from '../components/DrillsCard.tsx';
import { RunningCard } from '../components/RunningCard.tsx';
import { SetUpCard } from '../components/SetUpCard.tsx';
import { StateCard } from '../components/StateCard.tsx';

/** `/operator/backups`: whether the installation could be brought back, and the ways to make sure. */
export function BackupsPage() {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const query = useBackups();
  const start = useStartBackupWork();
  const data = query.data;

  function handleStart(work: BackupWork): void {
    start.mutate(work, {
      onSuccess: ({ started }) =>
        notify(
          started
            ? {
                tone: 'good',
                title: work === 'backup' ? t`The backup begins` : t`The try begins`,
                description: t`It goes on when you leave this page.`,
              }
            : { tone: 'info', title: t`One is waiting or running already` },
        ),
      onError: (error) => notify({ tone: 'bad', title: t`It could not be started`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <OperatorPage
      title={t`Backups`}
      description={t`Encrypted copies of everything, made every night and tried out. They end after 35 days at most, and who is erased stays erased.`}
      action={
        data?.is_set_up === true ? (
          <Button variant="primary" icon={<Archive aria-hidden />} loading={start.isPending} onClick={() => handleStart('backup')}>
            <Trans>Back up now</Trans>
          </Button>
        ) : undefined
      }
    >
      {query.isPending ? (
        <Skeleton className="h-80 rounded-card" />
      ) : data === undefined ? (
        <Card flush>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : (
        <>
          {data.alarm_since === null ? null : (
            <Banner tone="bad" title={<Trans>For eight days no backup could be restored</Trans>}>
              <Trans>
                Since {format.date(data.alarm_since)} a green try is missing. Look at the newest one below: it says what is in the way. Then
                try again.
              </Trans>
            </Banner>
          )}
          {data.keys_failure === null ? null : (
            <Banner tone="bad" title={<Trans>The keys could not be saved</Trans>}>
              <Trans>Without them backups open on this machine only. {data.keys_failure}</Trans>
            </Banner>
          )}
          {data.is_set_up ? null : <SetUpCard />}
          <RunningCard data={data} />
          {data.is_set_up ? <StateCard data={data} /> : null}
          {data.is_set_up || data.backups.length > 0 ? (
            <>
              <BackupsCard backups={data.backups} />
              <DrillsCard
                drills={data.drills}
                action={
                  data.newest_at === null ? null : (
                    <Button size="sm" disabled={start.isPending} onClick={() => handleStart('drill')}>
                      <Trans>Try one now</Trans>
                    </Button>
                  )
                }
              />
              <RestoreCard />
            </>
          ) : null}
        </>
      )}
    </OperatorPage>
  );
}

function RestoreCard() {
  const { t } = useLingui();
  return (
    <Card
      title={<Trans>Bring a backup back</Trans>}
      description={
        <Trans>
          At the terminal, with Kabar stopped. It is restored beside what is there, checked, and only then takes its place; what was there
          stays for 72 hours. What came in after the backup is not in it.
        </Trans>
      }
    >
      <CodeBlock
        label={t`Restore`}
        code={'npx kabar backup list\nnpx kabar restore --latest\nnpx kabar restore --before 2026-11-20T10:00Z'}
      />
    </Card>
  );
}
