import type { Stage } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { useRemoveStage } from '../api/stages.ts';

const nowhere = 'none';

/** Deletes a stage and says where its contacts go. */
export function RemoveStageDialog({ stage, stages, onClose }: { stage: Stage; stages: readonly Stage[]; onClose: () => void }) {
  const { t } = useLingui();
  const remove = useRemoveStage();
  const others = stages.filter((other) => other.id !== stage.id);
  // The step before, or the first of the others.
  const neighbour = stages[stages.findIndex((one) => one.id === stage.id) - 1] ?? others[0];
  const [moveTo, setMoveTo] = useState<string>(neighbour?.id ?? nowhere);
  const name = stage.name;
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={t`Delete the stage “${name}”?`}
      action={
        <Button
          variant="danger"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(
              { id: stage.id, moveTo: moveTo === nowhere ? null : moveTo },
              {
                onSuccess: () => {
                  notify({ title: t`The stage “${name}” is deleted` });
                  onClose();
                },
              },
            )
          }
        >
          <Trans>Delete</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={remove.error} />
        <p>
          <Plural
            value={stage.contact_count}
            _0="No contact is in it."
            one="# contact is in it and goes to another stage."
            other="# contacts are in it and go to another stage."
          />
        </p>
        {stage.contact_count > 0 ? (
          <Field label={t`They go to`}>
            <Select
              value={moveTo}
              onValueChange={setMoveTo}
              options={[
                ...others.map((other) => ({ value: other.id as string, label: other.name })),
                { value: nowhere, label: t`No stage` },
              ]}
            />
          </Field>
        ) : null}
      </div>
    </Dialog>
  );
}
