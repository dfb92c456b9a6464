import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { accountApi } from '#lib/api.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { PublicPageLayout } from '../components/PublicPageLayout.tsx';

/** `/p/{slug}/deletions/{code}`: where Meta sends people whose id leads to nothing here. */
export function DeletionPage() {
  const { t } = useLingui();
  const { slug, code } = useParams({ from: '/p/$slug/deletions/$code' });
  return (
    <PublicPageLayout slug={slug} title={t`Deleting your data`}>
      {(page) => (
        <>
          <Confirmation slug={slug} code={code} title={page.title} />
          <p className="text-14 text-pretty text-normal">
            <Trans>
              If you have written to {page.title} on WhatsApp, your conversation is stored under your number. You can have it erased here.
            </Trans>
          </p>
          <ButtonLink size="lg" variant="primary" to="/p/$slug" params={{ slug }}>
            <Trans>Your data and your choices</Trans>
          </ButtonLink>
        </>
      )}
    </PublicPageLayout>
  );
}

function Confirmation({ slug, code, title }: { slug: string; code: string; title: string }) {
  const format = useFormat();
  const status = useQuery({
    queryKey: ['public-page', slug, 'deletion', code],
    queryFn: ({ signal }) => accountApi.publicPages.deletion(slug, code, { signal }),
  });
  const isUnknown = status.error instanceof KabarError && status.error.code === 'not_found';
  if (status.data) {
    return (
      <Banner tone="good" title={<Trans>Nothing is stored here under that id</Trans>}>
        <Trans>
          You asked Meta on {format.date(`${status.data.asked_on}T12:00:00Z`)}. {title} stores nothing under your Facebook or Instagram id,
          so there was nothing to delete.
        </Trans>
      </Banner>
    );
  }
  if (isUnknown) {
    return (
      <Banner tone="warn" title={<Trans>This code is not known</Trans>}>
        <Trans>Open the link again from where you got it.</Trans>
      </Banner>
    );
  }
  if (status.isError) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  return <Skeleton className="h-20 rounded-card" />;
}
