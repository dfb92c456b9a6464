import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { cn } from '#lib/cn.ts';
import { Button } from './Button.tsx';

/** Props shared by Dialog and Sheet. Focus goes to the first field, or to `initialFocus`, and returns to the trigger on closing. */
export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** The button at the end that does what the dialog is for; Cancel stands before it. */
  action?: ReactNode;
  /** Buttons at the end that are not just Cancel and an `action`; the main one last. */
  footer?: ReactNode;
  trigger?: ReactElement | undefined;
  size?: 'sm' | 'md' | 'lg' | undefined;
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** A press beside the dialog does not close it: for forms and for secrets that are shown once. */
  keepOpen?: boolean | undefined;
  /** False where there is no way back without an answer; such a dialog has its own way out among its content. */
  closable?: boolean | undefined;
}

/** Darkens the page below a dialog or sheet. */
export const backdropStyles = cn(
  'fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0',
);

/** Title, explanation, content and buttons of a dialog or sheet. Only for parts that sit inside Base UI's Dialog popup. */
export function DialogFrame({
  title,
  description,
  children,
  action,
  footer,
  closable = true,
}: Pick<DialogProps, 'title' | 'description' | 'children' | 'action' | 'footer' | 'closable'>) {
  const { t } = useLingui();
  const buttons = action ? (
    <>
      <BaseDialog.Close render={<Button />}>
        <Trans>Cancel</Trans>
      </BaseDialog.Close>
      {action}
    </>
  ) : (
    footer
  );
  return (
    <>
      <header className="px-5 pt-4 pr-12 pb-2.5">
        <BaseDialog.Title className="text-16 font-semibold text-balance wrap-anywhere text-strong">{title}</BaseDialog.Title>
        {description ? <BaseDialog.Description className="mt-0.5 text-13 text-weak">{description}</BaseDialog.Description> : null}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
      {buttons ? (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3 max-sm:*:flex-1">{buttons}</footer>
      ) : null}
      {/* Last in the order of the page, so that the focus begins in the first field and not on the way out. */}
      {closable ? (
        <BaseDialog.Close
          aria-label={t`Close`}
          className="absolute top-3.5 right-3.5 flex size-7 items-center justify-center rounded-control text-weak hover:bg-popup-hover hover:text-strong"
        >
          <X aria-hidden className="size-4" />
        </BaseDialog.Close>
      ) : null}
    </>
  );
}

const widths = { sm: 'max-w-105', md: 'max-w-140', lg: 'max-w-190' } as const;

/** A task that needs all attention for a moment. On a phone it rises from the bottom edge. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, trigger, size = 'md', initialFocus, keepOpen = false, ...frame } = props;
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => onOpenChange(next)} disablePointerDismissal={keepOpen}>
      {trigger ? <BaseDialog.Trigger render={trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={backdropStyles} />
        <BaseDialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center overflow-hidden sm:p-6 sm:pt-[10vh] max-sm:items-end">
          <BaseDialog.Popup
            initialFocus={initialFocus}
            className={cn(
              'relative flex max-h-[min(100%,44rem)] w-full flex-col rounded-card bg-popup text-normal shadow-popup outline-none transition-[opacity,translate,scale] duration-160',
              'max-sm:max-h-[92dvh] max-sm:rounded-b-none max-sm:pb-[env(safe-area-inset-bottom)] data-ending-style:opacity-0 data-starting-style:opacity-0',
              'sm:data-ending-style:scale-98 sm:data-starting-style:scale-98 max-sm:data-ending-style:translate-y-8 max-sm:data-starting-style:translate-y-8',
              widths[size],
              'max-sm:max-w-none',
            )}
          >
            <DialogFrame {...frame} />
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** A panel that slides in from the right for details that keep the page in view; the whole screen on a phone. */
export function Sheet(props: DialogProps) {
  const { open, onOpenChange, trigger, initialFocus, keepOpen = false, size = 'sm', ...frame } = props;
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => onOpenChange(next)} disablePointerDismissal={keepOpen}>
      {trigger ? <BaseDialog.Trigger render={trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={backdropStyles} />
        <BaseDialog.Popup
          initialFocus={initialFocus}
          className={cn(
            'fixed inset-y-0 right-0 z-40 flex w-full flex-col bg-popup text-normal shadow-popup outline-none transition-transform duration-180',
            'data-ending-style:translate-x-full data-starting-style:translate-x-full',
            widths[size],
          )}
        >
          <DialogFrame {...frame} />
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
