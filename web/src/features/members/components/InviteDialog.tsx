import type { RoleRef } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { notify } from '#ui/toasts.ts';
import { useInvite } from '../api/mutations.ts';
import { RoleSelect } from './RoleSelect.tsx';

/** Invites a person by e-mail with a role. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const invite = useInvite();
  const form = useForm<{ email: string; role: RoleRef }>({ defaultValues: { email: '', role: 'agent' } });
  const showIssues = useFormIssues(form, (path) => (path === 'email' || path === 'role' ? path : null));

  function handleValid(values: { email: string; role: RoleRef }): void {
    invite.mutate(values, {
      onSuccess: () => {
        notify({ title: t`The invitation is on its way`, description: values.email });
        onClose();
      },
      onError: showIssues,
    });
  }

  return (
    <Dialog
      open
      keepOpen={form.formState.isDirty}
      size="sm"
      onOpenChange={onClose}
      title={t`Invite a person`}
      description={t`They get a mail with a link and can also join with a new account.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={invite.isPending}>
          <Trans>Send the invitation</Trans>
        </Button>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.handleSubmit(handleValid)(event)}>
        <ErrorBanner error={invite.error} />
        <Field label={t`E-mail`} error={form.formState.errors.email?.message}>
          <Input
            type="email"
            autoComplete="off"
            maxLength={254}
            {...form.register('email', {
              validate: (value) => /^\S+@\S+\.\S+$/.test(value.trim()) || t`Enter an e-mail such as name@example.com.`,
              setValueAs: (value: string) => value.trim(),
            })}
          />
        </Field>
        <Field label={t`Role`} error={form.formState.errors.role?.message} hint={t`It can be changed later.`}>
          <Controller
            control={form.control}
            name="role"
            render={({ field }) => <RoleSelect value={field.value} onValueChange={field.onChange} />}
          />
        </Field>
      </form>
    </Dialog>
  );
}
