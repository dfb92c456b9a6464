import type { JoinRole, SingleSignOn } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { RoleSelect } from '#features/members';
import { Button } from '#ui/Button.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { usePutProvider } from '../api/sign-in-settings.ts';

interface ProviderValues {
  issuer: string;
  clientId: string;
  clientSecret: string;
  mayJoin: boolean;
  joinRole: JoinRole;
  isOn: boolean;
}

/** Address, client and rules of the company's provider. The server asks the provider before it stores anything. */
export function ProviderDialog({ settings, onClose }: { settings: SingleSignOn; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const put = usePutProvider();
  const { provider } = settings;
  const form = useForm<ProviderValues>({
    defaultValues: {
      issuer: provider?.issuer ?? '',
      clientId: provider?.client_id ?? '',
      clientSecret: '',
      mayJoin: provider?.may_join ?? true,
      joinRole: provider?.join_role ?? 'agent',
      isOn: provider?.is_on ?? true,
    },
  });
  const { errors } = form.formState;
  const save = (values: ProviderValues): void =>
    put.mutate(
      {
        issuer: values.issuer.trim(),
        client_id: values.clientId.trim(),
        ...(values.clientSecret === '' ? {} : { client_secret: values.clientSecret }),
        may_join: values.mayJoin,
        join_role: values.joinRole,
        is_on: values.isOn,
      },
      {
        onSuccess: () => {
          onClose();
          notify({ title: t`The provider answered, and is set` });
        },
      },
    );
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Your company’s provider`}
      description={t`Make an application (“client”) for Kabar at the provider, with the redirect address below, and enter here what it gives you.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={put.isPending}>
          <Trans>Check and save</Trans>
        </Button>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-5" onSubmit={(event) => void form.handleSubmit(save)(event)}>
        <ErrorBanner error={put.error} />
        <CopyField label={t`Redirect address, for the provider`} value={settings.callback_url} />
        <Field label={t`Address of the provider (issuer)`} error={errors.issuer?.message} hint={t`For example https://login.example.com`}>
          <Input
            type="url"
            autoComplete="off"
            spellCheck={false}
            {...form.register('issuer', { validate: (text) => URL.canParse(text.trim()) || t`Enter an address that begins with https://` })}
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Client ID`} error={errors.clientId?.message}>
            <Input
              autoComplete="off"
              spellCheck={false}
              {...form.register('clientId', { validate: (text) => text.trim() !== '' || t`Enter the client ID.` })}
            />
          </Field>
          <Field
            label={t`Client secret`}
            optional
            hint={provider?.has_secret === true ? t`One is stored. Leave empty to keep it.` : undefined}
          >
            <PasswordInput autoComplete="off" {...form.register('clientSecret')} />
          </Field>
        </div>
        <Controller
          control={form.control}
          name="mayJoin"
          render={({ field }) => (
            <Switch
              checked={field.value}
              onCheckedChange={field.onChange}
              label={t`Take in everybody the provider knows`}
              hint={t`Without it, only members and invited people come in.`}
            />
          )}
        />
        {form.watch('mayJoin') ? (
          <Field label={t`As`}>
            <Controller
              control={form.control}
              name="joinRole"
              render={({ field }) => <RoleSelect value={field.value} onValueChange={field.onChange} without="owner" />}
            />
          </Field>
        ) : null}
        <Controller
          control={form.control}
          name="isOn"
          render={({ field }) => <Switch checked={field.value} onCheckedChange={field.onChange} label={t`Single sign-on is on`} />}
        />
      </form>
    </Dialog>
  );
}
