import type { RoleRef, WorkspaceRole } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { RoleSelect, useRemoveRole } from '#features/members';
import { errorSentence } from '#lib/present-error.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { notify } from '#ui/toasts.ts';

/** Deletes a role and says what its members get instead. */
export function DeleteRoleDialog({ role, onClose }: { role: WorkspaceRole; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const remove = useRemoveRole();
  const [moveTo, setMoveTo] = useState<RoleRef>('agent');
  const { name } = role;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t`Delete the role “${name}”?`}
      confirmLabel={<Trans>Delete</Trans>}
      pending={remove.isPending}
      error={remove.error ? errorSentence(remove.error, i18n) : undefined}
      onConfirm={() =>
        remove.mutate(
          { id: role.id, moveTo },
          {
            onSuccess: () => {
              notify({ title: t`The role “${name}” is deleted` });
              onClose();
            },
          },
        )
      }
    >
      <div className="flex flex-col gap-3">
        <p>
          <Plural
            value={role.member_count}
            _0="Nobody has it. Open invitations to it get another role."
            one="# member has it and gets another role at once, as do open invitations."
            other="# members have it and get another role at once, as do open invitations."
          />
        </p>
        <RoleSelect label={t`The role they get instead`} value={moveTo} onValueChange={setMoveTo} without={role.id} />
      </div>
    </ConfirmDialog>
  );
}
