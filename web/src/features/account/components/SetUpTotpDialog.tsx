import type { TotpSetup } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '#ui/Button.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { useConfirmTotp } from '../api/security.ts';
import { QrCode } from './QrCode.tsx';
import { RecoveryCodesShown } from './RecoveryCodesShown.tsx';

/** Scan, type a first code, keep the recovery codes. `setup` is a fresh seed. */
export function SetUpTotpDialog({ setup, onClose }: { setup: TotpSetup; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const confirm = useConfirmTotp();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const form = useForm({ defaultValues: { code: '' } });
  const error = form.formState.errors.code?.message;
  if (codes !== null) return <RecoveryCodesDialog codes={codes} onClose={onClose} />;
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Set up an authenticator app`}
      description={t`Any app for codes by time will do, for example the one that comes with your phone.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={confirm.isPending}>
          <Trans>Confirm the code</Trans>
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) =>
          void form.handleSubmit(({ code }) =>
            confirm.mutate(code, {
              onSuccess: (added) => (added.recovery_codes === null ? onClose() : setCodes(added.recovery_codes)),
              onError: () => form.setFocus('code', { shouldSelect: true }),
            }),
          )(event)
        }
      >
        <ErrorBanner error={confirm.error} />
        <div className="flex flex-col items-center gap-4 sm:flex-row sm:items-start">
          <QrCode text={setup.uri} label={t`QR code for the app`} />
          <div className="flex min-w-0 flex-1 flex-col gap-3 self-stretch">
            <p className="text-14">
              <Trans>Scan it with the app. Where that is not possible, type the key.</Trans>
            </p>
            <CopyField label={t`Key`} value={setup.secret} />
          </div>
        </div>
        <Field label={t`First code`} error={error} hint={t`The six digits that the app shows now.`}>
          <Input
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            className="font-mono tracking-widest"
            {...form.register('code', { validate: (code) => /^\s*(?:\d\s*){6}$/.test(code) || t`Enter the six digits.` })}
          />
        </Field>
      </form>
    </Dialog>
  );
}

/** New recovery codes in a dialog that is closed on purpose only. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Your recovery codes`}
      footer={
        <Button variant="primary" onClick={onClose}>
          <Trans>I have kept them</Trans>
        </Button>
      }
    >
      <RecoveryCodesShown codes={codes} />
    </Dialog>
  );
}
