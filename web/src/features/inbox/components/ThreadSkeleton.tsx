import { useLingui } from '@lingui/react/macro';
import { cn } from '#lib/cn.ts';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';

const widths = ['w-52', 'w-72', 'w-40', 'w-64', 'w-48', 'w-60'];

/** The shape of a thread while it loads. */
export function ThreadSkeleton() {
  const { t } = useLingui();
  return (
    <SkeletonGroup label={t`Loading the messages`} className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden p-4">
      <div className="mx-auto flex w-full max-w-170 flex-col gap-2.5">
        {widths.map((width, index) => (
          <Skeleton key={width} className={cn('h-11 rounded-bubble', width, index % 3 === 1 && 'self-end')} />
        ))}
      </div>
    </SkeletonGroup>
  );
}
