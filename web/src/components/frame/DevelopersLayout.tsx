import { useLingui } from '@lingui/react/macro';
import { mayAny, useWorkspace } from '#features/session';
import { developerGroups } from './developer-pages.ts';
import { Page, type PageProps } from './Page.tsx';
import { BackToSection, SectionLayout } from './SectionLayout.tsx';
import type { SectionGroup } from './SectionTabs.tsx';

/** A page for developers beside the list of all of them. */
export function DevelopersLayout() {
  const { t } = useLingui();
  return <SectionLayout label={t`Developers`} groups={useDeveloperGroups()} />;
}

/** A page for developers; on a phone with the way back to the list. */
export function DevelopersPage(props: PageProps) {
  const { t } = useLingui();
  return <Page back={<BackToSection label={t`Developers`} link={{ from: '/w/$slug', to: '/w/$slug/developers/overview' }} />} {...props} />;
}

/** The pages for developers that the signed-in person may open. */
export function useDeveloperGroups(): readonly SectionGroup[] {
  const { permissions } = useWorkspace();
  return developerGroups.map(({ id, label, pages }) => ({
    id,
    label,
    pages: pages
      .filter((page) => mayAny(permissions, page.permission))
      .map((page) => ({ ...page, link: { from: '/w/$slug', to: page.to } })),
  }));
}
