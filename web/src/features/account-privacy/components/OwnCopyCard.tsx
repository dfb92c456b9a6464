import type { PrivacyRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { ownRequestsQuery, useAskForCopy, useSaveCopy } from '../api/queries.ts';

const over: ReadonlySet<PrivacyRequest['state']> = new Set(['done', 'denied', 'cancelled', 'duplicate']);

/** A copy of everything about the own account, and what became of earlier requests. */
export function OwnCopyCard() {
  const { t } = useLingui();
  const requests = useQuery(ownRequestsQuery);
  const ask = useAskForCopy();
  const rows = requests.data ?? [];
  const isWaiting = rows.some(({ kind, state }) => kind === 'access' && !over.has(state));
  return (
    <Card
      title={t`A copy of your data`}
      description={t`Who you are here, where you belong, where you are signed in, and what the logs say you did. As a file that programs can read.`}
      action={
        <Button loading={ask.isPending} disabled={isWaiting || requests.isPending} onClick={() => ask.mutate()}>
          <Trans>Ask for a copy</Trans>
        </Button>
      }
    >
      <ErrorBanner error={ask.error ?? requests.error} onRetry={requests.isError ? () => void requests.refetch() : undefined} />
      {requests.isPending ? <RowSkeletons label={t`Loading your requests`} rows={1} /> : null}
      {rows.length === 0 ? null : (
        <ul className="divide-y divide-line">
          {rows.map((request) => (
            <RequestLine key={request.id} request={request} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function RequestLine({ request: { id, kind, state, received_at: receivedAt, due_at: dueAt } }: { request: PrivacyRequest }) {
  const { t } = useLingui();
  const format = useFormat();
  const save = useSaveCopy();
  const words: Record<PrivacyRequest['kind'], string> = {
    access: t`A copy of your data`,
    portability: t`Your data to take along`,
    rectify: t`A correction`,
    erase: t`Erasing your account`,
    restrict: t`A restriction`,
    object: t`An objection`,
    withdraw_consent: t`Consent taken back`,
  };
  const isOver = over.has(state);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2.5">
      <span className="min-w-0">
        <span className="block text-14 text-strong">{words[kind]}</span>
        <span className="block text-13 text-weak">
          {isOver
            ? t`Asked on ${format.date(receivedAt)}`
            : t`Asked on ${format.date(receivedAt)}; answered by ${format.date(dueAt)} at the latest`}
        </span>
        <ErrorBanner error={save.error} />
      </span>
      {state === 'done' && (kind === 'access' || kind === 'portability') ? (
        <Button size="sm" loading={save.isPending} onClick={() => save.mutate(id)}>
          <Trans>Download</Trans>
        </Button>
      ) : (
        <Badge tone={state === 'done' ? 'good' : state === 'denied' ? 'warn' : isOver ? 'neutral' : 'info'}>
          {state === 'done' ? t`Done` : state === 'denied' ? t`Refused` : isOver ? t`Over` : t`Under way`}
        </Badge>
      )}
    </li>
  );
}
