import type { SavedView } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { inboxKeys } from '../../api/keys.ts';
import type { ListFilter } from '../../fns/inbox-search.ts';

/** Props of ViewDialog. With `view` it changes that view, else it makes a new one. */
export interface ViewDialogProps {
  filter: ListFilter;
  view: SavedView | null;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
  onDeleted: () => void;
}

/** Keeps what the list shows now under a name. */
export function ViewDialog({ filter, view, onClose, onSaved, onDeleted }: ViewDialogProps) {
  const { t } = useLingui();
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const mayShare = usePermission('inbox:configure');
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(false);
  const again = (): Promise<void> => queryClient.invalidateQueries({ queryKey: inboxKeys.views(workspace.id) });
  const save = useMutation({
    mutationFn: () =>
      view === null
        ? api.views.create({ name: name.trim(), filter, is_shared: shared })
        : api.views.update(view.id, { name: name.trim(), filter }),
    onSuccess: async (saved) => {
      await again();
      onSaved(saved);
    },
  });
  const remove = useMutation({
    mutationFn: async () => {
      if (view !== null) await api.views.remove(view.id);
    },
    onSuccess: async () => {
      await again();
      onDeleted();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={view === null ? t`Save as view` : t`Change the view`}
      description={t`The view shows what the list shows now, and counts it for you.`}
      size="sm"
      footer={
        <>
          {view === null ? null : (
            <Button variant="danger" className="mr-auto" loading={remove.isPending} onClick={() => remove.mutate()}>
              <Trans>Delete the view</Trans>
            </Button>
          )}
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" form="view-form" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <form
        id="view-form"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <ErrorBanner error={save.error ?? remove.error} />
        <Field label={t`Name`}>
          <Input dir="auto" required maxLength={80} value={name} onValueChange={setName} placeholder={t`Orders that wait`} />
        </Field>
        {mayShare && view === null ? (
          <Checkbox label={t`For everybody in the workspace`} checked={shared} onCheckedChange={setShared} />
        ) : null}
      </form>
    </Dialog>
  );
}
