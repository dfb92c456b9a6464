import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { usePermission } from '#features/session';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { useRetention } from '../api/queries.ts';
import { HoldsPanel } from '../components/HoldsPanel.tsx';
import { PolicyForm } from '../components/PolicyForm.tsx';
import { ReceiptsPanel } from '../components/ReceiptsPanel.tsx';
import { SealedPanel } from '../components/SealedPanel.tsx';
import type { RetentionTab } from '../fns/retention-search.ts';

/** `/w/{slug}/privacy/retention`: how long what is kept, what is held, and what was removed. */
export function RetentionPage({ tab = 'periods' }: { tab?: RetentionTab | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate({ from: '/w/$slug/privacy/retention' });
  const mayChange = usePermission('privacy:write');
  return (
    <PrivacyPage title={t`Retention`} description={t`How long what is kept, and what happened when its time was over.`} width="narrow">
      <Tabs<RetentionTab>
        label={t`Retention`}
        value={tab}
        onValueChange={(next) => void navigate({ search: next === 'periods' ? {} : { tab: next } })}
        items={[
          { value: 'periods', label: t`Periods`, content: <Periods mayChange={mayChange} /> },
          { value: 'holds', label: t`Holds`, content: <HoldsPanel mayChange={mayChange} /> },
          { value: 'receipts', label: t`Receipts`, content: <ReceiptsPanel /> },
          ...(mayChange ? [{ value: 'sealed' as const, label: t`Sealed records`, content: <SealedPanel /> }] : []),
        ]}
      />
    </PrivacyPage>
  );
}

function Periods({ mayChange }: { mayChange: boolean }) {
  const { t } = useLingui();
  const state = useRetention();
  if (state.isPending) return <RowSkeletons label={t`Loading the periods`} rows={8} />;
  if (!state.data) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  return (
    <div className="flex flex-col gap-5">
      <ErrorBanner error={state.error} onRetry={() => void state.refetch()} />
      <PolicyForm state={state.data} mayChange={mayChange} />
    </div>
  );
}
