import { UserRound } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { hueOf, initialsOf } from './avatar-look.ts';

const sizes = {
  xs: 'size-5 text-[10px]',
  sm: 'size-6 text-12',
  md: 'size-8 text-12',
  lg: 'size-10 text-14',
  xl: 'size-14 text-20',
} as const;

/** Props of Avatar. `id` decides the colour, so a person keeps theirs when the name changes. */
export interface AvatarProps {
  id: string;
  name: string | null;
  size?: keyof typeof sizes | undefined;
  square?: boolean | undefined;
  className?: string | undefined;
}

/** A person or workspace at a glance. Decoration only: the name always stands beside it. */
export function Avatar({ id, name, size = 'md', square = false, className }: AvatarProps) {
  const initials = name === null ? null : initialsOf(name);
  return (
    <span
      aria-hidden
      style={{ '--avatar-hue': hueOf(id) }}
      className={cn(
        'avatar inline-flex shrink-0 items-center justify-center overflow-hidden font-semibold select-none',
        square ? 'rounded-control' : 'rounded-full',
        sizes[size],
        className,
      )}
    >
      {initials ?? <UserRound className="size-1/2" />}
    </span>
  );
}
