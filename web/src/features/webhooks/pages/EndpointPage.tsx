import type { WebhookEndpoint, WebhookEndpointSecret } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Ellipsis, KeyRound, Pencil, Power, RotateCcw, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { DevelopersPage } from '#frame/DevelopersLayout.tsx';
import { BackToSection } from '#frame/SectionLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useRemoveEndpoint, useTestEndpoint, useUpdateEndpoint } from '../api/mutations.ts';
import { useEndpoint } from '../api/queries.ts';
import { DeliverySheet } from '../components/DeliverySheet.tsx';
import { DeliveryTable } from '../components/DeliveryTable.tsx';
import { EndpointBanner } from '../components/EndpointBanner.tsx';
import { EditEndpointDialog } from '../components/EndpointDialog.tsx';
import { EndpointFigures } from '../components/EndpointFigures.tsx';
import { EndpointSecret } from '../components/EndpointSecret.tsx';
import { EndpointSettings } from '../components/EndpointSettings.tsx';
import { EndpointStatus } from '../components/EndpointStatus.tsx';
import { ReplayDialog } from '../components/ReplayDialog.tsx';
import { RotateSecretDialog } from '../components/RotateSecretDialog.tsx';
import type { EndpointSearch } from '../fns/webhook-search.ts';

type Asking = 'edit' | 'rotate' | 'replay' | 'disable' | 'remove';

function Actions({
  endpoint,
  onTest,
  onEnabled,
}: {
  endpoint: WebhookEndpoint;
  onTest: (deliveryId: string) => void;
  onEnabled: () => void;
}) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [made, setMade] = useState<WebhookEndpointSecret | null>(null);
  const test = useTestEndpoint(endpoint.id);
  const update = useUpdateEndpoint(endpoint.id);
  const remove = useRemoveEndpoint(endpoint.id);
  const isOn = endpoint.status === 'enabled';
  const close = (): void => {
    setAsking(null);
    update.reset();
    remove.reset();
  };
  const fail = (error: Error): void => void notify({ tone: 'bad', title: errorSentence(error, i18n) });
  return (
    <>
      {isOn ? (
        <Button
          variant="primary"
          icon={<Send aria-hidden />}
          loading={test.isPending}
          onClick={() => test.mutate(undefined, { onSuccess: (delivery) => onTest(delivery.id), onError: fail })}
        >
          <Trans>Send a test event</Trans>
        </Button>
      ) : (
        <Button
          variant="primary"
          icon={<Power aria-hidden />}
          loading={update.isPending}
          onClick={() => update.mutate({ status: 'enabled' }, { onSuccess: onEnabled, onError: fail })}
        >
          <Trans>Switch on</Trans>
        </Button>
      )}
      <Menu trigger={<IconButton variant="outline" label={t`More actions`} icon={<Ellipsis />} />}>
        <MenuItem icon={<Pencil aria-hidden />} onClick={() => setAsking('edit')}>
          <Trans>Change</Trans>
        </MenuItem>
        {endpoint.signature === 'ed25519' ? null : (
          <MenuItem icon={<KeyRound aria-hidden />} onClick={() => setAsking('rotate')}>
            <Trans>Give a new secret</Trans>
          </MenuItem>
        )}
        {isOn ? (
          <>
            <MenuItem icon={<RotateCcw aria-hidden />} onClick={() => setAsking('replay')}>
              <Trans>Send events once more</Trans>
            </MenuItem>
            <MenuItem icon={<Power aria-hidden />} onClick={() => setAsking('disable')}>
              <Trans>Switch off</Trans>
            </MenuItem>
          </>
        ) : null}
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => setAsking('remove')}>
          <Trans>Remove the endpoint</Trans>
        </MenuItem>
      </Menu>
      {asking === 'edit' ? <EditEndpointDialog endpoint={endpoint} onClose={close} /> : null}
      {asking === 'replay' ? <ReplayDialog endpoint={endpoint} onClose={close} /> : null}
      {asking === 'rotate' ? (
        <RotateSecretDialog
          endpoint={endpoint}
          onClose={close}
          onMade={(next) => {
            close();
            setMade(next);
          }}
        />
      ) : null}
      {made ? <EndpointSecret made={made} onClose={() => setMade(null)} /> : null}
      <ConfirmDialog
        open={asking === 'disable'}
        onOpenChange={close}
        title={t`Switch this endpoint off?`}
        confirmLabel={<Trans>Switch off</Trans>}
        pending={update.isPending}
        error={update.error ? errorSentence(update.error, i18n) : undefined}
        onConfirm={() =>
          update.mutate(
            { status: 'disabled' },
            {
              onSuccess: () => {
                close();
                notify({ title: t`The endpoint is off` });
              },
            },
          )
        }
      >
        <Trans>
          What waits for it is cancelled, and nothing more is sent. You can switch it on again and send what it missed once more.
        </Trans>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={close}
        title={t`Remove this endpoint and its log?`}
        confirmLabel={<Trans>Remove the endpoint</Trans>}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              notify({ title: t`The endpoint is removed` });
              void navigate({ from: '/w/$slug', to: '/w/$slug/developers/webhooks', search: {} });
            },
          })
        }
      >
        <p className="font-mono text-13 wrap-anywhere">{endpoint.url}</p>
        <p className="mt-2">
          <Trans>Nothing more is sent to it, and every delivery in its log goes. This cannot be undone.</Trans>
        </p>
      </ConfirmDialog>
    </>
  );
}

/** One endpoint: how it does, what was sent to it, and what can be done about it. */
export function EndpointPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { endpointId } = useParams({ from: '/w/$slug/developers/webhooks/$endpointId' });
  const search = useSearch({ from: '/w/$slug/developers/webhooks/$endpointId' });
  const navigate = useNavigate({ from: '/w/$slug/developers/webhooks/$endpointId' });
  const query = useEndpoint(endpointId);
  const mayWrite = usePermission('webhooks:write');
  const endpoint = query.data;
  const setSearch = (next: EndpointSearch): void => void navigate({ search: next, replace: next.delivery === undefined });
  return (
    <DevelopersPage
      title={endpoint?.description || t`Webhook endpoint`}
      description={endpoint ? <code className="font-mono text-13 wrap-anywhere">{endpoint.url}</code> : undefined}
      back={<BackToSection always label={t`Webhooks`} link={{ from: '/w/$slug', to: '/w/$slug/developers/webhooks' }} />}
      action={
        endpoint && mayWrite ? (
          <Actions
            endpoint={endpoint}
            onTest={(delivery) => setSearch({ delivery })}
            onEnabled={() => notify({ title: t`The endpoint is on again` })}
          />
        ) : null
      }
    >
      {query.isPending ? (
        <Card flush>
          <RowSkeletons label={t`Loading the endpoint`} rows={4} />
        </Card>
      ) : !endpoint ? (
        <Card>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : (
        <>
          <ErrorBanner error={query.error} onRetry={() => void query.refetch()} />
          <div className="-mt-3 flex flex-wrap items-center gap-2 text-13 text-weak">
            <EndpointStatus endpoint={endpoint} />
            <Badge>{endpoint.format === 'meta' ? t`Meta’s format` : t`Kabar’s format`}</Badge>
            <span>
              <Trans>added {format.date(endpoint.created_at)}</Trans>
            </span>
          </div>
          <EndpointBanner endpoint={endpoint} />
          <EndpointFigures endpoint={endpoint} />
          <DeliveryTable endpoint={endpoint} search={search} onSearch={setSearch} />
          <EndpointSettings endpoint={endpoint} />
          {search.delivery === undefined ? null : (
            <DeliverySheet
              key={search.delivery}
              deliveryId={search.delivery}
              onOpen={(delivery) => setSearch({ ...search, delivery })}
              onClose={() => {
                const { delivery: _closed, ...rest } = search;
                setSearch(rest);
              }}
            />
          )}
        </>
      )}
    </DevelopersPage>
  );
}
