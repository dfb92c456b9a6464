import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { accountApi } from '#lib/api.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { notify } from '#ui/toasts.ts';
import { AuthLayout } from '../components/AuthLayout.tsx';
import { NewPasswordField } from '../components/NewPasswordField.tsx';
import { passwordLength, passwordMinCountWithFactor } from '../fns/password-rule.ts';
import { useHashToken } from '../use-hash-token.ts';

/** Choose a new password with the token of the mail. Ends every other session. */
export function ResetPasswordPage() {
  const token = useHashToken();
  const { t } = useLingui();
  const navigate = useNavigate();
  const form = useForm({ defaultValues: { password: '' } });
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => accountApi.auth.resetPassword({ token: token ?? '', password }),
    onSuccess: async () => {
      notify({ title: t`The new password is set`, description: t`You were signed out everywhere. Sign in with it now.` });
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <AuthLayout
      title={t`Choose a new password`}
      description={<Trans>You will be signed out on every device and sign in with the new one.</Trans>}
    >
      {token === null ? (
        <Banner tone="bad" title={t`This link is not complete`}>
          <Link to="/forgot-password" className="underline underline-offset-2">
            <Trans>Ask for a new one</Trans>
          </Link>
        </Banner>
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => void form.handleSubmit((values) => reset.mutate(values))(event)}
        >
          <ErrorBanner error={reset.error} />
          <NewPasswordField
            mayHaveFactor
            value={form.watch('password')}
            error={form.formState.errors.password?.message}
            input={form.register('password', {
              // Whether that is enough depends on the account, which the server knows.
              validate: (password) =>
                passwordLength(password) >= passwordMinCountWithFactor || t`Choose at least ${passwordMinCountWithFactor} characters.`,
            })}
          />
          <Button type="submit" variant="primary" size="lg" loading={reset.isPending}>
            <Trans>Set the password</Trans>
          </Button>
        </form>
      )}
    </AuthLayout>
  );
}
