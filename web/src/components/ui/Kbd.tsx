import { cn } from '#lib/cn.ts';
import { describeKeys } from '#lib/keys.ts';

/** One shortcut drawn as keys: "mod+k" is ⌘ K on a Mac and Ctrl K elsewhere; "g i" is two keys one after the other. */
export function Kbd({ keys, inverted = false, className }: { keys: string; inverted?: boolean; className?: string | undefined }) {
  return (
    <span className={cn('inline-flex shrink-0 items-center gap-0.5', className)}>
      {describeKeys(keys).map((key, index) => (
        <kbd
          // The keys of one shortcut never change places.
          key={`${key}-${index}`}
          className={cn(
            'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-[4px] px-1 font-sans text-12 leading-none',
            inverted ? 'bg-surface-1/20' : 'border border-line bg-surface-2 text-weak',
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
