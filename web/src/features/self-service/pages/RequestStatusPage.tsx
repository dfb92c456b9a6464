import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import { Banner } from '#ui/Banner.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useRequestStatus } from '../api/queries.ts';
import { PublicPageLayout } from '../components/PublicPageLayout.tsx';
import { RequestFacts } from '../components/RequestFacts.tsx';

/** `/p/{slug}/requests/{reference}`: how far a request is, for whoever has its reference. */
export function RequestStatusPage() {
  const { t } = useLingui();
  const { slug, reference } = useParams({ from: '/p/$slug/requests/$reference' });
  return (
    <PublicPageLayout slug={slug} title={t`Your request`}>
      {() => (
        <>
          <Status slug={slug} reference={reference} />
          <ButtonLink size="lg" to="/p/$slug/my-data" params={{ slug }}>
            <Trans>Open my data</Trans>
          </ButtonLink>
        </>
      )}
    </PublicPageLayout>
  );
}

// A component of its own: a query tells of what was read while its own component was drawn.
function Status({ slug, reference }: { slug: string; reference: string }) {
  const status = useRequestStatus(slug, reference);
  const isUnknown = status.error instanceof KabarError && (status.error.code === 'not_found' || status.error.code === 'validation_failed');
  if (status.data) {
    return (
      <Card>
        <RequestFacts request={status.data} />
      </Card>
    );
  }
  if (isUnknown) {
    return (
      <Banner tone="warn" title={<Trans>There is no request with this reference</Trans>}>
        <Trans>Copy it again from the message that told you, all of it.</Trans>
      </Banner>
    );
  }
  if (status.isError) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  return <Skeleton className="h-40 rounded-card" />;
}
