import type { PasskeyAnswer, SecondFactor, SecondFactorAsked, User } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Building2, Fingerprint } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { accountApi } from '#lib/api.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { answerWithPasskey, hasPasskeys, offerPasskeys, PasskeyCancelled } from '../api/passkeys.ts';
import { FactorForm } from './FactorForm.tsx';
import { StillWaiting } from './StillWaiting.tsx';

/** Props of SignInForm. With `email` set only that account can sign in; `next` is where a company's provider sends the browser in the end. */
export interface SignInFormProps {
  email?: string | undefined;
  next?: string | undefined;
  onSignedIn: () => void | Promise<void>;
}

const isHalf = (answer: User | SecondFactorAsked): answer is SecondFactorAsked => 'next' in answer;

/** Sign in with a password, and a second factor where there is one; with a passkey; or through one's company. */
export function SignInForm({ email, next, onSignedIn }: SignInFormProps) {
  const { t } = useLingui();
  const [factors, setFactors] = useState<SecondFactor[] | null>(null);
  const [way, setWay] = useState<'own' | 'company'>('own');
  if (factors !== null) {
    return (
      <section aria-label={t`Second step`} className="flex flex-col gap-4">
        <p className="text-14 text-normal">
          <Trans>The password is right. Now show your second factor.</Trans>
        </p>
        <FactorForm
          methods={factors}
          submitLabel={t`Sign in`}
          askPasskey={async () => answerWithPasskey(await accountApi.auth.askForSecondFactor())}
          onShow={async (factor) => {
            if ('password' in factor) return;
            await accountApi.auth.finishSignIn(factor);
            await onSignedIn();
          }}
        />
        <Button variant="ghost" size="sm" className="self-start" onClick={() => setFactors(null)}>
          <Trans>Start again</Trans>
        </Button>
      </section>
    );
  }
  if (way === 'company') return <CompanyForm email={email} next={next} onBack={() => setWay('own')} />;
  return <OwnForm email={email} onSignedIn={onSignedIn} onHalf={setFactors} onCompany={() => setWay('company')} />;
}

function OwnForm({
  email,
  onSignedIn,
  onHalf,
  onCompany,
}: {
  email: string | undefined;
  onSignedIn: () => void | Promise<void>;
  onHalf: (factors: SecondFactor[]) => void;
  onCompany: () => void;
}) {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { email: email ?? '', password: '' } });
  const { errors } = form.formState;
  const signIn = useMutation({
    mutationFn: async (values: { email: string; password: string }) => {
      const answer = await accountApi.auth.signIn(values);
      if (isHalf(answer)) onHalf(answer.factors);
      else await onSignedIn();
    },
    onError: () => form.setFocus('password', { shouldSelect: true }),
  });
  const withPasskey = useMutation({
    mutationFn: async (chosen: PasskeyAnswer | null) => {
      const passkey = chosen ?? (await answerWithPasskey(await accountApi.auth.askForPasskey()));
      await accountApi.auth.signInWithPasskey({ passkey });
      await onSignedIn();
    },
  });
  const { isPending: isAsking, mutate: signInWith } = withPasskey;
  // A browser asks one question at a time: while the button's is open, the offer in the field rests.
  useEffect(() => {
    if (isAsking) return;
    const end = new AbortController();
    const offer = offerPasskeys(() => accountApi.auth.askForPasskey({ signal: end.signal }), end.signal);
    void offer.then((chosen) => (chosen === null ? undefined : signInWith(chosen)));
    return () => end.abort();
  }, [isAsking, signInWith]);
  const passkeyError = withPasskey.error instanceof PasskeyCancelled ? null : withPasskey.error;
  return (
    <div className="flex flex-col gap-4">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          withPasskey.reset();
          void form.handleSubmit((values) => signIn.mutate(values))(event);
        }}
      >
        <ErrorBanner error={signIn.error ?? passkeyError} />
        <Field label={t`E-mail`} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="username webauthn"
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
        <StillWaiting pending={signIn.isPending} />
      </form>
      <div
        aria-hidden
        className="flex items-center gap-3 text-13 text-weak before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
      >
        <Trans>or</Trans>
      </div>
      {hasPasskeys ? (
        <Button
          size="lg"
          icon={<Fingerprint aria-hidden />}
          loading={withPasskey.isPending}
          onClick={() => {
            signIn.reset();
            withPasskey.mutate(null);
          }}
        >
          <Trans>Sign in with a passkey</Trans>
        </Button>
      ) : null}
      <Button size="lg" icon={<Building2 aria-hidden />} onClick={onCompany}>
        <Trans>Sign in with your company</Trans>
      </Button>
    </div>
  );
}

function CompanyForm({ email, next, onBack }: { email: string | undefined; next: string | undefined; onBack: () => void }) {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { email: email ?? '' } });
  const error = form.formState.errors.email?.message;
  const begin = useMutation({
    mutationFn: async (values: { email: string }) => {
      const { url } = await accountApi.auth.beginSingleSignOn({ ...values, ...(next === undefined ? {} : { next }) });
      if (url === null) return 'nobody' as const;
      globalThis.location.assign(url);
      // The page is being left; the button keeps turning until it is.
      return new Promise<never>(() => undefined);
    },
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.handleSubmit((values) => begin.mutate(values))(event)}>
      <ErrorBanner error={begin.error} />
      {begin.data === 'nobody' ? (
        <Banner tone="warn" title={t`No company signs in here with that address`}>
          <Trans>Check the address, or sign in with your password. Single sign-on is set up by an owner of the workspace.</Trans>
        </Banner>
      ) : null}
      <Field label={t`Your e-mail at the company`} error={error}>
        <Input
          autoFocus
          type="email"
          autoComplete="username"
          readOnly={email !== undefined}
          {...form.register('email', { required: t`Enter your e-mail.` })}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={begin.isPending}>
        <Trans>Go on at the company</Trans>
      </Button>
      <StillWaiting pending={begin.isPending} />
      <Button variant="ghost" size="sm" className="self-start" onClick={onBack}>
        <Trans>Sign in another way</Trans>
      </Button>
    </form>
  );
}
