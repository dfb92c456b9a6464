import type { Conversation } from '@kabar/contract';
import { useLingui } from '@lingui/react';
import { Hourglass, Lock, Timer } from 'lucide-react';
import { useNow } from '#lib/clock.ts';
import { cn } from '#lib/cn.ts';
import { windowState } from '../fns/window-state.ts';
import { windowWords } from '../fns/window-words.ts';

const looks = {
  open: { icon: Timer, className: 'text-weak' },
  ending: { icon: Hourglass, className: 'font-medium text-warn' },
  closed: { icon: Lock, className: 'text-weak' },
} as const;

/** How long free messages are still possible, in an icon and words; kept up to date by the page's clock. */
export function WindowChip({ window, className }: { window: Conversation['window']; className?: string | undefined }) {
  const { i18n } = useLingui();
  const now = useNow();
  const state = windowState(window, now);
  const look = looks[state.kind];
  return (
    <span className={cn('inline-flex shrink-0 items-center gap-1 text-12 whitespace-nowrap tabular-nums', look.className, className)}>
      <look.icon aria-hidden className="size-3.5" />
      {windowWords(state, i18n)}
    </span>
  );
}
