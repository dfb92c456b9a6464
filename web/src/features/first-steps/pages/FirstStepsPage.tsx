import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { PartyPopper } from 'lucide-react';
import { Page } from '#frame/Page.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { Checklist } from '#ui/Checklist.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useFirstSteps } from '../use-first-steps.tsx';

/** From nothing to the first message sent by a program: a checklist that completes itself. */
export function FirstStepsPage() {
  const { t } = useLingui();
  const { steps, pending, error, retry } = useFirstSteps();
  const left = steps.filter((step) => !step.done).length;
  return (
    <Page
      width="narrow"
      title={t`First steps`}
      description={t`From here to your first message. Each step ticks itself off when it is done.`}
    >
      {pending ? (
        <Card>
          <SkeletonGroup label={t`Loading the first steps`}>
            <Skeleton className="mb-5 h-28 rounded-card" />
            <Skeleton className="mb-4 w-1/2" />
            <Skeleton className="mb-4 w-2/5" />
            <Skeleton className="w-1/2" />
          </SkeletonGroup>
        </Card>
      ) : error ? (
        <Card>
          <ErrorState error={error} onRetry={retry} />
        </Card>
      ) : (
        <>
          {left === 0 ? (
            <Banner tone="good" title={<Trans>All done</Trans>}>
              <span className="flex items-center gap-2">
                <PartyPopper aria-hidden className="size-4" />
                <Trans>Messages go out and come back, by hand and by program.</Trans>
              </span>
            </Banner>
          ) : null}
          <Card title={left === 0 ? t`What you did` : <Plural value={left} one="One step left" other="# steps left" />}>
            <Checklist label={t`First steps`} steps={steps} />
          </Card>
        </>
      )}
    </Page>
  );
}
