import type { WebhookAttempt, WebhookDeliveryDetail } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, RotateCcw } from 'lucide-react';
import { usePermission } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useReplayDelivery } from '../api/mutations.ts';
import { useDelivery } from '../api/queries.ts';
import { httpText } from '../fns/http-text.ts';
import { eventWords, failureWords } from '../fns/webhook-words.ts';
import { DeliveryStatus } from './DeliveryStatus.tsx';

function Hidden({ why }: { why: NonNullable<WebhookAttempt['hidden']> }) {
  return (
    <p className="text-13 text-weak">
      {why === 'erased' ? (
        <Trans>What was sent is gone: the person it was about was erased, or the log is older than it is kept.</Trans>
      ) : why === 'permission' ? (
        <Trans>What was sent holds data that your role may not see.</Trans>
      ) : (
        <Trans>What your server answers to a test is not shown.</Trans>
      )}
    </p>
  );
}

function Attempt({ attempt, isOpen }: { attempt: WebhookAttempt; isOpen: boolean }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const good = attempt.outcome === 'succeeded';
  return (
    <details open={isOpen} className="rounded-card border border-line">
      <summary className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-0.5 px-3 py-2 text-13">
        {good ? <CircleCheck aria-hidden className="size-4 text-good" /> : <CircleAlert aria-hidden className="size-4 text-bad" />}
        <span className="font-medium text-strong">
          <Trans>Try {attempt.number}</Trans>
        </span>
        <span>
          {attempt.http_status === null ? null : <span className="tabular-nums">{attempt.http_status} · </span>}
          {good ? <Trans>Arrived</Trans> : attempt.failure ? i18n._(failureWords[attempt.failure]) : <Trans>Failed</Trans>}
        </span>
        <span className="ml-auto text-weak tabular-nums">
          {t`${format.number(attempt.duration_ms)} ms`} · <RelativeTime at={attempt.started_at} />
        </span>
      </summary>
      <div className="flex flex-col gap-3 px-3 pt-1 pb-3">
        {attempt.request ? <CodeBlock label={t`Request`} code={httpText(attempt.request)} /> : null}
        {attempt.response ? <CodeBlock label={t`Answer`} code={httpText(attempt.response)} /> : null}
        {attempt.request?.is_truncated === true || attempt.response?.is_truncated === true ? (
          <p className="text-13 text-weak">
            <Trans>Long bodies are cut in the log; they were sent whole.</Trans>
          </p>
        ) : null}
        {attempt.hidden ? <Hidden why={attempt.hidden} /> : null}
      </div>
    </details>
  );
}

function Content({ delivery }: { delivery: WebhookDeliveryDetail }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const newestFirst = delivery.attempts.toReversed();
  const next = delivery.next_attempt_at === null ? null : format.dateTime(delivery.next_attempt_at);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 text-13 text-weak">
        <DeliveryStatus status={delivery.status} />
        <span>{i18n._(eventWords[delivery.event_type])}</span>
      </div>
      {delivery.status === 'pending' && next !== null && newestFirst.length > 0 ? (
        <p className="text-13">
          <Trans>Tried again at {next}.</Trans>
        </p>
      ) : null}
      <CopyField
        label={t`Event id`}
        value={delivery.event_id}
        hint={t`What your server sees as webhook-id. It stays the same on every try.`}
      />
      <section aria-label={t`Tries`} className="flex flex-col gap-2">
        <h3 className="text-13 font-medium text-strong">
          <Trans>Tries</Trans>
        </h3>
        {newestFirst.length === 0 ? (
          <p className="text-13 text-weak">{delivery.failure ? i18n._(failureWords[delivery.failure]) : <Trans>Not tried yet.</Trans>}</p>
        ) : null}
        {newestFirst.map((attempt, index) => (
          <Attempt key={attempt.id} attempt={attempt} isOpen={index === 0} />
        ))}
      </section>
    </div>
  );
}

/** One delivery with every try: what was sent and what was answered. */
export function DeliverySheet({
  deliveryId,
  onOpen,
  onClose,
}: {
  deliveryId: string;
  onOpen: (deliveryId: string) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const query = useDelivery(deliveryId);
  const replay = useReplayDelivery();
  const mayWrite = usePermission('webhooks:write');
  return (
    <Sheet
      open
      size="md"
      onOpenChange={onClose}
      title={query.data ? <code className="font-mono text-16">{query.data.event_type}</code> : t`Delivery`}
      footer={
        mayWrite && query.data ? (
          <Button
            icon={<RotateCcw aria-hidden />}
            loading={replay.isPending}
            onClick={() =>
              replay.mutate(deliveryId, {
                onSuccess: (made) => {
                  notify({ title: t`The event is on its way once more` });
                  onOpen(made.id);
                },
              })
            }
          >
            <Trans>Send once more</Trans>
          </Button>
        ) : undefined
      }
    >
      <ErrorBanner error={replay.error} className="mb-4" />
      {query.isPending ? (
        <RowSkeletons label={t`Loading the delivery`} rows={3} />
      ) : !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Content delivery={query.data} />
      )}
    </Sheet>
  );
}
