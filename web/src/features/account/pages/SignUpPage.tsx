import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { sessionKeys } from '#features/session';
import { clearSignedOut } from '#lib/signed-out.ts';
import { AuthLayout } from '../components/AuthLayout.tsx';
import { SignUpForm } from '../components/SignUpForm.tsx';

/** Make an account, then a workspace. */
export function SignUpPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return (
    <AuthLayout
      title={t`Create an account`}
      description={
        <Trans>
          Already have one?{' '}
          <Link to="/sign-in" className="text-accent-text underline underline-offset-3">
            Sign in
          </Link>
        </Trans>
      }
    >
      <SignUpForm
        onSignedIn={async () => {
          queryClient.removeQueries({ queryKey: sessionKeys.me });
          clearSignedOut();
          await navigate({ to: '/new-workspace' });
        }}
      />
    </AuthLayout>
  );
}
