import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { sessionKeys } from '#features/session';
import { clearSignedOut } from '#lib/signed-out.ts';
import { AuthLayout } from '../components/AuthLayout.tsx';
import { SignInForm } from '../components/SignInForm.tsx';

/** Sign in. `next` is the path inside the dashboard to go on to. */
export function SignInPage({ next }: { next: string | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <AuthLayout
      title={t`Sign in`}
      description={
        <Trans>
          New here?{' '}
          <Link to="/sign-up" className="text-accent-text underline underline-offset-3">
            Create an account
          </Link>
        </Trans>
      }
    >
      <SignInForm
        onSignedIn={async () => {
          queryClient.removeQueries({ queryKey: sessionKeys.me });
          clearSignedOut();
          if (next) router.history.push(next);
          else await navigate({ to: '/' });
        }}
      />
    </AuthLayout>
  );
}
