import { Trans, useLingui } from '@lingui/react/macro';
import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';

/** Asks before a page or a dialog is left in which something is not saved. `isDirty` is asked at that moment. */
export function UnsavedGuard({ isDirty }: { isDirty: () => boolean }) {
  const { t } = useLingui();
  const blocker = useBlocker({ shouldBlockFn: () => isDirty(), enableBeforeUnload: () => isDirty(), withResolver: true });
  return (
    <ConfirmDialog
      open={blocker.status === 'blocked'}
      onOpenChange={(open) => {
        if (!open) blocker.reset?.();
      }}
      title={t`Leave without saving?`}
      confirmLabel={<Trans>Leave</Trans>}
      onConfirm={() => blocker.proceed?.()}
    >
      <Trans>What you changed here is not saved and would be lost.</Trans>
    </ConfirmDialog>
  );
}
