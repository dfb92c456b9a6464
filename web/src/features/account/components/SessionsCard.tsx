import type { Session, SignInRecord } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Laptop } from 'lucide-react';
import { errorSentence } from '#lib/present-error.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { sessionsQuery, useEndOtherSessions, useEndSession, useSignIns } from '../api/security.ts';

type Where = Pick<Session, 'browser' | 'system' | 'network' | 'time_zone'>;

/** "Firefox on Android", or what is known of it. */
function useDevice(): (where: Where) => string {
  const { t } = useLingui();
  return ({ browser, system }) => {
    if (browser !== null && system !== null) return t`${browser} on ${system}`;
    return browser ?? system ?? t`Unknown program`;
  };
}

/** Where it came from, as coarse as it is kept. */
function usePlace(): (where: Where) => string {
  const { t } = useLingui();
  return ({ network, time_zone: timeZone }) => {
    const words = network === 'this machine' ? t`this machine` : network === 'private network' ? t`private network` : network;
    const town = timeZone?.split('/').at(-1)?.replaceAll('_', ' ') ?? null;
    return [town, words].filter((part) => part !== null).join(' · ') || t`unknown place`;
  };
}

/** Where somebody is signed in, and the way to end it. */
export function SessionsCard() {
  const { t, i18n } = useLingui();
  const sessions = useQuery(sessionsQuery);
  const endOthers = useEndOtherSessions();
  const end = useEndSession();
  const device = useDevice();
  const place = usePlace();
  const rows = sessions.data?.data ?? [];
  const failed = (error: Error): void => void notify({ tone: 'bad', title: t`It goes on`, description: errorSentence(error, i18n) });
  return (
    <Card
      title={t`Where you are signed in`}
      description={t`What you do not recognise, end; then change the password.`}
      action={
        rows.length > 1 ? (
          <Button
            loading={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(undefined, { onSuccess: () => notify({ title: t`You are signed out everywhere else` }), onError: failed })
            }
          >
            <Trans>End all others</Trans>
          </Button>
        ) : null
      }
    >
      {sessions.isPending ? (
        <RowSkeletons label={t`Loading the sessions`} rows={2} />
      ) : !sessions.data ? (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : (
        <ul aria-label={t`Sessions`} className="flex flex-col divide-y divide-line">
          {rows.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
              <Laptop aria-hidden className="size-4.5 shrink-0 text-weak" />
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2 text-14 font-medium text-strong">
                  {device(session)}
                  {session.is_current ? (
                    <Badge tone="accent">
                      <Trans>This one</Trans>
                    </Badge>
                  ) : null}
                </p>
                <p className="text-13 text-weak">
                  {place(session)}
                  {' · '}
                  <Trans>
                    used <RelativeTime at={session.last_seen_at} className="inline-block first-letter:lowercase" />
                  </Trans>
                </p>
              </div>
              {session.is_current ? null : (
                <Button
                  size="sm"
                  loading={end.isPending && end.variables === session.id}
                  onClick={() => end.mutate(session.id, { onSuccess: () => notify({ title: t`The session has ended` }), onError: failed })}
                >
                  <Trans>End it</Trans>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** What happened at the door in the last 90 days. */
export function SignInHistoryCard() {
  const { t } = useLingui();
  const history = useSignIns();
  const device = useDevice();
  const place = usePlace();
  const rows = history.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Card
      title={t`Sign-ins`}
      description={t`Of the last 90 days: what worked, and what did not. Places are only roughly known, on purpose.`}
    >
      {history.isPending ? (
        <RowSkeletons label={t`Loading the sign-ins`} rows={3} />
      ) : !history.data ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : rows.length === 0 ? (
        <p className="text-14 text-weak">
          <Trans>Nothing yet.</Trans>
        </p>
      ) : (
        <>
          <ul aria-label={t`Sign-ins`} className="flex flex-col divide-y divide-line">
            {rows.map((row) => (
              <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 first:pt-0">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="flex flex-wrap items-center gap-2 text-14 text-strong">
                    <Outcome record={row} />
                    {row.is_new_device ? (
                      <Badge tone="info">
                        <Trans>New browser</Trans>
                      </Badge>
                    ) : null}
                  </p>
                  <p className="text-13 text-weak">
                    {device(row)} · {place(row)}
                  </p>
                </div>
                <RelativeTime at={row.at} className="text-13 text-weak" />
              </li>
            ))}
          </ul>
          {history.hasNextPage ? (
            <Button
              variant="ghost"
              size="sm"
              className="mt-2"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              <Trans>Show more</Trans>
            </Button>
          ) : null}
        </>
      )}
    </Card>
  );
}

function Outcome({ record: { outcome, method } }: { record: SignInRecord }) {
  const { t } = useLingui();
  if (outcome === 'wrong_password') return <Badge tone="warn">{t`Wrong password`}</Badge>;
  if (outcome === 'wrong_second_factor') return <Badge tone="warn">{t`Wrong code or passkey`}</Badge>;
  if (outcome === 'refused') return <Badge tone="bad">{t`Refused`}</Badge>;
  const ways = {
    password: t`Signed in with the password`,
    passkey: t`Signed in with a passkey`,
    single_sign_on: t`Signed in through the company`,
  };
  return <Badge tone="good">{ways[method]}</Badge>;
}
