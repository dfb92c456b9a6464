import type { ReactNode } from 'react';

/** Props of StepContent: one picture, one sentence, one action. */
export interface StepContentProps {
  picture: ReactNode;
  children: ReactNode;
  action: ReactNode;
}

/** What an open step shows. */
export function StepContent({ picture, children, action }: StepContentProps) {
  return (
    <div className="flex flex-wrap items-start gap-x-5 gap-y-3 rounded-card border border-line bg-surface-0 p-4">
      <div
        aria-hidden
        className="flex size-12 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent-text [&_svg]:size-6"
      >
        {picture}
      </div>
      <div className="flex min-w-0 flex-1 basis-60 flex-col items-start gap-3">
        <div className="max-w-120 text-14 text-pretty">{children}</div>
        {action}
      </div>
    </div>
  );
}
