import type { PrivacyRequestTab } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck } from 'lucide-react';
import { Banner } from '#ui/Banner.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { useRequestCounts, useRequests } from '../api/queries.ts';
import { RequestRow } from './RequestRow.tsx';

function Rows({ tab }: { tab: PrivacyRequestTab }) {
  const { t } = useLingui();
  const query = useRequests(tab);
  if (query.isPending) return <RowSkeletons label={t`Loading the requests`} rows={5} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return (
      <EmptyState
        picture={<CircleCheck aria-hidden />}
        title={tab === 'closed' ? <Trans>Nothing is finished yet</Trans> : <Trans>Nothing waits for you here</Trans>}
      >
        <Trans>
          When somebody asks to see, correct or erase their data, their request appears here with the time you have for it, whether it comes
          by mail, from your privacy page, or by word of mouth.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface-1">
        {query.data.map((request) => (
          <RequestRow key={request.id} request={request} />
        ))}
      </ul>
      <NextPage query={query} />
    </>
  );
}

/** The queue in tabs, with what is late said first. */
export function RequestList({ tab, onTab }: { tab: PrivacyRequestTab; onTab: (tab: PrivacyRequestTab) => void }) {
  const { t } = useLingui();
  const { data: counts } = useRequestCounts();
  const tabs: { value: PrivacyRequestTab; label: string }[] = [
    { value: 'open', label: t`All open` },
    { value: 'identity', label: t`Who is it?` },
    { value: 'decide', label: t`To decide` },
    { value: 'running', label: t`In work` },
    { value: 'closed', label: t`Finished` },
  ];
  const overdue = counts?.overdue ?? 0;
  return (
    <>
      {overdue > 0 ? (
        <Banner tone="bad" title={overdue === 1 ? t`One request is overdue` : t`${overdue} requests are overdue`}>
          <Trans>Do them now. They stand first in the list.</Trans>
        </Banner>
      ) : null}
      <Tabs
        label={t`Requests`}
        value={tab}
        onValueChange={onTab}
        items={tabs.map((one) => ({
          ...one,
          ...(counts && one.value !== 'closed' ? { count: counts[one.value] } : {}),
          content: (
            <div className="flex flex-col gap-3">
              <Rows tab={one.value} />
            </div>
          ),
        }))}
      />
    </>
  );
}
