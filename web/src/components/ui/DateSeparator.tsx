import { useNow } from '#lib/clock.ts';
import type { Instant } from '#lib/format.ts';
import { useFormat } from '#lib/use-format.ts';

/** The name of a day between the messages of a thread. */
export function DateSeparator({ at }: { at: Instant }) {
  const format = useFormat();
  const now = useNow();
  return (
    <div role="separator" className="flex items-center justify-center py-2">
      <span className="rounded-full bg-surface-1 px-3 py-0.5 text-12 font-medium text-weak">{format.day(at, now)}</span>
    </div>
  );
}
