import type { WebhookEndpoint, WebhookReplay } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Progress } from '#ui/Progress.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { useStartReplay } from '../api/mutations.ts';
import { useReplay } from '../api/queries.ts';

type Which = WebhookReplay['which'];

const hourMs = 3_600_000;
const keptMs = 30 * 24 * hourMs;

function ReplayProgress({ endpoint, started }: { endpoint: WebhookEndpoint; started: WebhookReplay }) {
  const { t } = useLingui();
  const format = useFormat();
  const replay = useReplay(endpoint.id, started).data ?? started;
  const rest = replay.continue_from === null ? null : format.dateTime(replay.continue_from);
  if (replay.total_count === 0) {
    return (
      <Banner tone="info">
        <Trans>Nothing of this time needs to be sent.</Trans>
      </Banner>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Progress label={t`Sending once more`} done={replay.total_count - replay.pending_count} total={replay.total_count} />
      <p className="text-13 text-weak">
        <Plural value={replay.succeeded_count} one="# arrived" other="# arrived" />
        {' · '}
        <Plural value={replay.failed_count} one="# did not arrive" other="# did not arrive" />
      </p>
      {rest === null ? null : (
        <Banner tone="warn">
          <Trans>There was more than fits into one go. Begin another one at {rest}.</Trans>
        </Banner>
      )}
      {replay.pending_count > 0 ? (
        <p className="text-13 text-weak">
          <Trans>It goes on when you close this.</Trans>
        </p>
      ) : null}
    </div>
  );
}

/** Sends what happened in a time once more, and shows how far it is. */
export function ReplayDialog({ endpoint, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const { t } = useLingui();
  const [openedAtMs] = useState(() => Date.now());
  const [since, setSince] = useState<string | null>(() => new Date(openedAtMs - 24 * hourMs).toISOString());
  const [until, setUntil] = useState<string | null>(null);
  const [which, setWhich] = useState<Which>('failed');
  const [tried, setTried] = useState(false);
  const start = useStartReplay(endpoint.id);
  const started = start.data ?? null;
  const order = since !== null && until !== null && until <= since ? t`Choose a time after the first.` : undefined;
  const begin = (): void => {
    setTried(true);
    if (since === null || order !== undefined) return;
    start.mutate({ from: since, which, ...(until === null ? {} : { until }) });
  };
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Send events once more`}
      description={
        started ? undefined : t`For what your server missed. Each event keeps its id, so what it has already handled can be told.`
      }
      footer={
        started ? (
          <Button variant="primary" onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button variant="primary" loading={start.isPending} onClick={begin}>
              <Trans>Send once more</Trans>
            </Button>
          </>
        )
      }
    >
      {started ? (
        <ReplayProgress endpoint={endpoint} started={started} />
      ) : (
        <div className="flex flex-col gap-5">
          <ErrorBanner error={start.error} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t`From`} error={tried && since === null ? t`Choose a time.` : undefined}>
              <DateTimeInput
                value={since}
                min={new Date(openedAtMs - keptMs).toISOString()}
                max={new Date(openedAtMs).toISOString()}
                onValueChange={setSince}
              />
            </Field>
            <Field label={t`Until`} optional error={order} hint={t`Empty: now.`}>
              <DateTimeInput value={until} max={new Date(openedAtMs).toISOString()} onValueChange={setUntil} />
            </Field>
          </div>
          <RadioGroup
            cards
            label={t`Which events`}
            value={which}
            onValueChange={setWhich}
            options={[
              { value: 'failed', label: t`What did not arrive`, hint: t`Events that were tried and failed` },
              { value: 'missing', label: t`What was never sent here`, hint: t`From before the endpoint, or while it was switched off` },
              { value: 'all', label: t`Everything`, hint: t`What arrived comes a second time` },
            ]}
          />
        </div>
      )}
    </Dialog>
  );
}
