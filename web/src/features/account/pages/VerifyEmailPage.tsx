import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionKeys } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { Banner } from '#ui/Banner.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { AuthLayout } from '../components/AuthLayout.tsx';
import { useHashToken } from '../use-hash-token.ts';

/** Confirms an e-mail address with the token of the mail, without a press: opening the link is the confirmation. */
export function VerifyEmailPage() {
  const { t } = useLingui();
  const token = useHashToken();
  const queryClient = useQueryClient();
  const confirmed = useQuery({
    queryKey: ['verify-email', token],
    enabled: token !== null,
    // A token works once; asking again would say that it was used.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      await accountApi.auth.verifyEmail({ token: token ?? '' });
      return true;
    },
  });
  useEffect(() => {
    if (confirmed.data) void queryClient.invalidateQueries({ queryKey: sessionKeys.me });
  }, [confirmed.data, queryClient]);

  return (
    <AuthLayout title={t`Confirm your e-mail`}>
      <div className="flex flex-col gap-4">
        {token === null ? (
          <Banner tone="bad" title={t`This link is not complete`}>
            <Trans>Open the link in the mail once more.</Trans>
          </Banner>
        ) : confirmed.isPending ? (
          <SkeletonGroup label={t`Confirming`}>
            <Skeleton className="h-14 rounded-card" />
          </SkeletonGroup>
        ) : confirmed.isError ? (
          <ErrorBanner error={confirmed.error} />
        ) : (
          <Banner tone="good" title={t`Your e-mail is confirmed`} />
        )}
        <ButtonLink variant="primary" size="lg" to="/">
          <Trans>Go on</Trans>
        </ButtonLink>
      </div>
    </AuthLayout>
  );
}
