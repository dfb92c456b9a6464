import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery, sessionKeys } from '#features/session';
import { useRoleName } from '#frame/use-role-name.ts';
import { accountApi } from '#lib/api.ts';
import { clearSignedOut } from '#lib/signed-out.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { AuthLayout } from '../components/AuthLayout.tsx';
import { SignInForm } from '../components/SignInForm.tsx';
import { SignUpForm } from '../components/SignUpForm.tsx';
import { useHashToken } from '../use-hash-token.ts';

/** Join a workspace with the token of an invitation mail: signed in already, with an account, or with a new one. */
export function AcceptInvitationPage() {
  const token = useHashToken() ?? '';
  const { t } = useLingui();
  const roleName = useRoleName();
  const format = useFormat();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [way, setWay] = useState<'new' | 'existing'>('new');
  const preview = useQuery({
    queryKey: ['invitation-preview', token],
    queryFn: ({ signal }) => accountApi.invitations.preview({ token }, { signal }),
  });
  // Nobody signed in is an ordinary case here, not an error to show.
  const me = useQuery({
    queryKey: [...sessionKeys.me, 'or-nobody'],
    queryFn: ({ signal }) => accountApi.me.get({ signal }).catch(() => null),
  });

  const accept = useMutation({
    mutationFn: () => accountApi.invitations.accept({ token }),
    onSuccess: async () => {
      const before = new Set(me.data?.memberships.map((membership) => membership.workspace.id));
      queryClient.removeQueries({ queryKey: sessionKeys.me });
      clearSignedOut();
      const now = await queryClient.fetchQuery(meQuery);
      const joined = now.memberships.find((membership) => !before.has(membership.workspace.id)) ?? now.memberships.at(-1);
      if (joined) await navigate({ to: '/w/$slug', params: { slug: joined.workspace.slug } });
    },
  });
  const signOut = useMutation({
    mutationFn: () => accountApi.auth.signOut(),
    onSuccess: () => queryClient.removeQueries({ queryKey: sessionKeys.me }),
  });

  if (preview.isError) {
    return (
      <AuthLayout title={t`Invitation`}>
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} className="px-0" />
      </AuthLayout>
    );
  }
  if (!preview.data || me.isPending) {
    return (
      <AuthLayout title={t`Invitation`}>
        <SkeletonGroup label={t`Loading the invitation`} className="flex flex-col gap-4">
          <Skeleton className="mb-4 h-5 w-3/4" />
          <Skeleton className="h-10" />
        </SkeletonGroup>
      </AuthLayout>
    );
  }

  const invitation = preview.data;
  const workspaceName = invitation.workspace_name;
  const role = roleName(invitation);
  const until = format.date(invitation.expires_at);
  const signedInAs = me.data?.user.email ?? null;
  const isInvited = signedInAs?.toLowerCase() === invitation.email.toLowerCase();
  return (
    <AuthLayout
      title={t`Join ${workspaceName}`}
      description={
        <Trans>
          You are invited as {role}, with {invitation.email}, until {until}.
        </Trans>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={accept.error} />
        {isInvited ? (
          <Button variant="primary" size="lg" loading={accept.isPending} onClick={() => accept.mutate()}>
            <Trans>Join as {signedInAs}</Trans>
          </Button>
        ) : signedInAs ? (
          <Banner
            tone="warn"
            title={t`You are signed in as ${signedInAs}`}
            action={
              <Button size="sm" loading={signOut.isPending} onClick={() => signOut.mutate()}>
                <Trans>Sign out</Trans>
              </Button>
            }
          >
            <Trans>The invitation is for {invitation.email}. Sign out first, then go on with that address.</Trans>
          </Banner>
        ) : way === 'new' ? (
          <>
            <SignUpForm email={invitation.email} onSignedIn={() => accept.mutateAsync()} />
            <Button variant="link" className="self-center" onClick={() => setWay('existing')}>
              <Trans>I have an account with this address</Trans>
            </Button>
          </>
        ) : (
          <>
            <SignInForm email={invitation.email} onSignedIn={() => accept.mutateAsync()} />
            <Button variant="link" className="self-center" onClick={() => setWay('new')}>
              <Trans>I have no account yet</Trans>
            </Button>
          </>
        )}
      </div>
    </AuthLayout>
  );
}
