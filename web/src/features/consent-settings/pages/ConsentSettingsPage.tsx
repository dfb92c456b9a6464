import { useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePermission } from '#features/session';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Tabs, type TabItem } from '#ui/Tabs.tsx';
import { useConsentSettings, useOpenDoubts } from '../api/queries.ts';
import { ConfirmationsForm } from '../components/ConfirmationsForm.tsx';
import { DoubtsPanel } from '../components/DoubtsPanel.tsx';
import { RuleForm } from '../components/RuleForm.tsx';
import { RuleSummary } from '../components/RuleSummary.tsx';
import { SuppressionsPanel } from '../components/SuppressionsPanel.tsx';
import { WordingsPanel } from '../components/WordingsPanel.tsx';
import { WordsForm } from '../components/WordsForm.tsx';
import { WordsTester } from '../components/WordsTester.tsx';
import type { ConsentSearch, ConsentTab } from '../fns/consent-search.ts';

/** When marketing may be sent, how customers stop and come back, who is not written to, and what is still to be decided. */
export function ConsentSettingsPage() {
  const { t } = useLingui();
  const settings = useConsentSettings();
  const doubts = useOpenDoubts();
  const mayConfigure = usePermission('inbox:configure');
  const mayManage = usePermission('contacts:manage');
  const search: ConsentSearch = useSearch({ from: '/w/$slug/settings/consent' });
  const navigate = useNavigate({ from: '/w/$slug/settings/consent' });
  const go = (next: ConsentSearch): void => void navigate({ search: next, replace: true });
  const { data } = settings;
  const items: TabItem<ConsentTab>[] = data
    ? [
        {
          value: 'rule',
          label: t`Rule`,
          content: <Stack>{mayConfigure ? <RuleForm settings={data} /> : <RuleSummary settings={data} />}</Stack>,
        },
        {
          value: 'words',
          label: t`Words`,
          content: (
            <Stack>
              <WordsTester />
              {mayConfigure ? <WordsForm settings={data} /> : null}
            </Stack>
          ),
        },
        ...(mayConfigure
          ? [{ value: 'confirmations' as const, label: t`Confirmations`, content: <ConfirmationsForm settings={data} /> }]
          : []),
        {
          value: 'wordings',
          label: t`Wordings`,
          content: (
            <Stack>
              <WordingsPanel settings={data} />
            </Stack>
          ),
        },
        ...(mayManage
          ? [
              {
                value: 'suppressions' as const,
                label: t`Suppression list`,
                content: (
                  <Stack>
                    <SuppressionsPanel search={search} onSearch={go} />
                  </Stack>
                ),
              },
            ]
          : []),
        {
          value: 'doubts',
          label: t`To decide`,
          ...(doubts.data && doubts.data.length > 0 ? { count: doubts.data.length } : {}),
          content: (
            <Stack>
              <DoubtsPanel />
            </Stack>
          ),
        },
      ]
    : [];
  const tab = items.find(({ value }) => value === search.tab)?.value ?? 'rule';
  return (
    <SettingsPage title={t`Consent`} description={t`Who says stop gets no more marketing. Here you set how, and see whom it holds for.`}>
      {settings.isPending ? (
        <RowSkeletons label={t`Loading the consent settings`} rows={5} />
      ) : !data ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <>
          <ErrorBanner error={settings.error} onRetry={() => void settings.refetch()} />
          <Tabs label={t`Consent`} items={items} value={tab} onValueChange={(next) => go({ tab: next })} />
        </>
      )}
    </SettingsPage>
  );
}

function Stack({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-5">{children}</div>;
}
