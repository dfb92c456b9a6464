import type { ContactFilter, Segment } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { useSegmentWork } from '../../api/mutations.ts';

/** Props of SegmentDialog. With `segment` it changes that one, else it makes a new one of `filter`. */
export interface SegmentDialogProps {
  segment: Segment | null;
  filter: ContactFilter | null;
  onClose: () => void;
  onSaved: (segment: Segment) => void;
  onDeleted: () => void;
}

/** Keeps a filter under a name, for oneself or for everybody. */
export function SegmentDialog({ segment, filter, onClose, onSaved, onDeleted }: SegmentDialogProps) {
  const { t } = useLingui();
  const mayShare = usePermission('contacts:manage');
  const work = useSegmentWork();
  const [name, setName] = useState(segment?.name ?? '');
  const [shared, setShared] = useState(segment?.shared ?? false);
  const [asking, setAsking] = useState(false);

  function save(): void {
    const said = name.trim();
    if (said === '') return;
    if (segment === null) {
      if (filter) work.create.mutate({ name: said, shared, filter }, { onSuccess: onSaved });
    } else {
      const body = { name: said, ...(shared === segment.shared ? {} : { shared }), ...(filter === null ? {} : { filter }) };
      work.change.mutate({ id: segment.id, body }, { onSuccess: onSaved });
    }
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={segment === null ? t`Save as segment` : t`Change the segment`}
      description={t`A segment holds whoever fits at the moment; nobody has to be put into it.`}
      footer={
        <>
          {segment === null ? null : (
            <Button className="mr-auto" onClick={() => setAsking(true)}>
              <Trans>Delete</Trans>
            </Button>
          )}
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" form="segment-form" loading={work.create.isPending || work.change.isPending}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <form
        id="segment-form"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ErrorBanner error={work.create.error ?? work.change.error} />
        <Field label={t`Name`}>
          <Input dir="auto" required maxLength={100} value={name} onValueChange={setName} placeholder={t`Regulars in Bandung`} />
        </Field>
        {mayShare ? <Checkbox label={t`For everybody in the workspace`} checked={shared} onCheckedChange={setShared} /> : null}
      </form>
      {segment ? (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={<Trans>Delete the segment “{segment.name}”?</Trans>}
          confirmLabel={<Trans>Delete the segment</Trans>}
          pending={work.remove.isPending}
          onConfirm={() => work.remove.mutate(segment.id, { onSuccess: onDeleted })}
        >
          <Trans>The contacts in it stay as they are.</Trans>
        </ConfirmDialog>
      ) : null}
    </Dialog>
  );
}
