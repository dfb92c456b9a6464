import { ATTRIBUTE_TYPES, type Attribute, type AttributeType, type Sensitivity } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { UnsavedGuard } from '#frame/UnsavedGuard.tsx';
import { useDraft } from '#lib/use-draft.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { useChangeAttribute, useCreateAttribute } from '../api/mutations.ts';
import { attributeKeyOf, choiceKeyOf } from '../fns/attribute-key.ts';
import { ChoicesEditor, type ChoiceDraft } from './ChoicesEditor.tsx';
import { useTypeWords } from './use-type-words.ts';

interface Values {
  label: string;
  key: string;
  type: AttributeType;
  sensitivity: Sensitivity;
  choices: ChoiceDraft[];
}

/** Keys for choices that have none yet. */
function withKeys(choices: readonly ChoiceDraft[]): { key: string; label: string }[] {
  const taken = choices.flatMap(({ key }) => (key === null ? [] : [key]));
  return choices.map(({ key, label }) => {
    if (key !== null) return { key, label: label.trim() };
    const made = choiceKeyOf(label, taken);
    taken.push(made);
    return { key: made, label: label.trim() };
  });
}

/** Defines an attribute, or changes what one is called and its choices; the rest never changes. */
export function AttributeDialog({ attribute, onClose }: { attribute: Attribute | null; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const words = useTypeWords();
  const create = useCreateAttribute();
  const change = useChangeAttribute();
  const [follows, setFollows] = useState(true);
  const draft = useDraft<Values>({
    saved: {
      label: attribute?.label ?? '',
      key: attribute?.key ?? '',
      type: attribute?.type ?? 'text',
      sensitivity: attribute?.sensitivity ?? 'personal',
      choices: attribute?.choices ?? [],
    },
    check: ({ label, key, type, choices }) => {
      const found = new Map<string, string>();
      if (label.trim() === '') found.set('label', t`Enter a name.`);
      if (!/^[a-z][a-z0-9_]{0,49}$/.test(key)) found.set('key', t`Small letters, digits and underscores; it begins with a letter.`);
      const labels = choices.map((choice) => choice.label.trim().toLocaleLowerCase());
      if (type === 'choice' && choices.length === 0) found.set('choices', t`Add at least one choice.`);
      else if (type === 'choice' && labels.includes('')) found.set('choices', t`Every choice needs a name.`);
      else if (type === 'choice' && new Set(labels).size < labels.length) found.set('choices', t`The choices must differ.`);
      return found;
    },
    save: async ({ label, key, type, sensitivity, choices }) => {
      const name = label.trim();
      const named = withKeys(choices);
      if (attribute) await change.mutateAsync({ id: attribute.id, label: name, ...(type === 'choice' ? { choices: named } : {}) });
      else await create.mutateAsync({ label: name, key, type, sensitivity, choices: type === 'choice' ? named : [] });
      notify({ title: t`The attribute “${name}” is saved` });
    },
    onSaved: onClose,
  });
  const { value } = draft;
  const { error } = draft;
  const isTaken = error instanceof KabarError && error.code === 'conflict';
  const inUse = error instanceof KabarError && error.is('in_use') ? (error.details?.count ?? 0) : null;
  return (
    <Dialog
      open
      keepOpen={draft.isDirty}
      onOpenChange={onClose}
      title={attribute ? t`Change the attribute` : t`New attribute`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={draft.pending}>
          {attribute ? <Trans>Save</Trans> : <Trans>Create the attribute</Trans>}
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          draft.save();
        }}
      >
        <ErrorBanner error={isTaken || inUse !== null ? null : error} />
        <Field label={t`Name`} error={draft.issues.get('label')} hint={t`As it stands beside the value on a contact.`}>
          <Input
            dir="auto"
            maxLength={100}
            value={value.label}
            onValueChange={(label) =>
              draft.change({ ...value, label, ...(attribute === null && follows ? { key: attributeKeyOf(label) } : {}) })
            }
          />
        </Field>
        {attribute ? (
          <p className="text-13 text-weak">
            <Trans>
              Key <code className="font-mono">{value.key}</code> · type {words[value.type].name} ·{' '}
              {value.sensitivity === 'personal' ? t`personal` : t`not personal`}. These never change.
            </Trans>
          </p>
        ) : (
          <>
            <Field
              label={t`Key`}
              error={isTaken ? t`Another attribute has this key.` : draft.issues.get('key')}
              hint={t`For programs, files and variables. It never changes.`}
            >
              <Input
                className="font-mono"
                maxLength={50}
                spellCheck={false}
                autoCapitalize="none"
                value={value.key}
                onValueChange={(key) => {
                  setFollows(false);
                  draft.change({ ...value, key: key.toLowerCase() });
                }}
              />
            </Field>
            <Field label={t`Type`} hint={t`It never changes.`}>
              <Select
                value={value.type}
                onValueChange={(type) =>
                  draft.change({
                    ...value,
                    type,
                    choices: type === 'choice' && value.choices.length === 0 ? [{ key: null, label: '' }] : value.choices,
                  })
                }
                options={ATTRIBUTE_TYPES.map((type) => ({ value: type, label: words[type].name, hint: words[type].hint }))}
              />
            </Field>
          </>
        )}
        {value.type === 'choice' ? (
          <ChoicesEditor
            choices={value.choices}
            onChoicesChange={(choices) => draft.change({ ...value, choices })}
            error={
              inUse === null
                ? draft.issues.get('choices')
                : t`A choice that you took out is still the value of contacts: ${inUse}. Give them another one first, or keep the choice.`
            }
          />
        ) : null}
        {attribute ? null : (
          <div className="flex flex-col gap-1.5">
            <span aria-hidden className="text-13 font-medium text-strong">
              <Trans>How sensitive is it?</Trans>
            </span>
            <RadioGroup
              cards
              label={t`How sensitive is it?`}
              value={value.sensitivity}
              onValueChange={(sensitivity) => draft.change({ ...value, sensitivity })}
              options={[
                {
                  value: 'personal',
                  label: t`Personal`,
                  hint: (
                    <Trans>
                      Sealed under the contact's own key and unreadable once they are erased. Can be searched for an exact value only. Right
                      for birthdays, addresses, health.
                    </Trans>
                  ),
                },
                {
                  value: 'plain',
                  label: t`Not personal`,
                  hint: <Trans>Can also be compared, as in “more than 10 orders”. Right for points, dates of orders, the branch.</Trans>,
                },
              ]}
            />
          </div>
        )}
      </form>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </Dialog>
  );
}
