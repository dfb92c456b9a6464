import type { WebhookEndpoint, WebhookEndpointSecret, WebhookStatistics } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ExternalLink, Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { DevelopersPage } from '#frame/DevelopersLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useAllStatistics, useEndpoints } from '../api/queries.ts';
import { CreateEndpointDialog } from '../components/EndpointDialog.tsx';
import { EndpointSecret } from '../components/EndpointSecret.tsx';
import { EndpointStatus } from '../components/EndpointStatus.tsx';
import { SuccessRate } from '../components/SuccessRate.tsx';

function GuideLink() {
  return (
    <a
      href="/docs/guides/webhooks"
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-accent-text underline underline-offset-3"
    >
      <Trans>Guide to webhooks</Trans>
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}

function EndpointTable({ endpoints, statistics }: { endpoints: WebhookEndpoint[]; statistics: ReadonlyMap<string, WebhookStatistics> }) {
  const { t } = useLingui();
  const format = useFormat();
  const navigate = useNavigate();
  const columns: DataColumn<WebhookEndpoint>[] = [
    {
      id: 'url',
      grow: true,
      header: t`Address`,
      sortValue: (endpoint) => endpoint.url,
      cell: (endpoint) => (
        <span className="block min-w-0">
          <span className="block truncate font-mono text-13 text-strong">{endpoint.url}</span>
          {endpoint.description ? <span className="block truncate text-12 text-weak">{endpoint.description}</span> : null}
        </span>
      ),
    },
    {
      id: 'status',
      header: t`State`,
      sortValue: (endpoint) => endpoint.status,
      cell: (endpoint) => <EndpointStatus endpoint={endpoint} />,
    },
    {
      id: 'rate',
      header: t`Arrived, 24 hours`,
      align: 'end',
      narrow: false,
      cell: (endpoint) => <SuccessRate statistics={statistics.get(endpoint.id)} />,
    },
    {
      id: 'waiting',
      header: t`Waiting`,
      align: 'end',
      narrow: false,
      cell: (endpoint) => format.number(statistics.get(endpoint.id)?.pending_count ?? 0),
    },
    {
      id: 'last',
      header: t`Last arrived`,
      narrow: false,
      sortValue: (endpoint) => (endpoint.last_success_at ? Date.parse(endpoint.last_success_at) : null),
      cell: (endpoint) =>
        endpoint.last_success_at ? (
          <RelativeTime at={endpoint.last_success_at} />
        ) : (
          <span className="text-weak">
            <Trans>never</Trans>
          </span>
        ),
    },
  ];
  return (
    <DataTable
      label={t`Webhook endpoints`}
      columns={columns}
      rows={endpoints}
      rowKey={(endpoint) => endpoint.id}
      rowLabel={(endpoint) => endpoint.url}
      onOpen={(endpoint) =>
        void navigate({ from: '/w/$slug', to: '/w/$slug/developers/webhooks/$endpointId', params: { endpointId: endpoint.id } })
      }
    />
  );
}

/** Servers that are told what happens. */
export function EndpointsPage() {
  const { t } = useLingui();
  const endpoints = useEndpoints();
  const statistics = useAllStatistics(endpoints.data ?? []);
  const mayWrite = usePermission('webhooks:write');
  const [made, setMade] = useState<WebhookEndpointSecret | null>(null);
  const { create } = useSearch({ from: '/w/$slug/developers/webhooks' });
  const navigate = useNavigate({ from: '/w/$slug/developers/webhooks' });

  function setOpen(next: boolean): void {
    void navigate({ search: next ? { create: true } : {}, replace: !next });
  }

  useActions(
    mayWrite
      ? [{ id: 'add-endpoint', label: t`Add an endpoint`, group: t`Developers`, keys: 'n', keysOnly: true, run: () => setOpen(true) }]
      : [],
  );

  const button = mayWrite ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
      <Trans>Add an endpoint</Trans>
    </Button>
  ) : null;
  return (
    <DevelopersPage
      title={t`Webhooks`}
      description={
        <Trans>
          Your servers hear of messages and changes as they happen. <GuideLink />
        </Trans>
      }
      action={endpoints.data?.length ? button : null}
    >
      {endpoints.data ? <ErrorBanner error={endpoints.error} onRetry={() => void endpoints.refetch()} /> : null}
      <Card flush>
        {endpoints.isPending ? (
          <RowSkeletons label={t`Loading the endpoints`} rows={3} />
        ) : !endpoints.data ? (
          <ErrorState error={endpoints.error} onRetry={() => void endpoints.refetch()} />
        ) : endpoints.data.length === 0 ? (
          <EmptyState picture={<Webhook />} title={<Trans>No endpoint yet</Trans>} action={button} link={<GuideLink />}>
            <Trans>Name an address of your server. Events are signed, tried again for days, and logged here with each answer.</Trans>
          </EmptyState>
        ) : (
          <EndpointTable endpoints={endpoints.data} statistics={statistics} />
        )}
      </Card>
      {mayWrite && create === true && made === null ? <CreateEndpointDialog onClose={() => setOpen(false)} onMade={setMade} /> : null}
      {made ? (
        <EndpointSecret
          made={made}
          onClose={() => {
            const { id } = made;
            setMade(null);
            void navigate({ to: '/w/$slug/developers/webhooks/$endpointId', params: { endpointId: id }, search: {} });
          }}
        />
      ) : null}
    </DevelopersPage>
  );
}
