import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PasskeyCancelled } from '../api/passkeys.ts';
import { useAddPasskey } from '../api/security.ts';
import { RecoveryCodesDialog } from './SetUpTotpDialog.tsx';

/** Names a passkey and lets the browser make it. */
export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const add = useAddPasskey();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const form = useForm({ defaultValues: { name: '' } });
  const isKnown = add.error?.name === 'InvalidStateError';
  const isCancelled = add.error instanceof PasskeyCancelled;
  if (codes !== null) return <RecoveryCodesDialog codes={codes} onClose={onClose} />;
  return (
    <Dialog
      open
      keepOpen
      size="sm"
      onOpenChange={onClose}
      title={t`Add a passkey`}
      description={t`Your browser asks for a fingerprint, a face, a PIN or a security key next.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={add.isPending}>
          <Trans>Go on</Trans>
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) =>
          void form.handleSubmit(({ name }) =>
            add.mutate(name.trim(), { onSuccess: (added) => (added.recovery_codes === null ? onClose() : setCodes(added.recovery_codes)) }),
          )(event)
        }
      >
        {isKnown ? (
          <Banner tone="warn" title={t`This device has a passkey for your account already`}>
            <Trans>Add one on another device, or use the one you have.</Trans>
          </Banner>
        ) : (
          <ErrorBanner error={isCancelled ? null : add.error} />
        )}
        <Field
          label={t`Name`}
          error={form.formState.errors.name?.message}
          hint={t`To tell your passkeys apart, for example “Work laptop”.`}
        >
          <Input
            autoFocus
            maxLength={100}
            autoComplete="off"
            {...form.register('name', { validate: (name) => name.trim() !== '' || t`Give the passkey a name.` })}
          />
        </Field>
      </form>
    </Dialog>
  );
}
