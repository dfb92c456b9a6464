import { useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { Page, type PageProps } from './Page.tsx';
import { BackToSection, SectionLayout } from './SectionLayout.tsx';
import { SectionTabs, type SectionGroup } from './SectionTabs.tsx';
import { settingsGroups } from './settings-pages.ts';

/** A page of Settings beside the list of all of them. */
export function SettingsLayout() {
  const { t } = useLingui();
  return <SectionLayout label={t`Settings`} groups={useSettingsGroups()} />;
}

/** A page of Settings; on a phone with the way back to the list. */
export function SettingsPage(props: PageProps) {
  const { t } = useLingui();
  return <Page back={<BackToSection label={t`Settings`} link={{ from: '/w/$slug', to: '/w/$slug/settings' }} />} {...props} />;
}

/** The list of Settings as a page, for a phone. */
export function SettingsStart() {
  const { t } = useLingui();
  const groups = useSettingsGroups();
  return (
    <Page title={t`Settings`} description={t`How this workspace, its inbox and its contacts work.`}>
      <div className="md:hidden">
        <SectionTabs label={t`Settings`} groups={groups} large />
      </div>
    </Page>
  );
}

/** What the signed-in person may open. */
function useSettingsGroups(): readonly SectionGroup[] {
  const { permissions } = useWorkspace();
  return settingsGroups.map(({ id, label, pages }) => ({
    id,
    label,
    pages: pages.filter((page) => permissions.has(page.permission)).map((page) => ({ ...page, link: { from: '/w/$slug', to: page.to } })),
  }));
}
