import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { NewKey } from './NewKey.tsx';

/** A key that was just made; shown once. `children` say what else happened. */
export function NewKeyDialog({ apiKey, onClose, children }: { apiKey: string; onClose: () => void; children?: ReactNode }) {
  const { t } = useLingui();
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Copy the key now`}
      description={t`It is shown this once. Only its hash is kept.`}
      footer={
        <Button variant="primary" onClick={onClose}>
          <Trans>I have copied it</Trans>
        </Button>
      }
    >
      {children}
      <NewKey apiKey={apiKey} />
    </Dialog>
  );
}
