import type { ReactNode } from 'react';

/** Props of PhoneFrame. */
export interface PhoneFrameProps {
  /** Name in the chat's head. */
  title: string;
  subtitle?: string | undefined;
  children: ReactNode;
}

/** A quiet drawing of a phone with a chat on it, for previews of what a customer will see. */
export function PhoneFrame({ title, subtitle, children }: PhoneFrameProps) {
  return (
    <div className="w-full max-w-75 rounded-[28px] border border-line bg-surface-2 p-2">
      <div className="flex h-120 flex-col overflow-hidden rounded-[22px] bg-thread">
        <div className="flex items-center gap-2.5 border-b border-line bg-surface-1 px-3.5 py-2.5">
          <span aria-hidden className="size-7 rounded-full bg-surface-3" />
          <div className="min-w-0">
            <p className="truncate text-13 font-semibold text-strong">{title}</p>
            {subtitle ? <p className="truncate text-12 text-weak">{subtitle}</p> : null}
          </div>
        </div>
        <div className="flex min-h-0 flex-1 flex-col justify-end gap-1.5 overflow-y-auto p-3">{children}</div>
      </div>
    </div>
  );
}
