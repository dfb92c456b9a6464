import type { WhatsAppNumber } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, EllipsisVertical, KeyRound, RefreshCw, Unplug } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useDisconnectNumber, useRefreshNumber } from '../api/mutations.ts';
import { useNumber } from '../api/queries.ts';
import { NumberFacts } from '../components/NumberFacts.tsx';
import { NumberHistory } from '../components/NumberHistory.tsx';
import { RenewTokenDialog } from '../components/RenewTokenDialog.tsx';
import { useHealthWords } from '../components/use-health-words.ts';

function BackLink() {
  return (
    <Link
      from="/w/$slug"
      to="/w/$slug/numbers"
      className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-control pr-1.5 text-13 text-weak hover:text-strong"
    >
      <ChevronLeft aria-hidden className="size-4" />
      <Trans>Numbers</Trans>
    </Link>
  );
}

function NumberActions({ number, name }: { number: WhatsAppNumber; name: string }) {
  const { t, i18n } = useLingui();
  const refresh = useRefreshNumber(number.id);
  const disconnect = useDisconnectNumber(number.id);
  const [asking, setAsking] = useState<'disconnect' | 'token' | null>(null);

  function handleRefresh(): void {
    refresh.mutate(undefined, {
      onSuccess: () => notify({ title: t`Read from Meta` }),
      onError: (error) => notify({ tone: 'bad', title: t`Could not read it from Meta`, description: errorSentence(error, i18n) }),
    });
  }

  useActions(
    number.status === 'disconnected'
      ? []
      : [{ id: 'refresh-number', label: t`Read it from Meta again`, group: t`Numbers`, keys: 'r', run: handleRefresh }],
  );
  if (number.status === 'disconnected') return null;
  return (
    <>
      <Button icon={<RefreshCw aria-hidden />} loading={refresh.isPending} onClick={handleRefresh}>
        <Trans>Refresh</Trans>
      </Button>
      <Menu trigger={<IconButton variant="outline" label={t`More actions`} icon={<EllipsisVertical aria-hidden />} />}>
        {number.provider === 'cloud' ? (
          <MenuItem icon={<KeyRound aria-hidden />} onClick={() => setAsking('token')}>
            <Trans>Replace the access token</Trans>
          </MenuItem>
        ) : null}
        <MenuItem danger icon={<Unplug aria-hidden />} onClick={() => setAsking('disconnect')}>
          <Trans>Disconnect</Trans>
        </MenuItem>
      </Menu>
      {asking === 'token' ? <RenewTokenDialog numberId={number.id} onClose={() => setAsking(null)} /> : null}
      <ConfirmDialog
        open={asking === 'disconnect'}
        onOpenChange={(open) => setAsking(open ? 'disconnect' : null)}
        title={t`Disconnect ${name}?`}
        confirmLabel={<Trans>Disconnect</Trans>}
        pending={disconnect.isPending}
        error={disconnect.error ? errorSentence(disconnect.error, i18n) : undefined}
        onConfirm={() =>
          disconnect.mutate(undefined, {
            onSuccess: () => {
              setAsking(null);
              notify({ title: t`${name} is disconnected` });
            },
          })
        }
      >
        <Trans>
          Nothing is sent or received with it any more, and messages that wait for it are held. Its conversations stay. To connect it again
          you need the token and the app secret.
        </Trans>
      </ConfirmDialog>
    </>
  );
}

/** One number: how it is, what Meta says, its addresses and its history. */
export function NumberPage({ numberId }: { numberId: string }) {
  const { t } = useLingui();
  const number = useNumber(numberId);
  const format = useFormat();
  const healthWords = useHealthWords();
  const canWrite = usePermission('numbers:write');
  if (number.isPending) {
    return (
      <Page title={t`Number`} back={<BackLink />}>
        <SkeletonGroup label={t`Loading the number`}>
          <Skeleton className="mb-5 h-14 rounded-card" />
          <Skeleton className="h-40 rounded-card" />
        </SkeletonGroup>
      </Page>
    );
  }
  if (!number.data) {
    return (
      <Page title={t`Number`} back={<BackLink />}>
        <ErrorState error={number.error} onRetry={() => void number.refetch()} />
      </Page>
    );
  }
  const { data } = number;
  const phone = format.phone(data.display_phone_number);
  const health = healthWords(data);
  return (
    <Page
      title={data.verified_name ?? phone}
      description={data.verified_name ? <span className="tabular-nums">{phone}</span> : t`A number without a display name yet`}
      back={<BackLink />}
      action={canWrite ? <NumberActions number={data} name={data.verified_name ?? phone} /> : null}
    >
      <Banner tone={data.health.level} title={health.title}>
        {health.nextStep}
      </Banner>
      <Card title={t`What Meta says`}>
        <NumberFacts number={data} />
      </Card>
      <Card title={t`Addresses`} description={t`For the settings of your app at Meta, and for the API.`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <CopyField label={t`Number ID in Kabar`} value={data.id} />
          <CopyField label={t`Phone number ID`} value={data.phone_number_id} />
          <CopyField label={t`WhatsApp Business Account ID`} value={data.waba_id} />
          <CopyField label={t`Callback URL`} value={data.webhook_url} />
        </div>
      </Card>
      <NumberHistory numberId={data.id} />
    </Page>
  );
}
