import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronRight, PartyPopper } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { toneIcons, toneStyles } from '#ui/Banner.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import type { Duty } from './use-duties.tsx';

/** What waits, one line each; each leads to where it is done. */
export function DutyList({ duties }: { duties: readonly Duty[] }) {
  if (duties.length === 0) {
    return (
      <div className="rounded-card border border-line bg-surface-1">
        <EmptyState picture={<PartyPopper aria-hidden />} title={<Trans>Nothing waits for you</Trans>}>
          <Trans>No request is open, nothing is late, and every promise that is made holds.</Trans>
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-1">
      {duties.map(({ id, tone, title, text, link, dueAt }) => {
        const Icon = toneIcons[tone];
        return (
          <li key={id}>
            <Link {...link} className="flex min-h-16 items-center gap-3.5 px-4 py-3 -outline-offset-2 hover:bg-surface-2 sm:px-5">
              <span className={cn('flex size-9 shrink-0 items-center justify-center rounded-full', toneStyles[tone])}>
                <Icon aria-hidden className="size-4.5" />
              </span>
              <span className="min-w-0 flex-1">
                <span dir="auto" className="block text-14 font-medium wrap-anywhere text-strong">
                  {title}
                </span>
                <span className="block text-13 text-weak">{text}</span>
              </span>
              {dueAt === null ? null : <RelativeTime at={dueAt} className="shrink-0 text-12 text-weak tabular-nums max-sm:hidden" />}
              <ChevronRight aria-hidden className="size-4 shrink-0 text-weak" />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
