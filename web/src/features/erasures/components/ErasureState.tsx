import type { Erasure } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { Undo2 } from 'lucide-react';
import { usePermission } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Progress } from '#ui/Progress.tsx';
import { useCancelErasure } from '../api/queries.ts';

/** How an erasure stands, with the way back while there is one. */
export function ErasureState({ erasure }: { erasure: Erasure }) {
  const format = useFormat();
  const mayCancel = usePermission('privacy:requests');
  const cancel = useCancelErasure();
  const back = mayCancel ? (
    <Button size="sm" icon={<Undo2 aria-hidden />} loading={cancel.isPending} onClick={() => cancel.mutate(erasure)}>
      <Trans>Take it back</Trans>
    </Button>
  ) : null;
  return (
    <>
      <ErrorBanner error={cancel.error} />
      {erasure.status === 'waiting' ? (
        <Banner tone="warn" title={<Trans>Will be erased</Trans>} action={back}>
          <Trans>It can be taken back until {format.dateTime(erasure.starts_at)}. Then there is no way back.</Trans>
        </Banner>
      ) : erasure.status === 'held' ? (
        <Banner tone="warn" title={<Trans>A legal hold keeps this person’s data</Trans>} action={back}>
          <Trans>The erasure waits until the hold is lifted, and then goes on by itself.</Trans>
        </Banner>
      ) : erasure.status === 'running' ? (
        <Progress
          label={<Trans>Their keys are destroyed; nothing can be read any more. The rest is being removed.</Trans>}
          done={erasure.done_steps}
          total={erasure.total_steps}
        />
      ) : erasure.status === 'done' ? (
        <Banner tone="good" title={<Trans>Erased</Trans>}>
          {erasure.finished_at === null ? null : (
            <Trans>On {format.dateTime(erasure.finished_at)}. The search afterwards found nothing.</Trans>
          )}
        </Banner>
      ) : (
        <Banner tone="info" title={<Trans>Taken back</Trans>}>
          <Trans>Nothing was erased.</Trans>
        </Banner>
      )}
    </>
  );
}
