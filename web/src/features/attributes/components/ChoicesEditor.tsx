import { ATTRIBUTE_LIMITS, type AttributeChoice } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, Trash2 } from 'lucide-react';
import { moveItem } from '#lib/move-item.ts';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { ReorderButtons } from '#ui/ReorderButtons.tsx';

/** A choice while it is written: `key` null until it is saved, because a key never changes afterwards. */
export type ChoiceDraft = Omit<AttributeChoice, 'key'> & { key: string | null };

/** Props of ChoicesEditor. */
export interface ChoicesEditorProps {
  choices: readonly ChoiceDraft[];
  onChoicesChange: (choices: ChoiceDraft[]) => void;
  error?: string | undefined;
}

/** What can be chosen, in its order. */
export function ChoicesEditor({ choices, onChoicesChange, error }: ChoicesEditorProps) {
  const { t } = useLingui();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-13 font-medium text-strong">
        <Trans>Choices</Trans>
      </legend>
      <ol className="flex flex-col gap-1.5">
        {choices.map((choice, index) => {
          const number = index + 1;
          const name = choice.label === '' ? t`Choice ${number}` : choice.label;
          return (
            // New ones have no key yet; their place is who they are.
            <li key={index} className="flex items-center gap-1">
              <Input
                dir="auto"
                aria-label={t`Choice ${number}`}
                aria-invalid={error !== undefined && choice.label.trim() === '' ? true : undefined}
                data-invalid={error !== undefined && choice.label.trim() === '' ? '' : undefined}
                maxLength={100}
                // The next choice begins where one was just asked for.
                autoFocus={choice.key === null && index === choices.length - 1 && choice.label === '' && index > 0}
                value={choice.label}
                onValueChange={(label) => onChoicesChange(choices.map((one, place) => (place === index ? { ...one, label } : one)))}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || index !== choices.length - 1 || choice.label.trim() === '') return;
                  event.preventDefault();
                  onChoicesChange([...choices, { key: null, label: '' }]);
                }}
              />
              <ReorderButtons
                name={name}
                index={index}
                count={choices.length}
                onMove={(to) => onChoicesChange(moveItem(choices, index, to))}
              />
              <IconButton
                size="sm"
                label={t`Remove ${name}`}
                icon={<Trash2 aria-hidden />}
                onClick={() => onChoicesChange(choices.filter((_, place) => place !== index))}
              />
            </li>
          );
        })}
      </ol>
      <Button
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden />}
        disabled={choices.length >= ATTRIBUTE_LIMITS.choices}
        onClick={() => onChoicesChange([...choices, { key: null, label: '' }])}
      >
        <Trans>Add a choice</Trans>
      </Button>
      {error ? (
        <p role="alert" className="text-13 text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
