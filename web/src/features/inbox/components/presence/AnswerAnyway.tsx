import { Trans, useLingui } from '@lingui/react/macro';
import { useMembers } from '#features/members';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';

/** Props of AnswerAnyway. `memberId` is who is answering already. */
export interface AnswerAnywayProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  memberId: string | null;
  onConfirm: () => void;
}

/** Asks before a second answer goes to the same customer. */
export function AnswerAnyway({ open, onOpenChange, memberId, onConfirm }: AnswerAnywayProps) {
  const { t } = useLingui();
  const { data: members = [] } = useMembers();
  const name = members.find(({ id }) => id === memberId)?.name ?? t`Another member`;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      tone="normal"
      title={t`${name} is answering already`}
      confirmLabel={t`Send anyway`}
      onConfirm={onConfirm}
    >
      <Trans>The customer may get two answers. Your text stays in the box if you wait.</Trans>
    </ConfirmDialog>
  );
}
