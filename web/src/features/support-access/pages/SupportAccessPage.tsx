import { Trans, useLingui } from '@lingui/react/macro';
import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useCurrentSupport, useEndSupport, useSupportSettings } from '../api/workspace.ts';
import { AskedList } from '../components/AskedList.tsx';
import { GrantDialog } from '../components/GrantDialog.tsx';
import { HistoryList } from '../components/HistoryList.tsx';
import { RuleCard } from '../components/RuleCard.tsx';

/** `/w/{slug}/settings/support-access`: whether whoever runs the installation can look in, for how long, and every time they did. */
export function SupportAccessPage() {
  const { t } = useLingui();
  const format = useFormat();
  const current = useCurrentSupport();
  const settings = useSupportSettings();
  const end = useEndSupport();
  const [granting, setGranting] = useState(false);
  const access = current.data?.access ?? null;
  const endsAt = access?.ends_at ?? null;
  const until = endsAt === null ? '' : format.dateTime(endsAt);
  const onlyWhenAsked = settings.data?.only_when_asked === true;
  return (
    <SettingsPage
      title={t`Support access`}
      description={t`Whoever runs this installation sees nothing of your workspace. You can let them in for some hours when you need help; everything they read stands in your audit log.`}
    >
      {current.isPending ? (
        <RowSkeletons label={t`Loading the support access`} rows={2} />
      ) : !current.data ? (
        <ErrorState error={current.error} onRetry={() => void current.refetch()} />
      ) : (
        <>
          <Card title={t`Now`}>
            <ErrorBanner error={end.error} className="mb-3" />
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="flex min-w-0 flex-1 basis-60 items-start gap-2 text-14 text-normal">
                <LifeBuoy aria-hidden className="mt-0.5 size-4 shrink-0 text-weak" />
                {access === null ? (
                  <Trans>Nobody of the installation can look in.</Trans>
                ) : access.level === 'read' ? (
                  <Trans>Operators can look in until {until}.</Trans>
                ) : (
                  <Trans>Operators can look in and help until {until}.</Trans>
                )}
              </p>
              {access === null ? (
                <Button disabled={onlyWhenAsked} onClick={() => setGranting(true)}>
                  <Trans>Let an operator in …</Trans>
                </Button>
              ) : (
                <Button variant="danger" loading={end.isPending} onClick={() => end.mutate(access.id)}>
                  <Trans>End it now</Trans>
                </Button>
              )}
            </div>
            {access === null && onlyWhenAsked ? (
              <p className="mt-2 text-13 text-weak">
                <Trans>By the rule below an operator has to ask first.</Trans>
              </p>
            ) : null}
          </Card>
          <AskedList asked={current.data.asked} isOpen={access !== null} />
        </>
      )}
      <RuleCard />
      <HistoryList />
      {granting ? <GrantDialog request={null} onClose={() => setGranting(false)} /> : null}
    </SettingsPage>
  );
}
