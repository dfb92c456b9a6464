import { cn } from '#lib/cn.ts';

/** A small turning ring for work under a second or two; longer work shows Progress. Says nothing by itself: the parent carries `aria-busy`. */
export function Spinner({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('inline-block size-4 animate-spin rounded-full border-2 border-current border-r-transparent', className)}
    />
  );
}
