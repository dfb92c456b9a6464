import type { MarketingChoiceName } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Ban, CircleCheck, CircleDashed } from 'lucide-react';
import { cn } from '#lib/cn.ts';

/** What a customer has chosen about marketing, as an icon with a word. */
export function MarketingMark({ choice, className }: { choice: MarketingChoiceName; className?: string | undefined }) {
  const { t } = useLingui();
  const look = {
    given: { Icon: CircleCheck, tone: 'text-good', word: t`Agreed` },
    resumed: { Icon: CircleCheck, tone: 'text-good', word: t`Wanted again` },
    stopped: { Icon: Ban, tone: 'text-bad', word: t`Stopped` },
    unset: { Icon: CircleDashed, tone: 'text-weak', word: t`Not asked` },
  }[choice];
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', look.tone, className)}>
      <look.Icon aria-hidden className="size-4 shrink-0" />
      <span className={choice === 'unset' ? undefined : 'font-medium'}>{look.word}</span>
    </span>
  );
}
