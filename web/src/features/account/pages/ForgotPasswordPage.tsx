import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { accountApi } from '#lib/api.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { AuthLayout } from '../components/AuthLayout.tsx';

/** Ask for the link that sets a new password. The answer does not tell whether there is such an account. */
export function ForgotPasswordPage() {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { email: '' } });
  const ask = useMutation({ mutationFn: (values: { email: string }) => accountApi.auth.forgotPassword(values) });
  const sentTo = ask.isSuccess ? ask.variables.email : null;
  return (
    <AuthLayout
      title={t`Forgot your password?`}
      description={<Trans>We send you a link with which you choose a new one. It works once, for a short time.</Trans>}
    >
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.handleSubmit((values) => ask.mutate(values))(event)}>
        <ErrorBanner error={ask.error} />
        {sentTo ? (
          <Banner tone="good" title={t`Look into your mail`}>
            <Trans>
              If there is an account for {sentTo}, the link is on its way. Nothing there after some minutes? Check the address and the spam
              folder.
            </Trans>
          </Banner>
        ) : null}
        <Field label={t`E-mail`} error={form.formState.errors.email?.message}>
          <Input
            type="email"
            autoComplete="username"
            {...form.register('email', {
              validate: (value) => /^\S+@\S+\.\S+$/.test(value.trim()) || t`Enter an e-mail such as name@example.com.`,
              setValueAs: (value: string) => value.trim(),
            })}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={ask.isPending}>
          {sentTo ? <Trans>Send it again</Trans> : <Trans>Send the link</Trans>}
        </Button>
        <Link to="/sign-in" className="self-center text-accent-text underline-offset-3 hover:underline">
          <Trans>Back to sign in</Trans>
        </Link>
      </form>
    </AuthLayout>
  );
}
