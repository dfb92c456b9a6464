import { useLingui } from '@lingui/react/macro';
import { Controller, type Control, type FieldPathByValue, type FieldValues } from 'react-hook-form';
import { Field, type FieldProps } from './Field.tsx';
import { NumberInput } from './NumberInput.tsx';
import { Select, type SelectOption } from './Select.tsx';

type FieldWords = Pick<FieldProps, 'label' | 'hint' | 'error' | 'optional'>;

/** Props of SelectField. `onChosen` is told after the form has the choice. */
export interface SelectFieldProps<Values extends FieldValues, Value extends string> extends FieldWords {
  control: Control<Values>;
  name: FieldPathByValue<Values, Value>;
  options: readonly SelectOption<Value>[];
  onChosen?: (value: Value) => void;
}

/** One choice out of a short list, as a field of a form. */
export function SelectField<Values extends FieldValues, Value extends string>(props: SelectFieldProps<Values, Value>) {
  const { control, name, options, onChosen, ...words } = props;
  return (
    <Field {...words}>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <Select
            value={field.value}
            onValueChange={(next: Value) => {
              field.onChange(next);
              onChosen?.(next);
            }}
            options={options}
          />
        )}
      />
    </Field>
  );
}

/** Props of NumberField. Where it is `optional`, an empty field is right, too. */
export interface NumberFieldProps<Values extends FieldValues> extends FieldWords {
  control: Control<Values>;
  name: FieldPathByValue<Values, number | null>;
  max: number;
}

/** A whole number from 1 to `max`, as a field of a form. */
export function NumberField<Values extends FieldValues>({ control, name, max, ...words }: NumberFieldProps<Values>) {
  const { t } = useLingui();
  const fits = (value: number | null): boolean => (value === null ? words.optional === true : value >= 1 && value <= max);
  return (
    <Field {...words}>
      <Controller
        control={control}
        name={name}
        rules={{ validate: (value) => fits(value) || t`From 1 to ${max}.` }}
        render={({ field }) => <NumberInput min={1} max={max} value={field.value} onValueChange={field.onChange} />}
      />
    </Field>
  );
}
