import { useLingui } from '@lingui/react/macro';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { BackToSection } from '#frame/SectionLayout.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useRequest } from '../api/queries.ts';
import { OperatorRequests, WorkspaceRequests } from '../api/sources.tsx';
import { AboutCard } from '../components/AboutCard.tsx';
import { HistoryCard } from '../components/HistoryCard.tsx';
import { NextStep } from '../components/NextStep.tsx';
import { ReceiptCard } from '../components/ReceiptCard.tsx';
import { RequestStepper } from '../components/RequestStepper.tsx';
import { StepsCard } from '../components/StepsCard.tsx';
import { personOf, useRequestWords } from '../components/use-request-words.ts';

function Content({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useRequest(id);
  if (query.isPending) return <RowSkeletons label={t`Loading the request`} rows={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const request = query.data;
  return (
    <>
      <RequestStepper request={request} />
      <NextStep request={request} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <AboutCard request={request} />
        <div className="flex flex-col gap-5">
          <StepsCard request={request} />
          <ReceiptCard request={request} />
          <HistoryCard id={id} />
        </div>
      </div>
    </>
  );
}

function useTitle(id: string): { title: string; description: string } {
  const { t } = useLingui();
  const words = useRequestWords();
  const { data: request } = useRequest(id);
  if (request === undefined) return { title: t`Request`, description: '' };
  return { title: personOf(request) ?? t`A request`, description: words.kind(request.kind) };
}

function WorkspaceRequest({ id }: { id: string }) {
  const { t } = useLingui();
  return (
    <PrivacyPage
      {...useTitle(id)}
      back={<BackToSection label={t`Requests`} link={{ from: '/w/$slug', to: '/w/$slug/privacy/requests' }} always />}
    >
      <Content id={id} />
    </PrivacyPage>
  );
}

function OperatorRequest({ id }: { id: string }) {
  const { t } = useLingui();
  return (
    <OperatorPage
      {...useTitle(id)}
      back={<BackToSection label={t`Requests about accounts`} link={{ to: '/operator/privacy-requests' }} always />}
    >
      <Content id={id} />
    </OperatorPage>
  );
}

/** `/w/{slug}/privacy/requests/{id}`: one request from who asks to the receipt. */
export function RequestPage({ id }: { id: string }) {
  return (
    <WorkspaceRequests>
      <WorkspaceRequest id={id} />
    </WorkspaceRequests>
  );
}

/** `/operator/privacy-requests/{id}`: the same about an account. */
export function OperatorRequestPage({ id }: { id: string }) {
  return (
    <OperatorRequests>
      <OperatorRequest id={id} />
    </OperatorRequests>
  );
}
