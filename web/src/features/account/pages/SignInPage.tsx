import type { SingleSignOnFailure } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { sessionKeys } from '#features/session';
import { clearSignedOut } from '#lib/signed-out.ts';
import { Banner } from '#ui/Banner.tsx';
import { AuthLayout } from '../components/AuthLayout.tsx';
import { SignInForm } from '../components/SignInForm.tsx';

/** Sign in. `next` is the path inside the dashboard to go on to; `failure` says why a company's sign-in came to nothing. */
export function SignInPage({ next, failure }: { next: string | undefined; failure: SingleSignOnFailure | undefined }) {
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
      <div className="flex flex-col gap-4">
        {failure === undefined ? null : <FailureBanner failure={failure} />}
        <SignInForm
          next={next}
          onSignedIn={async () => {
            queryClient.removeQueries({ queryKey: sessionKeys.me });
            clearSignedOut();
            if (next) router.history.push(next);
            else await navigate({ to: '/' });
          }}
        />
      </div>
    </AuthLayout>
  );
}

function FailureBanner({ failure }: { failure: SingleSignOnFailure }) {
  const { t } = useLingui();
  const words: Readonly<Record<SingleSignOnFailure, string>> = {
    expired: t`It took too long, or was begun in another browser. Try again.`,
    refused_there: t`Your company did not let you in, or you stopped there. Ask whoever looks after its sign-in.`,
    not_trusted: t`What your company sent could not be trusted. Nobody was signed in. Tell an owner of the workspace.`,
    other_domain: t`Your company named an address that it may not speak for here. Tell an owner of the workspace.`,
    not_admitted: t`You are not a member of the workspace. Ask one of its admins for an invitation.`,
    other_person: t`Somebody else came back from your company than the one who is signed in here. Nothing was done.`,
    unreachable: t`Your company’s sign-in cannot be reached. Try again in a moment, or tell an owner of the workspace.`,
  };
  return (
    <Banner tone="bad" title={t`Signing in with your company did not work`}>
      {words[failure]}
    </Banner>
  );
}
