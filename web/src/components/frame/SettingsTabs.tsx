import { useLingui } from '@lingui/react/macro';
import { usePermission } from '#features/session';
import { SectionTabs } from './SectionTabs.tsx';

/** The pages of Settings. */
export function SettingsTabs() {
  const { t } = useLingui();
  const seesMembers = usePermission('members:read');
  return (
    <SectionTabs
      label={t`Settings`}
      items={[
        { label: t`Workspace`, to: '/w/$slug/settings/workspace' },
        ...(seesMembers ? [{ label: t`Members`, to: '/w/$slug/settings/members' as const }] : []),
      ]}
    />
  );
}
