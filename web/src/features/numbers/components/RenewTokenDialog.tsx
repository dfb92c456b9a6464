import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { notify } from '#ui/toasts.ts';
import { useRenewToken } from '../api/mutations.ts';
import { checkAccessToken, checkAppSecret } from '../fns/cloud-details.ts';
import { useDetailProblem } from './use-detail-problem.ts';

/** Replaces the access token of a number, and the app secret with it if that changed too. */
export function RenewTokenDialog({ numberId, onClose }: { numberId: string; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const problem = useDetailProblem();
  const renew = useRenewToken(numberId);
  const form = useForm({ mode: 'onTouched', defaultValues: { accessToken: '', appSecret: '' } });
  const { errors } = form.formState;

  function handleValid(values: { accessToken: string; appSecret: string }): void {
    const appSecret = values.appSecret.trim();
    renew.mutate(
      { access_token: values.accessToken.trim(), ...(appSecret === '' ? {} : { app_secret: appSecret }) },
      {
        onSuccess: () => {
          notify({ title: t`The new token works`, description: t`Messages that waited for it go out now.` });
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      size="sm"
      onOpenChange={onClose}
      title={t`Replace the access token`}
      description={t`Meta is asked before the old one is dropped.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={renew.isPending}>
          <Trans>Check and replace</Trans>
        </Button>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.handleSubmit(handleValid)(event)}>
        <ErrorBanner error={renew.error} />
        <Field label={t`Access token of a system user`} error={errors.accessToken?.message}>
          <PasswordInput autoComplete="off" {...form.register('accessToken', { validate: (text) => problem(checkAccessToken(text)) })} />
        </Field>
        <Field label={t`App secret`} optional error={errors.appSecret?.message} hint={t`Only if it was reset at Meta, too.`}>
          <PasswordInput
            autoComplete="off"
            {...form.register('appSecret', { validate: (text) => problem(text.trim() === '' ? null : checkAppSecret(text)) })}
          />
        </Field>
      </form>
    </Dialog>
  );
}
