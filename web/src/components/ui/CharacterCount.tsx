import { useLingui } from '@lingui/react/macro';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';

/** How many characters of a bound are used; quiet at first, plain when it gets tight, red beyond. Counted as people count. */
export function CharacterCount({ text, max, className }: { text: string; max: number; className?: string | undefined }) {
  const { t } = useLingui();
  const format = useFormat();
  const { length } = [...text];
  const used = format.number(length);
  const most = format.number(max);
  return (
    <span
      aria-label={t`${used} of ${most} characters`}
      role="img"
      className={cn(
        'shrink-0 text-12 tabular-nums',
        length > max ? 'font-medium text-bad' : length > max * 0.9 ? 'text-normal' : 'text-weak',
        className,
      )}
    >
      {used}/{most}
    </span>
  );
}
