import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** Props of EmptyState: one picture, what this is, one action, one link. */
export interface EmptyStateProps {
  picture: ReactNode;
  title: ReactNode;
  children: ReactNode;
  action?: ReactNode;
  link?: ReactNode;
  compact?: boolean | undefined;
  /** It is the whole page, so its title is the heading of the page. */
  page?: boolean | undefined;
  className?: string | undefined;
}

/** What a list says before it has anything in it: it teaches instead of apologising. */
export function EmptyState({ picture, title, children, action, link, compact = false, page = false, className }: EmptyStateProps) {
  const Title = page ? 'h1' : 'h2';
  return (
    <div className={cn('mx-auto flex max-w-105 flex-col items-center px-6 text-center', compact ? 'py-8' : 'py-14', className)}>
      <div
        aria-hidden
        className="mb-4 flex size-14 items-center justify-center rounded-full bg-accent-soft text-accent-text [&_svg]:size-6"
      >
        {picture}
      </div>
      <Title className="text-16 font-semibold text-balance text-strong">{title}</Title>
      <div className="mt-1 text-14 text-pretty text-weak">{children}</div>
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
      {link ? <div className="mt-3 text-13">{link}</div> : null}
    </div>
  );
}
