import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** What a message is about; each tone has its own icon, so colour is never alone. */
export type Tone = 'info' | 'good' | 'warn' | 'bad';

/** Icon of a tone. */
export const toneIcons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;

/** Tinted ground and text of a tone. */
export const toneStyles: Readonly<Record<Tone, string>> = {
  info: 'bg-info-soft text-info',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

/** Props of Banner: `title` says what happened, the children what was kept and what to do. */
export interface BannerProps {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string | undefined;
}

/** A sentence that stays on the page until its cause is gone. Bad news is read out at once, the rest when the reader pauses. */
export function Banner({ tone, title, children, action, className }: BannerProps) {
  const Icon = toneIcons[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex items-start gap-2.5 rounded-card px-3 py-2.5 text-13', toneStyles[tone], className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
      {action ? <div className="shrink-0">{action}</div> : null}
    </div>
  );
}
