import type { SatisfactionSettings } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useSatisfaction } from '../api/queries.ts';
import { SatisfactionForm } from '../components/SatisfactionForm.tsx';

/** The question after a conversation was resolved. */
export function SatisfactionPage() {
  const { t } = useLingui();
  const settings = useSatisfaction();
  return (
    <SettingsPage title={t`Satisfaction`} description={t`One question with three buttons, after a conversation was resolved.`}>
      {settings.isPending ? (
        <RowSkeletons label={t`Loading the question`} rows={5} />
      ) : !settings.data ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <>
          <ErrorBanner error={settings.error} onRetry={() => void settings.refetch()} />
          <SatisfactionForm saved={settingsOf(settings.data)} />
        </>
      )}
    </SettingsPage>
  );
}

function settingsOf({ enabled, delay_minutes, question, labels, comment_question }: SatisfactionSettings): SatisfactionSettings {
  return { enabled, delay_minutes, question, labels, comment_question };
}
