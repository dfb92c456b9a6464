import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { statusTone, statusWords, storySteps } from '#features/inbox';
import { usePermission } from '#features/session';
import { DeliveryStatus, useDeliveries, useEndpoints } from '#features/webhooks';
import { useFormat } from '#lib/use-format.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { JsonView, type JsonValue } from '#ui/JsonView.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useSentMessage } from '../api/queries.ts';

const tones = { quiet: 'good', warn: 'warn', bad: 'bad', muted: 'neutral' } as const;

function Webhooks({ messageId }: { messageId: string }) {
  const deliveries = useDeliveries({ message_id: messageId });
  const endpoints = useEndpoints();
  if (!deliveries.data?.length) return null;
  const nameOf = (endpointId: string): string | undefined => {
    const endpoint = endpoints.data?.find(({ id }) => id === endpointId);
    return endpoint && (endpoint.description || new URL(endpoint.url).host);
  };
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-13 font-semibold text-strong">
        <Trans>Webhooks about it</Trans>
      </h3>
      <ul className="flex flex-col">
        {deliveries.data.map((delivery) => (
          <li key={delivery.id}>
            <Link
              from="/w/$slug"
              to="/w/$slug/developers/webhooks/$endpointId"
              params={{ endpointId: delivery.webhook_endpoint_id }}
              search={{ delivery: delivery.id }}
              className="flex min-h-8 items-center justify-between gap-3 rounded-control text-13 hover:bg-surface-2"
            >
              <span className="min-w-0 truncate">
                <code className="font-mono text-accent-text">{delivery.event_type}</code>{' '}
                <span className="text-12 text-weak">{nameOf(delivery.webhook_endpoint_id)}</span>
              </span>
              <DeliveryStatus status={delivery.status} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the API answered, and what becomes of the message, as it happens. */
export function SentMessage({ messageId }: { messageId: string }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const say = useServerWords();
  const query = useSentMessage(messageId);
  const maySeeWebhooks = usePermission('webhooks:read');
  const story = query.data;
  return (
    <Card
      title={t`What became of it`}
      action={
        story ? (
          <ButtonLink
            size="sm"
            from="/w/$slug"
            to="/w/$slug/inbox/$conversationId"
            params={{ conversationId: story.conversation_id }}
            search={{}}
          >
            <Trans>Open the conversation</Trans>
          </ButtonLink>
        ) : null
      }
    >
      {query.isPending ? (
        <RowSkeletons label={t`Loading the message`} rows={2} />
      ) : !story ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="flex flex-col gap-4">
          <div aria-live="polite" className="flex flex-wrap items-center gap-2">
            <Badge dot tone={tones[statusTone(story)]}>
              {i18n._(statusWords[story.status])}
            </Badge>
            <code className="font-mono text-12 wrap-anywhere text-weak">{story.id}</code>
          </div>
          {story.reason ? (
            <Banner tone={statusTone(story) === 'bad' ? 'bad' : 'warn'} title={say(story.reason.title)}>
              {say(story.reason.next_step)} <code className="font-mono text-12">{story.reason.code}</code>
            </Banner>
          ) : null}
          <ol aria-label={t`What happened`} className="flex flex-col">
            {storySteps(story).map((step, index, steps) => (
              <li key={step.key} className="relative flex gap-3 pb-3 last:pb-0">
                {index < steps.length - 1 ? <span aria-hidden className="absolute top-4 bottom-0 left-1.25 w-px bg-line" /> : null}
                <span aria-hidden className="mt-1.25 size-2.75 shrink-0 rounded-full border-2 border-accent bg-surface-1" />
                <span className="min-w-0 flex-1 text-13 text-strong">{i18n._(step.label)}</span>
                <time dateTime={step.at} title={format.dateTime(step.at)} className="shrink-0 text-12 leading-5 text-weak tabular-nums">
                  {format.time(step.at)}
                </time>
              </li>
            ))}
          </ol>
          {maySeeWebhooks ? <Webhooks messageId={messageId} /> : null}
          <details>
            <summary className="min-h-8 content-center text-13 font-medium text-strong">
              <Trans>The message as the API gives it</Trans>
            </summary>
            {/* It came as JSON. */}
            <JsonView label={t`The message as the API gives it`} value={story as unknown as JsonValue} openDepth={1} />
          </details>
        </div>
      )}
    </Card>
  );
}
