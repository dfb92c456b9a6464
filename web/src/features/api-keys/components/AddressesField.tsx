import { useLingui } from '@lingui/react/macro';
import { Controller, type Control, type FieldPathByValue, type FieldValues } from 'react-hook-form';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { wrongIpRange } from '../fns/ip-range.ts';

/** Props of AddressesField. `onEdited`: what was agreed to for the list before no longer holds. */
export interface AddressesFieldProps<Values extends FieldValues> {
  label: string;
  rows: number;
  error: string | undefined;
  control: Control<Values>;
  name: FieldPathByValue<Values, string>;
  onEdited: () => void;
}

/** Addresses and ranges from which something may be used, one per line. */
export function AddressesField<Values extends FieldValues>({ label, rows, error, control, name, onEdited }: AddressesFieldProps<Values>) {
  const { t } = useLingui();
  const check = (text: string): string | true => {
    const wrong = wrongIpRange(text);
    return wrong === null || t`“${wrong}” is not an address or range.`;
  };
  return (
    <Field label={label} optional error={error} hint={t`One address or range per line, such as 203.0.113.0/24. Empty: from anywhere.`}>
      <Controller
        control={control}
        name={name}
        rules={{ validate: check }}
        render={({ field }) => (
          <Textarea
            rows={rows}
            spellCheck={false}
            className="font-mono text-13"
            {...field}
            onChange={(event) => {
              field.onChange(event);
              onEdited();
            }}
          />
        )}
      />
    </Field>
  );
}

/** Props of LockoutConsent. `shutsOut`: addresses that used it lately and that the list leaves out. */
export interface LockoutConsentProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPathByValue<Values, boolean>;
  shutsOut: readonly string[];
}

/** Asks whether these are meant to be shut out. */
export function LockoutConsent<Values extends FieldValues>({ control, name, shutsOut }: LockoutConsentProps<Values>) {
  const { t } = useLingui();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Checkbox
          checked={field.value}
          onCheckedChange={field.onChange}
          label={t`I mean it: shut out ${shutsOut.join(', ')}`}
          hint={t`These addresses used it lately.`}
        />
      )}
    />
  );
}
