import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { Language } from '#lib/i18n.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { signUp } from '../api/sign-up.ts';
import { passwordLength, passwordMinCount } from '../fns/password-rule.ts';
import { NewPasswordField } from './NewPasswordField.tsx';

/** Props of SignUpForm. With `email` set the account is made for that address, as an invitation asks. */
export interface SignUpFormProps {
  email?: string | undefined;
  onSignedIn: () => void | Promise<void>;
}

/** Name, e-mail and password of a new account. */
export function SignUpForm({ email, onSignedIn }: SignUpFormProps) {
  const { t, i18n } = useLingui();
  const form = useForm({ defaultValues: { name: '', email: email ?? '', password: '', ofAge: false } });
  const { errors } = form.formState;
  const create = useMutation({
    // Only languages of the list are ever shown.
    mutationFn: ({ name, email: address, password }: { name: string; email: string; password: string }) =>
      signUp({ name, email: address, password, of_age: true, language: i18n.locale as Language }),
    onSuccess: (outcome) => (outcome === 'signed_in' ? onSignedIn() : undefined),
    onError: (error) => {
      if (error instanceof KabarError && error.code === 'password_refused') form.setFocus('password', { shouldSelect: true });
    },
  });
  if (create.data === 'mail') {
    const sentTo = create.variables.email;
    return (
      <Banner tone="info" title={t`Look into your mail`}>
        <Trans>We wrote to {sentTo}. The link in the mail leads on; you can close this page.</Trans>
      </Banner>
    );
  }
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}>
      <ErrorBanner error={create.error} />
      <Field label={t`Your name`} error={errors.name?.message} hint={t`As your team and your customers know you.`}>
        <Input
          autoComplete="name"
          maxLength={100}
          {...form.register('name', {
            validate: (name) => name.trim() !== '' || t`Enter your name.`,
            setValueAs: (name: string) => name.trim(),
          })}
        />
      </Field>
      <Field label={t`E-mail`} error={errors.email?.message}>
        <Input
          type="email"
          autoComplete="username"
          readOnly={email !== undefined}
          maxLength={254}
          {...form.register('email', {
            validate: (value) => /^\S+@\S+\.\S+$/.test(value.trim()) || t`Enter an e-mail such as name@example.com.`,
            setValueAs: (value: string) => value.trim(),
          })}
        />
      </Field>
      <NewPasswordField
        value={form.watch('password')}
        error={errors.password?.message}
        input={form.register('password', {
          validate: (password) => passwordLength(password) >= passwordMinCount || t`Choose at least ${passwordMinCount} characters.`,
        })}
      />
      <Controller
        control={form.control}
        name="ofAge"
        rules={{ validate: (ofAge) => ofAge || t`Accounts are for adults. Tick this if you are one.` }}
        render={({ field, fieldState }) => (
          <div className="flex flex-col gap-1.5">
            <Checkbox
              checked={field.value}
              onCheckedChange={field.onChange}
              label={t`I am at least 18 years old`}
              hint={t`Kabar is for business; accounts are not for children.`}
            />
            {fieldState.error ? (
              <p role="alert" className="text-13 text-bad">
                {fieldState.error.message}
              </p>
            ) : null}
          </div>
        )}
      />
      <Button type="submit" variant="primary" size="lg" loading={create.isPending}>
        <Trans>Create the account</Trans>
      </Button>
    </form>
  );
}
