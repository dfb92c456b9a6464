import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { popupStyles } from './popup-styles.ts';

/** Props of Popover. Leave `open` out to let the trigger decide. */
export interface PopoverProps {
  trigger: ReactElement;
  children: ReactNode;
  label: string;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  className?: string | undefined;
}

/** A small panel beside its trigger for content one works in: filters, an emoji picker, details. */
export function Popover({ trigger, children, label, open, onOpenChange, side = 'bottom', align = 'start', className }: PopoverProps) {
  return (
    <BasePopover.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <BasePopover.Popup
            aria-label={label}
            className={cn(
              popupStyles,
              'max-h-(--available-height) max-w-[min(24rem,var(--available-width))] overflow-y-auto p-3',
              className,
            )}
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
