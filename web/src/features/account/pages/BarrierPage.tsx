import type { Me } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { accountApi } from '#lib/api.ts';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { AuthLayout } from '../components/AuthLayout.tsx';

type Barrier = NonNullable<Me['memberships'][number]['sign_in_needed']>;

/** What a workspace asks of its members' sign-ins before it opens, and the way there. */
export function BarrierPage({ name, barrier }: { name: string; barrier: Barrier }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => accountApi.auth.signOut(),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      queryClient.clear();
    },
  });
  const words: Readonly<Record<Barrier, { title: string; text: string }>> = {
    second_factor: {
      title: t`“${name}” asks for a second factor`,
      text: t`Set up a passkey or an authenticator app; it takes a minute. If you have one, sign in again and use it.`,
    },
    single_sign_on: {
      title: t`“${name}” is opened through your company`,
      text: t`Sign out, then choose “Sign in with your company”.`,
    },
    own_sign_in: {
      title: t`“${name}” needs your own sign-in`,
      text: t`You came in through a company, which opens its own workspace only. Sign out, then sign in with your own password or passkey.`,
    },
  };
  return (
    <AuthLayout title={words[barrier].title} description={words[barrier].text}>
      <div className="flex flex-col gap-3">
        <ErrorBanner error={signOut.error} />
        {barrier === 'second_factor' ? (
          <ButtonLink variant="primary" size="lg" to="/account/security">
            <Trans>Set up a second factor</Trans>
          </ButtonLink>
        ) : null}
        <Button size="lg" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          <Trans>Sign out and in again</Trans>
        </Button>
      </div>
    </AuthLayout>
  );
}
