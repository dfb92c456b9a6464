import type { PublicPage } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { PublicLayout } from '#frame/PublicLayout.tsx';
import { showLanguage } from '#lib/i18n.ts';
import { readStored } from '#lib/stored.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { publicPageQuery } from '../api/queries.ts';
import { Brand } from './Brand.tsx';

/** Props of PublicPageLayout. `children` gets the page of the business. */
export interface PublicPageLayoutProps {
  slug: string;
  title: string;
  description?: ReactNode;
  children: (page: PublicPage) => ReactNode;
}

/** A page of a business for its customers: its name, the language of the visitor, and the ways to the other pages. */
export function PublicPageLayout({ slug, title, description, children }: PublicPageLayoutProps) {
  const { i18n } = useLingui();
  const page = useQuery(publicPageQuery(slug));
  const language = page.data?.language;
  useEffect(() => {
    const asks = navigator.languages.some((wish) => /^(?:en|id)\b/i.test(wish));
    if (language !== undefined && readStored('language') === null && !asks) void showLanguage(language, false);
  }, [language]);
  return (
    <PublicLayout
      title={title}
      description={description}
      brand={
        page.data ? (
          <Link to="/p/$slug" params={{ slug }} className="block rounded-control">
            <Brand {...page.data} />
          </Link>
        ) : (
          <Skeleton className="h-9 w-40" />
        )
      }
      footer={
        page.data?.has_notice === true ? (
          // Made by the server, for browsers without scripts as well.
          <a
            href={`/p/${slug}/privacy?lang=${i18n.locale === 'id' ? 'id' : 'en'}`}
            className="inline-flex min-h-8 items-center text-accent-text underline-offset-3 hover:underline touch:min-h-10"
          >
            <Trans>Privacy notice</Trans>
          </a>
        ) : undefined
      }
    >
      {page.data ? (
        children(page.data)
      ) : page.isError ? (
        <ErrorState error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <Skeleton className="h-60 rounded-card" />
      )}
      {page.data?.contact ? (
        <p className="text-13 whitespace-pre-line text-weak">
          <Trans>You can also reach {page.data.title} here:</Trans>
          {'\n'}
          {page.data.contact}
        </p>
      ) : null}
    </PublicLayout>
  );
}
