import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';

/** Props of Tooltip. The tooltip only repeats or explains: whatever a person must know stands on the page. */
export interface TooltipProps {
  label: ReactNode;
  children: ReactElement;
  shortcut?: string | undefined;
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
}

/** A word beside a control on hover and on keyboard focus. The page holds one TooltipProvider, so that neighbours open at once. */
export function Tooltip({ label, children, shortcut, side = 'top' }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner side={side} sideOffset={6} className="z-60">
          <BaseTooltip.Popup
            className="flex max-w-70 items-center gap-2 rounded-control bg-strong px-2 py-1 text-12 text-surface-1 transition-opacity
              data-ending-style:opacity-0 data-starting-style:opacity-0 data-instant:transition-none"
          >
            {label}
            {shortcut ? <Kbd keys={shortcut} inverted /> : null}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}

/** Groups every tooltip of the page. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <BaseTooltip.Provider delay={450} closeDelay={60}>
      {children}
    </BaseTooltip.Provider>
  );
}
