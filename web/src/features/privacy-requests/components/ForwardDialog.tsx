import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';

/** Hands a request to the door where it belongs. */
export function ForwardDialog(props: {
  scope: 'workspace' | 'operator';
  pending: boolean;
  error: unknown;
  onForward: (given: Record<string, unknown>) => void;
  onClose: () => void;
}) {
  const { scope, pending, error, onForward, onClose } = props;
  const { t, i18n } = useLingui();
  const [slug, setSlug] = useState('');
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={scope === 'operator' ? <Trans>Hand it to a workspace</Trans> : <Trans>Hand it to the operator?</Trans>}
      confirmLabel={<Trans>Hand it on</Trans>}
      pending={pending}
      error={error ? errorSentence(error, i18n) : undefined}
      onConfirm={() => onForward(scope === 'operator' ? { to: 'workspace', workspace_slug: slug.trim() } : { to: 'operator' })}
    >
      {scope === 'operator' ? (
        <Field label={t`Address of the workspace`} hint={t`The last part of its web address, such as toko-rina.`}>
          <Input value={slug} onValueChange={setSlug} />
        </Field>
      ) : (
        <Trans>
          Whoever runs this installation decides about accounts of people who sign in here. The clock keeps running, and you go on seeing
          it.
        </Trans>
      )}
    </ConfirmDialog>
  );
}
