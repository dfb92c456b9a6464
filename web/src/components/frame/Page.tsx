import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** Props of Page. `description` is one line that says what the page is for; `action` is its main button. */
export interface PageProps {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  /** Links to the neighbours of this page, under the title. */
  tabs?: ReactNode;
  /** A way back for a page below another. */
  back?: ReactNode;
  children: ReactNode;
  /** `wide` for tables with many columns. */
  width?: 'narrow' | 'normal' | 'wide' | undefined;
}

/** Title, purpose, main action, content: the shape of every page but the inbox, which fills the frame itself. */
export function Page({ title, description, action, tabs, back, children, width = 'normal' }: PageProps) {
  return (
    <div className="h-full overflow-y-auto">
      <title>{`${title} · Kabar`}</title>
      <div
        className={cn('mx-auto px-4 pt-5 pb-16 sm:px-8 sm:pt-8', { narrow: 'max-w-190', normal: 'max-w-270', wide: 'max-w-350' }[width])}
      >
        {back ? <div className="mb-2">{back}</div> : null}
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-60">
            <h1 className="text-20 font-semibold tracking-tight wrap-anywhere text-strong">{title}</h1>
            {description ? <p className="mt-0.5 text-14 text-pretty text-weak">{description}</p> : null}
          </div>
          {action ? <div className="flex shrink-0 items-center gap-2">{action}</div> : null}
        </header>
        {tabs ? <div className="mt-4">{tabs}</div> : null}
        <div className="mt-6 flex flex-col gap-5">{children}</div>
      </div>
    </div>
  );
}
