import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** A grey bar where text or a picture will be. Give it the size of what it stands for. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden className={cn('block h-4 rounded-control bg-surface-3', className)} />;
}

/** Holds skeletons and shows them only after 150 ms, so that a quick answer never flickers. `label` is read out meanwhile. */
export function SkeletonGroup({ label, children, className }: { label: string; children: ReactNode; className?: string | undefined }) {
  return (
    <div role="status" className={cn('appear-late', className)}>
      <span className="sr-only">{label}</span>
      <div aria-hidden className="animate-pulse">
        {children}
      </div>
    </div>
  );
}

/** Rows shaped like a list with two lines and a picture. */
export function RowSkeletons({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <SkeletonGroup label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-16 items-center gap-3 px-4">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className={row % 2 === 0 ? 'w-2/5' : 'w-1/3'} />
            <Skeleton className={row % 3 === 0 ? 'h-3 w-4/5' : 'h-3 w-3/5'} />
          </div>
        </div>
      ))}
    </SkeletonGroup>
  );
}
