import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck } from 'lucide-react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { passwordLength, passwordMinCount, passwordMinCountWithFactor } from '../fns/password-rule.ts';

/** Props of NewPasswordField; `value` is what is typed now, for the count. */
export interface NewPasswordFieldProps {
  value: string;
  /** Fewest characters; by default those of a password that stands alone. */
  minCount?: number | undefined;
  /** Nobody knows here whether the account has a second factor, beside which fewer are enough. */
  mayHaveFactor?: boolean | undefined;
  error: string | undefined;
  input: UseFormRegisterReturn;
}

/** A password to choose, with how far it is from long enough. */
export function NewPasswordField({ value, error, input, minCount = passwordMinCount, mayHaveFactor = false }: NewPasswordFieldProps) {
  const { t } = useLingui();
  const missing = minCount - passwordLength(value);
  return (
    <Field
      label={t`Password`}
      error={error}
      hint={
        value === '' ? (
          <>
            <Trans>At least {minCount} characters. A short sentence is easy to remember and hard to guess.</Trans>
            {mayHaveFactor ? (
              <>
                {' '}
                <Trans>Beside a second factor, {passwordMinCountWithFactor} are enough.</Trans>
              </>
            ) : null}
          </>
        ) : missing > 0 ? (
          <Plural value={missing} one="# more character" other="# more characters" />
        ) : (
          <span className="flex items-center gap-1.5 text-good">
            <CircleCheck aria-hidden className="size-4" />
            <Trans>Long enough</Trans>
          </span>
        )
      }
    >
      <PasswordInput autoComplete="new-password" {...input} />
    </Field>
  );
}
