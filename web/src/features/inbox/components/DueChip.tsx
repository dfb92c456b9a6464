import type { DueKind } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Flame, Target } from 'lucide-react';
import { useNow } from '#lib/clock.ts';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';

const soonMs = 15 * 60_000;

/** Props of DueChip. */
export interface DueChipProps {
  dueAt: string;
  kind: DueKind | null;
  className?: string | undefined;
}

/** How long until a target is missed, or that it is missed: icon, words and then colour. */
export function DueChip({ dueAt, kind, className }: DueChipProps) {
  const { t } = useLingui();
  const now = useNow();
  const format = useFormat();
  const leftMs = Date.parse(dueAt) - now;
  const late = leftMs <= 0;
  const Icon = late ? Flame : Target;
  const time = format.duration(Math.max(60_000, Math.abs(leftMs)));
  const what = kind === 'resolution' ? t`resolution` : t`first reply`;
  return (
    <span
      title={late ? t`Target missed: ${what}` : t`Due: ${what}`}
      className={cn(
        'inline-flex shrink-0 items-center gap-1 text-12 whitespace-nowrap tabular-nums',
        late ? 'font-medium text-bad' : leftMs <= soonMs ? 'font-medium text-warn' : 'text-weak',
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      {late ? t`${time} late` : t`due in ${time}`}
    </span>
  );
}
