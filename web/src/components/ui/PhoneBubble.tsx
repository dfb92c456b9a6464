import type { ReactNode } from 'react';

/** A message as a customer sees it on a PhoneFrame; `buttons` are the reply buttons below its text. */
export function PhoneBubble({ children, buttons = [], own = false }: { children: ReactNode; buttons?: readonly string[]; own?: boolean }) {
  return (
    <div
      dir="auto"
      className={
        own
          ? 'max-w-[85%] self-end rounded-bubble rounded-br-[4px] bg-bubble-own px-3 py-2 text-14 text-strong'
          : 'max-w-full self-start rounded-bubble rounded-bl-[4px] bg-bubble-customer px-3 py-2 text-14 text-strong'
      }
    >
      {children}
      {buttons.length === 0 ? null : (
        <div className="-mx-1 mt-2 flex flex-col divide-y divide-strong/10 border-t border-strong/10">
          {buttons.map((button, index) => (
            // The picture is drawn anew with every change; places are identity enough.
            <span
              key={index}
              dir="auto"
              className="flex min-h-8 items-center justify-center px-2 py-1 text-13 font-medium wrap-anywhere text-accent-text"
            >
              {button}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
