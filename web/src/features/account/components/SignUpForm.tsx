import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { Language } from '#lib/i18n.ts';
import { fieldIssues } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { signUp, signUpNoticeQuery } from '../api/sign-up.ts';
import { passwordLength, passwordMinCount } from '../fns/password-rule.ts';
import { NewPasswordField } from './NewPasswordField.tsx';
import { StillWaiting } from './StillWaiting.tsx';

/** Props of SignUpForm. With `email` set the account is made for that address, as an invitation asks. */
export interface SignUpFormProps {
  email?: string | undefined;
  onSignedIn: () => void | Promise<void>;
}

/** Name, e-mail and password of a new account. */
export function SignUpForm({ email, onSignedIn }: SignUpFormProps) {
  const { t, i18n } = useLingui();
  const form = useForm({ defaultValues: { name: '', email: email ?? '', password: '', ofAge: false, accepts: false } });
  const queryClient = useQueryClient();
  const notice = useQuery(signUpNoticeQuery);
  const noticeId = notice.data?.id ?? null;
  const { errors } = form.formState;
  const create = useMutation({
    // Only languages of the list are ever shown.
    mutationFn: ({ name, email: address, password }: { name: string; email: string; password: string }) =>
      signUp({
        name,
        email: address,
        password,
        of_age: true,
        language: i18n.locale as Language,
        ...(noticeId === null ? {} : { accepted_notice_id: noticeId }),
      }),
    onSuccess: (outcome) => (outcome === 'signed_in' ? onSignedIn() : undefined),
    onError: (error) => {
      if (error instanceof KabarError && error.code === 'password_refused') form.setFocus('password', { shouldSelect: true });
      // A newer notice counts since the page was opened: it is to be read and accepted.
      if (isAboutNotice(error)) {
        form.resetField('accepts');
        void queryClient.invalidateQueries({ queryKey: signUpNoticeQuery.queryKey });
      }
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
      {isAboutNotice(create.error) ? (
        <Banner tone="warn" title={t`The privacy notice has changed`}>
          <Trans>A newer version counts since you opened this page. Read it, accept it below and try again.</Trans>
        </Banner>
      ) : (
        <ErrorBanner error={create.error} />
      )}
      <ErrorBanner error={notice.error} onRetry={() => void notice.refetch()} />
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
      {noticeId === null ? null : (
        <Controller
          control={form.control}
          name="accepts"
          rules={{ validate: (accepts) => accepts || t`Read the notice and tick this to go on.` }}
          render={({ field, fieldState }) => (
            <div className="flex flex-col gap-1.5">
              <Checkbox
                checked={field.value}
                onCheckedChange={field.onChange}
                label={t`I accept the privacy notice`}
                hint={t`Your acceptance is recorded with the time and your network address. It is not consent to anything.`}
              />
              <a href={notice.data?.url} target="_blank" rel="noopener noreferrer" className="text-13 text-accent-text underline">
                <Trans>Read the privacy notice</Trans>
              </a>
              {fieldState.error ? (
                <p role="alert" className="text-13 text-bad">
                  {fieldState.error.message}
                </p>
              ) : null}
            </div>
          )}
        />
      )}
      <Button type="submit" variant="primary" size="lg" loading={create.isPending} disabled={notice.isPending}>
        <Trans>Create the account</Trans>
      </Button>
      <StillWaiting pending={create.isPending} />
    </form>
  );
}

function isAboutNotice(error: unknown): boolean {
  return fieldIssues(error).some(({ path }) => path === 'accepted_notice_id');
}
