import type { MemberPresenceState } from '@kabar/contract';
import { Check, Clock, Minus } from 'lucide-react';
import { cn } from '#lib/cn.ts';

const looks = {
  online: { icon: Check, style: 'bg-good text-surface-1' },
  away: { icon: Clock, style: 'bg-warn text-surface-1' },
  busy: { icon: Minus, style: 'bg-bad text-surface-1' },
  offline: { icon: null, style: 'border-2 border-line-control bg-surface-1' },
} as const;

/** Where a member is, as a small round mark with a sign in it. Decoration only: the word stands beside it or is read out. */
export function PresenceDot({ state, className }: { state: MemberPresenceState; className?: string | undefined }) {
  const { icon: Icon, style } = looks[state];
  return (
    <span aria-hidden className={cn('flex size-3 shrink-0 items-center justify-center rounded-full', style, className)}>
      {Icon ? <Icon strokeWidth={4} className="size-2!" /> : null}
    </span>
  );
}
