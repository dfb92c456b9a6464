import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Trans } from '@lingui/react/macro';
import { useRef, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { backdropStyles } from './Dialog.tsx';

/** Props of ConfirmDialog. `title` names the thing and the count ("Revoke the key “Shop”?"), `confirmLabel` repeats the verb. */
export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children?: ReactNode;
  confirmLabel: ReactNode;
  onConfirm: () => void;
  tone?: 'danger' | 'normal' | undefined;
  pending?: boolean | undefined;
  /** Why the last try did not work; the question stays open. */
  error?: string | undefined;
}

/** A question before something that cannot be undone. Focus starts on the way out, so that Enter alone loses nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, confirmLabel, onConfirm, tone = 'danger', pending = false, error } = props;
  const cancelRef = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop forceRender className={backdropStyles} />
        <AlertDialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center overflow-y-auto p-4 pt-[16vh]">
          <AlertDialog.Popup
            initialFocus={cancelRef}
            className={cn(
              'w-full max-w-105 rounded-card bg-popup p-5 text-normal shadow-popup outline-none transition-[opacity,scale]',
              'data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
            )}
          >
            <AlertDialog.Title className="text-16 font-semibold text-balance break-words text-strong">{title}</AlertDialog.Title>
            {children ? (
              <AlertDialog.Description render={<div />} className="mt-2 text-14 text-normal">
                {children}
              </AlertDialog.Description>
            ) : null}
            {error ? (
              <Banner tone="bad" className="mt-3">
                {error}
              </Banner>
            ) : null}
            <div className="mt-5 flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
              <AlertDialog.Close render={<Button ref={cancelRef} disabled={pending} />}>
                <Trans>Cancel</Trans>
              </AlertDialog.Close>
              <Button variant={tone === 'danger' ? 'danger' : 'primary'} loading={pending} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
