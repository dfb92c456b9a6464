import type { PasskeyAnswer, StepUpMethod } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { hasPasskeys, PasskeyCancelled } from '../api/passkeys.ts';
import { AccountName } from './AccountName.tsx';
import { StillWaiting } from './StillWaiting.tsx';

/** One shown factor. */
export type ShownFactor = { password: string } | { code: string } | { recovery_code: string } | { passkey: PasskeyAnswer };

type OwnMethod = Exclude<StepUpMethod, 'single_sign_on'>;

/** Props of FactorForm. `methods`: what may be shown, best first. `askPasskey` lets the browser answer with a passkey. */
export interface FactorFormProps {
  methods: readonly OwnMethod[];
  submitLabel: string;
  onShow: (factor: ShownFactor) => Promise<unknown>;
  askPasskey: () => Promise<PasskeyAnswer>;
  /** Whose factor it is, where that is known; for password managers. */
  email?: string | undefined;
}

/** Shows one factor: with the best way first, and the others a press away. */
export function FactorForm({ methods, submitLabel, onShow, askPasskey, email }: FactorFormProps) {
  const { t } = useLingui();
  const usable = methods.filter((one) => one !== 'passkey' || hasPasskeys);
  const [method, setMethod] = useState<OwnMethod>(usable[0] ?? 'password');
  const show = useMutation({
    mutationFn: async (value: string) => {
      if (method === 'passkey') return onShow({ passkey: await askPasskey() });
      if (method === 'totp') return onShow({ code: value });
      return onShow(method === 'recovery_code' ? { recovery_code: value } : { password: value });
    },
  });
  const names: Readonly<Record<OwnMethod, string>> = {
    passkey: t`Use a passkey`,
    totp: t`Use a code of the app`,
    recovery_code: t`Use a recovery code`,
    password: t`Use the password`,
  };
  const error = show.error instanceof PasskeyCancelled ? null : show.error;
  return (
    <div className="flex flex-col gap-4">
      <ErrorBanner error={error} />
      {method === 'passkey' ? (
        <Button
          autoFocus
          variant="primary"
          size="lg"
          icon={<Fingerprint aria-hidden />}
          loading={show.isPending}
          onClick={() => show.mutate('')}
        >
          <Trans>Go on with a passkey</Trans>
        </Button>
      ) : (
        <TypedFactor
          key={method}
          method={method}
          submitLabel={submitLabel}
          pending={show.isPending}
          failed={error !== null}
          email={email}
          onSubmit={(value) => show.mutate(value)}
        />
      )}
      {usable.length > 1 ? (
        <div className="flex flex-col items-start gap-1">
          {usable
            .filter((other) => other !== method)
            .map((other) => (
              <Button
                key={other}
                variant="ghost"
                size="sm"
                onClick={() => {
                  show.reset();
                  setMethod(other);
                }}
              >
                {names[other]}
              </Button>
            ))}
        </div>
      ) : null}
    </div>
  );
}

function TypedFactor({
  method,
  submitLabel,
  pending,
  failed,
  email,
  onSubmit,
}: {
  method: Exclude<OwnMethod, 'passkey'>;
  submitLabel: string;
  pending: boolean;
  failed: boolean;
  email: string | undefined;
  onSubmit: (value: string) => void;
}) {
  const { t } = useLingui();
  const form = useForm({ defaultValues: { value: '' } });
  const error = form.formState.errors.value?.message;
  const { setFocus } = form;
  // What was wrong is to be typed over.
  useEffect(() => {
    if (failed) setFocus('value', { shouldSelect: true });
  }, [failed, setFocus]);
  const isDigits = (value: string): boolean => /^\s*(?:\d\s*){6}$/.test(value);
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.handleSubmit(({ value }) => onSubmit(value))(event)}>
      {method === 'password' ? (
        <>
          <AccountName email={email} />
          <Field label={t`Password`} error={error}>
            <PasswordInput autoFocus autoComplete="current-password" {...form.register('value', { required: t`Enter your password.` })} />
          </Field>
        </>
      ) : method === 'totp' ? (
        <Field label={t`Code`} error={error} hint={t`The six digits that your authenticator app shows now.`}>
          <Input
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            className="font-mono tracking-widest"
            {...form.register('value', { validate: (value) => isDigits(value) || t`Enter the six digits.` })}
          />
        </Field>
      ) : (
        <Field label={t`Recovery code`} error={error} hint={t`One of the codes you kept. Each works once.`}>
          <Input
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={60}
            className="font-mono"
            {...form.register('value', { validate: (value) => value.trim().length >= 8 || t`Enter a recovery code.` })}
          />
        </Field>
      )}
      <Button type="submit" variant="primary" size="lg" loading={pending}>
        {submitLabel}
      </Button>
      <StillWaiting pending={pending} />
    </form>
  );
}
