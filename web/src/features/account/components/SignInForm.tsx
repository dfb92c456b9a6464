import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { accountApi } from '#lib/api.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';

/** Props of SignInForm. With `email` set only that account can sign in. */
export interface SignInFormProps {
  email?: string | undefined;
  onSignedIn: () => void | Promise<void>;
}

/** E-mail and password. */
export function SignInForm({ email, onSignedIn }: SignInFormProps) {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { email: email ?? '', password: '' } });
  const { errors } = form.formState;
  const signIn = useMutation({
    mutationFn: (values: { email: string; password: string }) => accountApi.auth.signIn(values),
    onSuccess: onSignedIn,
    onError: () => form.setFocus('password', { shouldSelect: true }),
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.handleSubmit((values) => signIn.mutate(values))(event)}>
      <ErrorBanner error={signIn.error} />
      <Field label={t`E-mail`} error={errors.email?.message}>
        <Input
          type="email"
          autoComplete="username"
          readOnly={email !== undefined}
          tabIndex={email === undefined ? undefined : -1}
          {...form.register('email', { required: t`Enter your e-mail.` })}
        />
      </Field>
      <Field
        label={t`Password`}
        error={errors.password?.message}
        aside={
          <Link to="/forgot-password" className="text-accent-text underline-offset-3 hover:underline">
            <Trans>Forgot it?</Trans>
          </Link>
        }
      >
        <PasswordInput autoComplete="current-password" {...form.register('password', { required: t`Enter your password.` })} />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={signIn.isPending}>
        <Trans>Sign in</Trans>
      </Button>
    </form>
  );
}
