import { useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { Page, type PageProps } from './Page.tsx';
import { privacyGroups } from './privacy-pages.ts';
import { BackToSection, SectionLayout } from './SectionLayout.tsx';
import type { SectionGroup } from './SectionTabs.tsx';
import { usePrivacyCounts } from './use-privacy-counts.ts';

/** A page of the privacy office beside the list of all of them. */
export function PrivacyLayout() {
  const { t } = useLingui();
  return <SectionLayout label={t`Privacy`} groups={usePrivacyGroups()} />;
}

/** A page of the privacy office; on a phone with the way back to the list. */
export function PrivacyPage(props: PageProps) {
  const { t } = useLingui();
  return <Page back={<BackToSection label={t`Privacy`} link={{ from: '/w/$slug', to: '/w/$slug/privacy/overview' }} />} {...props} />;
}

/** The pages of the privacy office that the signed-in person may open. */
export function usePrivacyGroups(): readonly SectionGroup[] {
  const { permissions } = useWorkspace();
  const counts = usePrivacyCounts();
  return privacyGroups.map(({ id, label, pages }) => ({
    id,
    label,
    pages: pages
      .filter((page) => permissions.has(page.permission))
      .map((page) => ({
        ...page,
        link: { from: '/w/$slug', to: page.to },
        ...(page.id === 'requests' ? { count: counts.requests } : {}),
      })),
  }));
}
