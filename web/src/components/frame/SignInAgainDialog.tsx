import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SignInForm } from '#features/account';
import { useWorkspace } from '#features/session';
import { clearSignedOut } from '#lib/signed-out.ts';
import { Dialog } from '#ui/Dialog.tsx';

/** The dialog of SignInAgain; only the person who was signed in can go on here. */
export function SignInAgainDialog() {
  const { t } = useLingui();
  const { user } = useWorkspace();
  const queryClient = useQueryClient();
  return (
    <Dialog
      open
      keepOpen
      closable={false}
      // There is nothing to go back to without a session; the way out is the link to the other page.
      onOpenChange={() => undefined}
      size="sm"
      title={t`You are signed out`}
      description={t`Your session has ended. Sign in again; this page keeps what you typed.`}
    >
      <SignInForm
        email={user.email}
        onSignedIn={async () => {
          clearSignedOut();
          await queryClient.invalidateQueries();
        }}
      />
      <Link to="/sign-in" onClick={clearSignedOut} className="mt-4 block text-center text-accent-text underline-offset-3 hover:underline">
        <Trans>Sign in as someone else</Trans>
      </Link>
    </Dialog>
  );
}
