import { TAG_COLORS, type Tag, type TagColor } from '@kabar/contract';
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
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveTag } from '../api/mutations.ts';
import { TagChip } from './TagChip.tsx';
import { TagDot } from './TagDot.tsx';
import { useColorName } from './use-color-name.ts';

/** Makes a tag or changes its name and colour. */
export function TagDialog({ tag, onClose }: { tag: Tag | null; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const colorName = useColorName();
  const save = useSaveTag();
  const draft = useDraft<{ name: string; color: TagColor }>({
    saved: { name: tag?.name ?? '', color: tag?.color ?? 'gray' },
    check: ({ name }) => new Map(name.trim() === '' ? [['name', t`Enter a name.`]] : []),
    save: async (value) => {
      await save.mutateAsync({ id: tag?.id ?? null, name: value.name.trim(), color: value.color });
      notify({ title: t`The tag is saved` });
    },
    onSaved: onClose,
  });
  const { value, change } = draft;
  const isTaken = draft.error instanceof KabarError && draft.error.code === 'conflict';
  return (
    <Dialog
      open
      size="sm"
      keepOpen={draft.isDirty}
      onOpenChange={onClose}
      title={tag ? t`Change the tag` : t`New tag`}
      action={
        <Button variant="primary" type="submit" form={formId} loading={draft.pending}>
          {tag ? <Trans>Save</Trans> : <Trans>Create the tag</Trans>}
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
        <Field label={t`Name`} error={isTaken ? t`Another tag has this name. To make one of two, merge them.` : draft.issues.get('name')}>
          <Input dir="auto" maxLength={50} value={value.name} onValueChange={(name) => change({ ...value, name })} />
        </Field>
        <Field label={t`Colour`}>
          <Select
            value={value.color}
            onValueChange={(color) => change({ ...value, color })}
            options={TAG_COLORS.map((color) => ({ value: color, label: colorName(color), icon: <TagDot color={color} /> }))}
          />
        </Field>
        <div className="flex items-center gap-2 text-13 text-weak">
          <Trans>It looks like this:</Trans> <TagChip tag={{ name: value.name.trim() || t`Tag`, color: value.color }} />
        </div>
      </form>
      <UnsavedGuard isDirty={draft.isDirtyNow} />
    </Dialog>
  );
}
