import type { Invitation } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Eye, Mail } from 'lucide-react';
import { useInvite, useWithdrawInvitation } from '#features/members';
import { useRoleName } from '#frame/use-role-name.ts';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { notify } from '#ui/toasts.ts';

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const roleName = useRoleName();
  const withdraw = useWithdrawInvitation();
  const invite = useInvite();
  const { email } = invitation;
  const role = roleName(invitation);
  const until = format.date(invitation.expires_at);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-4 py-2.5 sm:px-5">
      <span aria-hidden className="flex size-8 shrink-0 items-center justify-center rounded-full bg-surface-3 text-weak">
        <Mail className="size-4" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-strong">{email}</span>
        <span className="block text-13 text-weak">
          <Trans>
            {role} · invited by {invitation.invited_by} · until {until}
          </Trans>
        </span>
        {invitation.limits === null ? null : (
          <span className="flex items-center gap-1 text-13 text-weak">
            <Eye aria-hidden className="size-3.5 shrink-0" />
            <Trans>Sees chosen numbers and teams only</Trans>
          </span>
        )}
      </span>
      <Button
        size="sm"
        loading={withdraw.isPending}
        onClick={() =>
          withdraw.mutate(invitation.id, {
            onSuccess: () =>
              notify({
                title: t`The invitation of ${email} is withdrawn`,
                action: {
                  label: t`Invite again`,
                  onClick: () => invite.mutate({ email, role: invitation.role, limits: invitation.limits }),
                },
              }),
            onError: (error) => notify({ tone: 'bad', title: t`The invitation still holds`, description: errorSentence(error, i18n) }),
          })
        }
      >
        <Trans>Withdraw</Trans>
      </Button>
    </li>
  );
}

/** Invitations that wait for an answer; nothing while there are none. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  const { t } = useLingui();
  if (invitations.length === 0) return null;
  return (
    <Card flush title={t`Invited`} description={t`They have not joined yet.`}>
      <ul>
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  );
}
