import { useLingui } from '@lingui/react/macro';
import { Lock, MessageSquare } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { Kbd } from '#ui/Kbd.tsx';

/** Props of ModeTabs. */
export interface ModeTabsProps {
  mode: 'reply' | 'note';
  maySend: boolean;
  onChange: (mode: 'reply' | 'note') => void;
}

/** Whether what one writes goes to the customer or stays among members; said before one begins, not after. */
export function ModeTabs({ mode, maySend, onChange }: ModeTabsProps) {
  const { t } = useLingui();
  const choices = [
    ...(maySend ? [{ value: 'reply' as const, label: t`Reply`, keys: 'r', Icon: MessageSquare }] : []),
    { value: 'note' as const, label: t`Note`, keys: 'n', Icon: Lock },
  ];
  return (
    <div
      className={cn('shrink-0 border-t border-line px-3 pt-1.5 [&+div]:border-t-0', mode === 'note' ? 'bg-bubble-note' : 'bg-surface-1')}
    >
      <div role="group" aria-label={t`What you write`} className="mx-auto flex max-w-180 gap-1">
        {choices.map(({ value, label, keys, Icon }) => (
          <button
            key={value}
            type="button"
            aria-pressed={mode === value}
            onClick={() => onChange(value)}
            className={cn(
              'touch-target flex h-7 items-center gap-1.5 rounded-control px-2 text-13 font-medium transition-colors',
              mode === value ? 'text-strong' : 'text-weak hover:bg-surface-2 hover:text-strong',
            )}
          >
            <Icon aria-hidden className="size-3.5" />
            {label}
            {mode === value ? null : <Kbd keys={keys} className="max-sm:hidden" />}
          </button>
        ))}
      </div>
    </div>
  );
}
