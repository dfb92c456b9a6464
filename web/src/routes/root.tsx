import { Trans, useLingui } from '@lingui/react/macro';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet, useRouter } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useEffect } from 'react';
import { StepUp } from '#features/account';
import { CookieBanner, UsageCounter } from '#features/browser-choice';
import { tellOfCrash } from '#features/crash-reports';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';

/** What loaders of routes get. */
export interface RouterContext {
  queryClient: QueryClient;
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useLingui();
  return (
    <div className="flex h-full min-h-96 items-center">
      <title>{`${t`Not found`} · Kabar`}</title>
      <EmptyState
        page
        picture={<Compass aria-hidden />}
        title={<Trans>There is nothing at this address</Trans>}
        action={
          <ButtonLink variant="primary" to="/">
            <Trans>To the start</Trans>
          </ButtonLink>
        }
      >
        <Trans>The link may be old, or a letter is missing. Nothing was lost.</Trans>
      </EmptyState>
    </div>
  );
}

/** A page that could not be drawn or loaded. The rest of the frame keeps working. */
export function FailedPage({ error }: { error: unknown }) {
  const router = useRouter();
  useEffect(() => void tellOfCrash(error), [error]);
  return (
    <div className="flex h-full min-h-96 items-center">
      <ErrorState error={error} onRetry={() => void router.invalidate()} />
    </div>
  );
}

/** Any page, with the question about statistics over it where there is one. */
function AnyPage() {
  return (
    <>
      <Outlet />
      <StepUp />
      <CookieBanner />
      <UsageCounter />
    </>
  );
}

/** The root of every page. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: AnyPage,
  notFoundComponent: NotFoundPage,
  errorComponent: FailedPage,
});
