import type { PrivacyRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Clock, Flame } from 'lucide-react';
import { useNow } from '#lib/clock.ts';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';
import { useRequestWords } from './use-request-words.ts';

type Timed = Pick<PrivacyRequest, 'clock_used' | 'closed_at' | 'due_at' | 'due_basis'>;

/** How much of the time of a request is over: by when, under whose clock, and a bar that fills. */
export function DueClock({ request, large = false }: { request: Timed; large?: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useRequestWords();
  const now = useNow();
  const { clock_used: used, closed_at: closedAt, due_at: dueAt } = request;
  const isLate = used >= 1;
  const tone = closedAt !== null ? 'closed' : isLate ? 'bad' : used >= 0.8 ? 'warn' : 'fine';
  const when = format.dateTime(dueAt);
  const basis = words.basis(request.due_basis);
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', large ? 'w-full' : 'w-44')}>
      <p
        className={cn('flex items-center gap-1.5 text-13 tabular-nums', {
          'text-weak': tone === 'closed',
          'text-normal': tone === 'fine',
          'font-medium text-warn': tone === 'warn',
          'font-medium text-bad': tone === 'bad',
        })}
      >
        {tone === 'bad' ? <Flame aria-hidden className="size-4 shrink-0" /> : <Clock aria-hidden className="size-4 shrink-0" />}
        <span className="truncate" title={when}>
          {closedAt !== null ? (
            isLate ? (
              <Trans>Was late</Trans>
            ) : (
              <Trans>In time</Trans>
            )
          ) : isLate ? (
            <Trans>Overdue since {format.relative(dueAt, now)}</Trans>
          ) : (
            <Trans>Due {format.relative(dueAt, now)}</Trans>
          )}
        </span>
      </p>
      <div
        role="meter"
        aria-label={t`Time used`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(used * 100))}
        className="h-1.5 overflow-hidden rounded-full bg-surface-3"
      >
        <div
          className={cn('h-full rounded-full', {
            'bg-bad': tone === 'bad',
            'bg-warn': tone === 'warn',
            'bg-accent': tone === 'fine',
            'bg-line-strong': tone === 'closed',
          })}
          style={{ width: `${Math.min(100, used * 100)}%` }}
        />
      </div>
      {large ? (
        <p className="text-13 text-weak">
          <Trans>
            By {when} · clock: {basis}
          </Trans>
        </p>
      ) : null}
    </div>
  );
}
