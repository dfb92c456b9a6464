import { useLingui } from '@lingui/react/macro';
import { PrivacyPage, usePrivacyGroups } from '#frame/PrivacyLayout.tsx';
import { SectionTabs } from '#frame/SectionTabs.tsx';

/** `/w/{slug}/privacy/overview`: where the privacy officer's week begins. */
export function PrivacyOverviewPage() {
  const { t } = useLingui();
  const groups = usePrivacyGroups();
  return (
    <PrivacyPage
      back={null}
      title={t`Privacy`}
      description={t`What this workspace promises to people about their data, and whether it holds.`}
    >
      <SectionTabs
        label={t`Pages of the privacy office`}
        groups={groups.map((group) => ({ ...group, pages: group.pages.filter(({ id }) => id !== 'overview') }))}
        large
      />
    </PrivacyPage>
  );
}
