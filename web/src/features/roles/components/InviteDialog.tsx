import type { CreateInvitationRequest, RoleRef, SightLimits } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { RoleSelect, useInvite } from '#features/members';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { ChosenField } from './ChosenField.tsx';

interface InviteValues {
  email: string;
  role: RoleRef;
  isLimited: boolean;
  chosen: SightLimits;
}

const everything: InviteValues = { email: '', role: 'agent', isLimited: false, chosen: { number_ids: [], team_ids: [] } };

/** Invites a person by e-mail with a role, and says what they see at most. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const invite = useInvite();
  const form = useForm<InviteValues>({ defaultValues: everything });
  const showIssues = useFormIssues(form, (path) => (path === 'email' || path === 'role' ? path : null));

  // Owners see everything by being that.
  const mayLimit = form.watch('role') !== 'owner';

  function handleValid({ email, role, isLimited, chosen }: InviteValues): void {
    const asked: CreateInvitationRequest = { email, role, ...(isLimited && mayLimit ? { limits: chosen } : {}) };
    invite.mutate(asked, {
      onSuccess: () => {
        notify({ title: t`The invitation is on its way`, description: email });
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
        {mayLimit ? (
          <Controller
            control={form.control}
            name="isLimited"
            render={({ field }) => (
              <Switch
                checked={field.value}
                onCheckedChange={field.onChange}
                label={t`Chosen numbers and teams only`}
                hint={t`They also do without what concerns the whole workspace, such as reports, exports and settings.`}
              />
            )}
          />
        ) : null}
        {mayLimit && form.watch('isLimited') ? (
          <Controller
            control={form.control}
            name="chosen"
            render={({ field }) => <ChosenField value={field.value} onValueChange={field.onChange} />}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
