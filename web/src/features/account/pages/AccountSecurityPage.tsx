import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { Page } from '#frame/Page.tsx';
import { Banner } from '#ui/Banner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { securityQuery } from '../api/security.ts';
import { FactorCards } from '../components/FactorCards.tsx';
import { PasswordCard } from '../components/PasswordCard.tsx';
import { SessionsCard, SignInHistoryCard } from '../components/SessionsCard.tsx';

/** How one proves who one is, and where one is signed in. Stands outside of every workspace, because it belongs to the person. */
export function AccountSecurityPage() {
  const { t } = useLingui();
  const security = useQuery(securityQuery);
  return (
    <div className="flex h-dvh flex-col">
      <header className="flex h-12 shrink-0 items-center gap-4 border-b border-line bg-surface-0 px-4">
        <Link to="/" className="flex items-center gap-1.5 text-13 font-medium text-accent-text">
          <ArrowLeft aria-hidden className="size-4" />
          <Trans>To the workspace</Trans>
        </Link>
      </header>
      <main id="main" tabIndex={-1} className="min-h-0 flex-1 bg-surface-0 outline-none">
        <Page width="narrow" title={t`Your account’s security`} description={t`How you prove that it is you, and where you are signed in.`}>
          {security.isPending ? (
            <RowSkeletons label={t`Loading your account’s security`} rows={5} />
          ) : !security.data ? (
            <ErrorState error={security.error} onRetry={() => void security.refetch()} />
          ) : (
            <>
              {security.data.may_change ? null : (
                <Banner tone="info" title={t`You came in through your company`}>
                  <Trans>
                    Your own password and factors can be changed after signing in with them. Your company looks after its own sign-in.
                  </Trans>
                </Banner>
              )}
              <PasswordCard security={security.data} />
              <FactorCards security={security.data} />
              <SessionsCard />
              <SignInHistoryCard />
            </>
          )}
        </Page>
      </main>
    </div>
  );
}
