import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { toneStyles, type Tone } from './Banner.tsx';

/** Props of Badge: a word for a state; `dot` puts a mark before it where no icon stands. */
export interface BadgeProps {
  children: ReactNode;
  tone?: Tone | 'neutral' | 'accent' | undefined;
  icon?: ReactNode;
  dot?: boolean | undefined;
  className?: string | undefined;
}

/** A state in one or two words. */
export function Badge({ children, tone = 'neutral', icon, dot, className }: BadgeProps) {
  const look = tone === 'neutral' ? 'bg-surface-3 text-normal' : tone === 'accent' ? 'bg-accent-soft text-accent-text' : toneStyles[tone];
  return (
    <span
      className={cn(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-full px-2 text-12 font-medium whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0',
        look,
        className,
      )}
    >
      {dot ? <span aria-hidden className="size-1.5 rounded-full bg-current" /> : icon}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A count on an icon or a row, for example unread messages. Above 99 it says "99+"; `label` is what is read out. */
export function CountBadge({ count, label, className }: { count: number; label: string; className?: string | undefined }) {
  if (count <= 0) return null;
  return (
    <span
      className={cn(
        'inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-accent px-1.5 text-12 font-semibold text-on-accent tabular-nums',
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
