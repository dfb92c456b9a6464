import type { RequestStatus } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { useRequestWords } from './use-request-words.ts';

/** What a request is, how far it is, and by when it has to be done. */
export function RequestFacts({ request }: { request: RequestStatus }) {
  const words = useRequestWords();
  const format = useFormat();
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-2 text-14 font-medium text-strong">
        {words.kind(request.kind)}
        <Badge tone={words.tone(request.state)}>{words.state(request.state)}</Badge>
      </p>
      <p className="text-13 text-normal">{words.explain(request.state)}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-13 text-weak">
        <dt>
          <Trans>Asked</Trans>
        </dt>
        <dd className="text-normal">{format.dateTime(request.received_at)}</dd>
        {request.begins_at === null ? null : (
          <>
            <dt>
              <Trans>Begins</Trans>
            </dt>
            <dd className="text-normal">{format.dateTime(request.begins_at)}</dd>
          </>
        )}
        {request.closed_at === null ? (
          <>
            <dt>
              <Trans>Done by</Trans>
            </dt>
            <dd className="text-normal">{format.dateTime(request.due_at)}</dd>
          </>
        ) : (
          <>
            <dt>
              <Trans>Closed on</Trans>
            </dt>
            <dd className="text-normal">{format.dateTime(request.closed_at)}</dd>
          </>
        )}
        <dt>
          <Trans>Reference</Trans>
        </dt>
        <dd className="wrap-anywhere font-mono text-12 text-normal">{request.reference}</dd>
      </dl>
      {request.authority === null ? null : (
        <p className="text-13 text-weak">
          <Trans>
            Not content? You can complain to{' '}
            <a
              href={request.authority.url}
              target="_blank"
              rel="noopener noreferrer"
              className="text-accent-text underline underline-offset-3"
            >
              {request.authority.name}
            </a>{' '}
            (another site).
          </Trans>
        </p>
      )}
    </div>
  );
}
