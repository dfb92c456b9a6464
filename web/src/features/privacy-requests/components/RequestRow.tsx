import type { PrivacyRequest } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Badge } from '#ui/Badge.tsx';
import { useRequestSource } from '../api/request-source.ts';
import { DueClock } from './DueClock.tsx';
import { personOf, useRequestWords } from './use-request-words.ts';

/** A request in a list: who, what, where it stands, and how much time is left. */
export function RequestRow({ request }: { request: PrivacyRequest }) {
  const words = useRequestWords();
  const { scope } = useRequestSource();
  const person = personOf(request);
  const tone = request.state === 'partial' ? 'bad' : request.state === 'done' ? 'good' : 'neutral';
  const inner = (
    <>
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span dir="auto" className="truncate font-medium text-strong">
            {person ?? <Trans>Somebody erased</Trans>}
          </span>
          <Badge tone={tone}>{words.state(request.state)}</Badge>
          {request.is_child ? (
            <Badge tone="warn">
              <Trans>Child</Trans>
            </Badge>
          ) : null}
          {request.kind_guessed ? (
            <Badge tone="info">
              <Trans>Please check</Trans>
            </Badge>
          ) : null}
        </span>
        <span className="truncate text-13 text-weak">
          {words.kind(request.kind)} · {words.channel(request.channel)}
        </span>
      </span>
      <DueClock request={request} />
    </>
  );
  const look = 'flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-surface-2 -outline-offset-2';
  return (
    <li>
      {scope === 'operator' ? (
        <Link to="/operator/privacy-requests/$requestId" params={{ requestId: request.id }} className={look}>
          {inner}
        </Link>
      ) : (
        <Link from="/w/$slug" to="/w/$slug/privacy/requests/$requestId" params={{ requestId: request.id }} className={look}>
          {inner}
        </Link>
      )}
    </li>
  );
}
