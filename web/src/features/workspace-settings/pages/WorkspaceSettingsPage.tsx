import { useLingui } from '@lingui/react/macro';
import { CloseWorkspaceCard } from '#features/closures';
import { usePermission, useWorkspace } from '#features/session';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { GeneralForm } from '../components/GeneralForm.tsx';
import { ReadOnlySettings } from '../components/ReadOnlySettings.tsx';
import { UnknownRuleCard } from '../components/UnknownRuleCard.tsx';

/** What the workspace is called, which clock it follows, and its rule for unknown outcomes. */
export function WorkspaceSettingsPage() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const mayWrite = usePermission('workspace:write');
  const mayClose = usePermission('workspace:close');
  return (
    <SettingsPage title={t`Workspace`} description={t`What holds for everyone who works here.`}>
      {mayWrite ? (
        <>
          <GeneralForm />
          <UnknownRuleCard />
        </>
      ) : (
        <ReadOnlySettings />
      )}
      <Card title={t`For programs`}>
        <CopyField label={t`Workspace ID`} value={workspace.id} hint={t`For support and for the header “Kabar-Workspace”.`} />
      </Card>
      {mayClose ? <CloseWorkspaceCard /> : null}
    </SettingsPage>
  );
}
