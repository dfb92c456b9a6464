import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** Props of Card. `title` is a heading of level 2. */
export interface CardProps {
  title?: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  /** Lets content such as a table reach the edges. */
  flush?: boolean | undefined;
  className?: string | undefined;
}

/** A group of things that belong together, with one hairline around it. */
export function Card({ title, description, action, children, footer, flush = false, className }: CardProps) {
  return (
    <section className={cn('rounded-card border border-line bg-surface-1', className)}>
      {title || action ? (
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3.5 pb-3 sm:px-5">
          {/* On a narrow screen the action goes below a description instead of squeezing it. */}
          <div className={cn('min-w-0 flex-1', description && 'basis-64')}>
            {title ? <h2 className="text-14 font-semibold text-strong">{title}</h2> : null}
            {description ? <p className="mt-0.5 max-w-170 text-13 text-weak">{description}</p> : null}
          </div>
          {action ? <div className="flex max-w-full shrink-0 flex-wrap items-center gap-2">{action}</div> : null}
        </header>
      ) : null}
      {children ? (
        <div className={cn(!flush && 'px-4 pb-4 sm:px-5 sm:pb-5', !flush && !title && !action && 'pt-4 sm:pt-5')}>{children}</div>
      ) : null}
      {footer ? (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3 sm:px-5">{footer}</footer>
      ) : null}
    </section>
  );
}
