import type { PublicPage } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useEndVisit, useHeldData, useOwnRequests } from '../api/queries.ts';
import { CopyCard, CorrectCard, EraseCard } from '../components/AskCards.tsx';
import { ConsentsCard } from '../components/ConsentsCard.tsx';
import { HeldCard } from '../components/HeldCard.tsx';
import { OwnRequestsCard } from '../components/OwnRequestsCard.tsx';
import { ProveCard } from '../components/ProveCard.tsx';
import { PublicPageLayout } from '../components/PublicPageLayout.tsx';

/** `/p/{slug}/my-data`: everything a customer can do about their data, once the number is proved. */
export function MyDataPage() {
  const { t } = useLingui();
  const { slug } = useParams({ from: '/p/$slug/my-data' });
  return (
    <PublicPageLayout slug={slug} title={t`Your data`}>
      {(page) => <Visit slug={slug} page={page} />}
    </PublicPageLayout>
  );
}

function Visit({ slug, page }: { slug: string; page: PublicPage }) {
  const format = useFormat();
  const navigate = useNavigate();
  const held = useHeldData(slug);
  const requests = useOwnRequests(slug, held.data !== undefined && held.data !== null);
  const end = useEndVisit(slug);
  if (held.isPending) return <Skeleton className="h-80 rounded-card" />;
  if (held.data === null) {
    return (
      <>
        <Banner tone="info" title={<Trans>Show first that the number is yours</Trans>}>
          <Trans>A visit lasts 30 minutes. What you asked for goes on meanwhile.</Trans>
        </Banner>
        <ProveCard slug={slug} page={page} />
      </>
    );
  }
  if (held.data === undefined) return <ErrorState error={held.error} onRetry={() => void held.refetch()} />;
  const own = requests.data ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2 text-13 text-weak">
        <span>
          <Trans>Open until {format.time(held.data.session_expires_at)}</Trans>
        </span>
        <Button
          loading={end.isPending}
          onClick={() => end.mutate(undefined, { onSuccess: () => void navigate({ to: '/p/$slug', params: { slug } }) })}
        >
          <Trans>Leave</Trans>
        </Button>
      </div>
      <ErrorBanner error={end.error} />
      {held.data.restricted ? (
        <Banner tone="info" title={<Trans>Your data is only kept</Trans>}>
          <Trans>Nothing is sent to you and nothing is done with it for now.</Trans>
        </Banner>
      ) : null}
      <HeldCard held={held.data} />
      <ConsentsCard slug={slug} held={held.data} />
      <CopyCard slug={slug} requests={own} />
      <CorrectCard slug={slug} requests={own} />
      <EraseCard slug={slug} requests={own} title={page.title} />
      {requests.isError ? (
        <ErrorState error={requests.error} onRetry={() => void requests.refetch()} />
      ) : (
        <OwnRequestsCard slug={slug} requests={own} />
      )}
    </>
  );
}
