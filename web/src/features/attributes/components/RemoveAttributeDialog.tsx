import type { Attribute } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { errorSentence } from '#lib/present-error.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useAttributeUsage, useRemoveAttribute } from '../api/mutations.ts';

/** Asks before an attribute goes, with the count of what goes with it. */
export function RemoveAttributeDialog({ attribute, onClose }: { attribute: Attribute; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const usage = useAttributeUsage(attribute.id);
  const remove = useRemoveAttribute();
  const label = attribute.label;
  const error = remove.error ?? usage.error;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t`Delete the attribute “${label}”?`}
      confirmLabel={<Trans>Delete</Trans>}
      pending={remove.isPending || usage.isPending}
      error={error ? errorSentence(error, i18n) : undefined}
      onConfirm={() =>
        remove.mutate(attribute.id, {
          onSuccess: () => {
            notify({ title: t`The attribute “${label}” is deleted` });
            onClose();
          },
        })
      }
    >
      {usage.data ? (
        <ul className="list-disc space-y-1 pl-5">
          <li>
            <Plural
              value={usage.data.contact_count}
              _0="No contact has a value."
              one="# contact loses its value. This cannot be undone."
              other="# contacts lose their value. This cannot be undone."
            />
          </li>
          {usage.data.segment_count > 0 ? (
            <li>
              <Plural
                value={usage.data.segment_count}
                one="# segment filters by it and then fits nobody in that condition."
                other="# segments filter by it and then fit nobody in that condition."
              />
            </li>
          ) : null}
        </ul>
      ) : (
        <Skeleton className="w-2/3" />
      )}
    </ConfirmDialog>
  );
}
