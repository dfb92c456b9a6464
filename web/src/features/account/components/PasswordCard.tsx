import type { AccountSecurity } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { meQuery } from '#features/session';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { notify } from '#ui/toasts.ts';
import { useChangePassword } from '../api/security.ts';
import { passwordLength } from '../fns/password-rule.ts';
import { AccountName } from './AccountName.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';

/** The password: since when, and another one. */
export function PasswordCard({ security }: { security: AccountSecurity }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { password } = security;
  return (
    <Card
      title={t`Password`}
      description={t`Long is better than complicated. Nobody at Kabar asks you for it or makes you change it.`}
      action={
        security.may_change ? (
          <Button onClick={() => setOpen(true)}>{password.is_set ? <Trans>Change it</Trans> : <Trans>Set one</Trans>}</Button>
        ) : null
      }
    >
      <p className="text-14 text-weak">
        {password.changed_at === null ? (
          <Trans>None is set.</Trans>
        ) : (
          <Trans>
            Set <RelativeTime at={password.changed_at} className="inline-block first-letter:lowercase" />
          </Trans>
        )}
      </p>
      {open ? <ChangePasswordDialog minCount={password.min_length} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

function ChangePasswordDialog({ minCount, onClose }: { minCount: number; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const change = useChangePassword();
  const me = useQuery(meQuery);
  const form = useForm({ defaultValues: { password: '' } });
  return (
    <Dialog
      open
      keepOpen
      size="sm"
      onOpenChange={onClose}
      title={t`Choose a password`}
      description={t`All your other sessions end with it.`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={change.isPending}>
          <Trans>Set the password</Trans>
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) =>
          void form.handleSubmit(({ password }) =>
            change.mutate(password, {
              onSuccess: () => {
                onClose();
                notify({ title: t`The password was changed` });
              },
            }),
          )(event)
        }
      >
        <ErrorBanner error={change.error} />
        <AccountName email={me.data?.user.email} />
        <NewPasswordField
          value={form.watch('password')}
          minCount={minCount}
          error={form.formState.errors.password?.message}
          input={form.register('password', { validate: (text) => passwordLength(text) >= minCount || t`This is too short.` })}
        />
      </form>
    </Dialog>
  );
}
