import type { Attribute, AttributeValue } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { errorSentence, fieldIssues } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { useUpdateContact } from '../../api/mutations.ts';

/** Props of AttributeField. */
export interface AttributeFieldProps {
  contactId: string;
  attribute: Attribute;
  value: AttributeValue | undefined;
  onDone: () => void;
}

const empty = 'none';

/** Changes one value in its place: what can be chosen counts at once, what is typed with Enter. */
export function AttributeField({ contactId, attribute, value, onDone }: AttributeFieldProps) {
  const { t, i18n } = useLingui();
  const update = useUpdateContact(contactId);
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const save = (next: AttributeValue | null): void => update.mutate({ attributes: { [attribute.key]: next } }, { onSuccess: onDone });
  const { type, label } = attribute;
  const message = fieldIssues(update.error)[0]?.message;
  const error = update.error ? (message ? t`Not accepted: ${message}.` : errorSentence(update.error, i18n)) : undefined;
  const choices =
    type === 'yes_no'
      ? [
          { value: 'true', label: t`Yes` },
          { value: 'false', label: t`No` },
        ]
      : type === 'choice'
        ? attribute.choices.map((choice) => ({ value: choice.key, label: choice.label }))
        : null;

  function submit(): void {
    const said = text.trim();
    save(said === '' ? null : type === 'number' ? Number(said) : said);
  }

  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onDone();
      }}
    >
      <Field label={label} error={error}>
        {choices ? (
          <Select
            value={text === '' ? empty : text}
            onValueChange={(next) => {
              setText(next === empty ? '' : next);
              save(next === empty ? null : type === 'yes_no' ? next === 'true' : next);
            }}
            options={[{ value: empty, label: t`Not known` }, ...choices]}
          />
        ) : (
          <Input
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press on the value was the wish to type
            autoFocus
            dir="auto"
            type={type === 'number' ? 'number' : type === 'date' ? 'date' : 'text'}
            step="any"
            maxLength={500}
            value={text}
            onValueChange={setText}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
        {choices ? null : (
          <Button size="sm" type="submit" variant="primary" loading={update.isPending}>
            <Trans>Save</Trans>
          </Button>
        )}
      </div>
    </form>
  );
}
