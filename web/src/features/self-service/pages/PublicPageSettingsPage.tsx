import { useLingui } from '@lingui/react/macro';
import { usePermission } from '#features/session';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { usePublicPageSettings } from '../api/settings.ts';
import { PublicPageForm } from '../components/PublicPageForm.tsx';
import { SharePage } from '../components/SharePage.tsx';

/** `/w/{slug}/privacy/public-page`: the page on which customers look after their own data. */
export function PublicPageSettingsPage() {
  const { t } = useLingui();
  const settings = usePublicPageSettings();
  const mayWrite = usePermission('privacy:write');
  return (
    <PrivacyPage
      title={t`Public page`}
      description={t`Where customers see, take along, correct and erase their data themselves, without an account.`}
      width="wide"
    >
      {settings.isPending ? (
        <RowSkeletons label={t`Loading the public page`} rows={6} />
      ) : settings.data ? (
        <>
          <SharePage settings={settings.data} />
          <PublicPageForm settings={settings.data} mayWrite={mayWrite} />
        </>
      ) : (
        <Card flush>
          <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
        </Card>
      )}
    </PrivacyPage>
  );
}
