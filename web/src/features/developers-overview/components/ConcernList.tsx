import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronRight, CircleCheck, Clock, KeyRound, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApiKeys } from '#features/api-keys';
import { useEndpoints } from '#features/webhooks';
import { useNow } from '#lib/clock.ts';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { findConcerns, type Concern } from '../fns/concerns.ts';

function Words({ concern }: { concern: Concern }) {
  const format = useFormat();
  const now = useNow();
  switch (concern.kind) {
    case 'endpoint_off':
      return <Trans>A webhook endpoint was switched off, because it failed</Trans>;
    case 'endpoint_failing': {
      const since = format.relative(concern.since, now);
      return <Trans>A webhook endpoint has been failing since {since}</Trans>;
    }
    case 'key_expires': {
      const at = format.date(concern.at);
      return <Trans>An API key ends on {at}</Trans>;
    }
    case 'key_unused':
      return concern.lastUsedAt === null ? (
        <Trans>An API key was never used</Trans>
      ) : (
        <Trans>An API key was last used {format.relative(concern.lastUsedAt, now)}</Trans>
      );
  }
}

const looks: Readonly<Record<Concern['kind'], { icon: ReactNode; color: string }>> = {
  endpoint_off: { icon: <TriangleAlert aria-hidden />, color: 'text-bad' },
  endpoint_failing: { icon: <TriangleAlert aria-hidden />, color: 'text-warn' },
  key_expires: { icon: <Clock aria-hidden />, color: 'text-warn' },
  key_unused: { icon: <KeyRound aria-hidden />, color: 'text-weak' },
};

const rowStyles =
  'flex min-h-12 items-center gap-3 px-4 py-2 text-14 -outline-offset-2 hover:bg-surface-2 sm:px-5 [&_svg]:size-4 [&_svg]:shrink-0';

function Row({ concern }: { concern: Concern }) {
  const content = (
    <>
      <span className={looks[concern.kind].color}>{looks[concern.kind].icon}</span>
      <span className="min-w-0 flex-1">
        <span className="block text-strong">
          <Words concern={concern} />
        </span>
        <span className="block truncate text-13 text-weak">{'url' in concern ? concern.url : concern.name}</span>
      </span>
      <ChevronRight aria-hidden className="text-weak" />
    </>
  );
  return 'url' in concern ? (
    <Link
      from="/w/$slug"
      to="/w/$slug/developers/webhooks/$endpointId"
      params={{ endpointId: concern.id }}
      search={{}}
      className={rowStyles}
    >
      {content}
    </Link>
  ) : (
    <Link from="/w/$slug" to="/w/$slug/developers/api-keys" search={{}} className={rowStyles}>
      {content}
    </Link>
  );
}

/** Keys that end or that nobody uses, endpoints that get nothing; or that all is well. */
export function ConcernList() {
  const { t } = useLingui();
  const apiKeys = useApiKeys();
  const endpoints = useEndpoints();
  const now = useNow();
  const waits = [apiKeys, endpoints].some((query) => query.isPending && query.isEnabled);
  const failed = [apiKeys, endpoints].find((query) => query.isError && query.data === undefined);
  const concerns = findConcerns(apiKeys.data ?? [], endpoints.data ?? [], now);
  return (
    <Card flush title={t`Needs attention`}>
      {waits ? (
        <div className="px-5 pb-5">
          <Skeleton className="w-1/2" />
        </div>
      ) : (
        <>
          <ErrorBanner error={failed?.error} className="mx-4 mb-4" onRetry={() => void failed?.refetch()} />
          {concerns.length > 0 ? (
            <ul className="border-t border-line">
              {concerns.map((concern) => (
                <li key={`${concern.kind} ${concern.id}`}>
                  <Row concern={concern} />
                </li>
              ))}
            </ul>
          ) : failed ? null : (
            <p className="flex items-center gap-2 px-4 pb-4 text-14 text-normal sm:px-5">
              <CircleCheck aria-hidden className="size-4 text-good" />
              <Trans>Nothing. Keys are in use and endpoints answer.</Trans>
            </p>
          )}
        </>
      )}
    </Card>
  );
}
