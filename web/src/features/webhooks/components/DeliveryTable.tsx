import { WEBHOOK_DELIVERY_STATUSES, WEBHOOK_EVENT_TYPES, type WebhookDelivery, type WebhookEndpoint } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Radio } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ListStates, StaleList } from '#ui/ListStates.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Select } from '#ui/Select.tsx';
import { useDeliveries } from '../api/queries.ts';
import type { EndpointSearch } from '../fns/webhook-search.ts';
import { deliveryWords, eventWords, failureWords } from '../fns/webhook-words.ts';
import { DeliveryStatus } from './DeliveryStatus.tsx';

/** Props of DeliveryTable. `search` narrows it; `onSearch` puts what is chosen into the address. */
export interface DeliveryTableProps {
  endpoint: WebhookEndpoint;
  search: EndpointSearch;
  onSearch: (search: EndpointSearch) => void;
}

/** What was sent to an endpoint, newest first; tries appear as they happen. */
export function DeliveryTable({ endpoint, search, onSearch }: DeliveryTableProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const query = useDeliveries({ webhook_endpoint_id: endpoint.id, status: search.result, event_type: search.event });
  const isNarrowed = search.result !== undefined || search.event !== undefined;
  const columns: DataColumn<WebhookDelivery>[] = [
    {
      id: 'event',
      grow: true,
      header: t`Event`,
      cell: (delivery) => (
        <span className="block min-w-0">
          <code className="block truncate font-mono text-13 text-strong">{delivery.event_type}</code>
          <span className="block truncate text-12 text-weak">
            {delivery.replay_of ? <Trans>sent once more</Trans> : null}
            {delivery.replay_of && delivery.failure ? ' · ' : null}
            {delivery.failure ? i18n._(failureWords[delivery.failure]) : null}
          </span>
        </span>
      ),
    },
    { id: 'status', header: t`State`, cell: (delivery) => <DeliveryStatus status={delivery.status} /> },
    { id: 'answer', header: t`Answer`, align: 'end', narrow: false, cell: (delivery) => delivery.http_status ?? '–' },
    { id: 'tries', header: t`Tries`, align: 'end', narrow: false, cell: (delivery) => format.number(delivery.attempt_count) },
    {
      id: 'duration',
      header: t`Took`,
      align: 'end',
      narrow: false,
      cell: (delivery) => (delivery.duration_ms === null ? '–' : t`${format.number(delivery.duration_ms)} ms`),
    },
    {
      id: 'at',
      header: t`When`,
      align: 'end',
      cell: (delivery) => <RelativeTime style="log" at={delivery.created_at} className="text-13 whitespace-nowrap" />,
    },
  ];
  return (
    <>
      <StaleList query={query} />
      <Card
        flush
        title={
          <span className="inline-flex items-center gap-2">
            <Trans>Deliveries</Trans>
            <span className="inline-flex items-center gap-1 text-12 font-normal text-weak">
              <Radio aria-hidden className="size-3.5 text-good" />
              <Trans>live</Trans>
            </span>
          </span>
        }
        action={
          <>
            <div className="w-40 max-sm:flex-1">
              <Select
                label={t`State`}
                value={search.result ?? 'all'}
                onValueChange={(next) => {
                  const { result: _before, ...rest } = search;
                  onSearch(next === 'all' ? rest : { ...rest, result: next });
                }}
                options={[
                  { value: 'all', label: t`Every state` },
                  ...WEBHOOK_DELIVERY_STATUSES.map((status) => ({ value: status, label: i18n._(deliveryWords[status]) })),
                ]}
              />
            </div>
            <div className="w-56 max-sm:flex-1">
              <Combobox
                label={t`Event`}
                emptyText={<Trans>No such event</Trans>}
                value={search.event ?? ''}
                onValueChange={(next) => {
                  const { event: _before, ...rest } = search;
                  const event = WEBHOOK_EVENT_TYPES.find((type) => type === next);
                  onSearch(event === undefined ? rest : { ...rest, event });
                }}
                options={[{ value: '', label: t`Every event` }, ...WEBHOOK_EVENT_TYPES.map((type) => ({ value: type, label: type }))]}
              />
            </div>
          </>
        }
      >
        <ListStates
          query={query}
          loadingLabel={t`Loading the deliveries`}
          empty={
            <EmptyState
              compact
              picture={<Radio />}
              title={isNarrowed ? <Trans>No delivery fits</Trans> : <Trans>Nothing was sent yet</Trans>}
              action={
                isNarrowed ? (
                  <Button onClick={() => onSearch({})}>
                    <Trans>Show all</Trans>
                  </Button>
                ) : null
              }
            >
              {isNarrowed ? (
                <Trans>Deliveries are kept for 30 days.</Trans>
              ) : (
                <Trans>What happens from now on appears here at once, with each try and its answer.</Trans>
              )}
            </EmptyState>
          }
        >
          {(rows, footer) => (
            <DataTable
              label={t`Deliveries`}
              columns={columns}
              rows={rows}
              rowKey={(delivery) => delivery.id}
              rowLabel={(delivery) =>
                `${delivery.event_type}: ${i18n._(deliveryWords[delivery.status])}. ${i18n._(eventWords[delivery.event_type])}`
              }
              onOpen={(delivery) => onSearch({ ...search, delivery: delivery.id })}
              footer={footer}
            />
          )}
        </ListStates>
      </Card>
    </>
  );
}
