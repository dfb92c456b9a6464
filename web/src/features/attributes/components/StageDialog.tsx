import type { Stage } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { UnsavedGuard } from '#frame/UnsavedGuard.tsx';
import { useDraft } from '#lib/use-draft.ts';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveStage } from '../api/stages.ts';

/** Adds a stage or renames one. */
export function StageDialog({ stage, onClose }: { stage: Stage | null; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const save = useSaveStage();
  const draft = useDraft<{ name: string }>({
    saved: { name: stage?.name ?? '' },
    check: ({ name }) => new Map(name.trim() === '' ? [['name', t`Enter a name.`]] : []),
    save: async ({ name }) => {
      await save.mutateAsync({ id: stage?.id ?? null, name: name.trim() });
      notify({ title: t`The stage is saved` });
    },
    onSaved: onClose,
  });
  const isTaken = draft.error instanceof KabarError && draft.error.code === 'conflict';
  return (
    <Dialog
      open
      size="sm"
      keepOpen={draft.isDirty}
      onOpenChange={onClose}
      title={stage ? t`Rename the stage` : t`New stage`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={draft.pending}>
          {stage ? <Trans>Save</Trans> : <Trans>Add the stage</Trans>}
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          draft.save();
        }}
      >
        <ErrorBanner error={isTaken ? null : draft.error} />
        <Field label={t`Name`} error={isTaken ? t`Another stage has this name.` : draft.issues.get('name')}>
          <Input dir="auto" maxLength={100} value={draft.value.name} onValueChange={(name) => draft.change({ name })} />
        </Field>
      </form>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </Dialog>
  );
}
