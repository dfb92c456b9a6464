import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, Smartphone } from 'lucide-react';
import { usePermission } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useNumbers } from '../api/queries.ts';
import { ConnectDialog } from '../components/ConnectDialog.tsx';
import { NumberRow } from '../components/NumberRow.tsx';

/** The numbers of the workspace and how each is. */
export function NumbersPage() {
  const { t } = useLingui();
  const numbers = useNumbers();
  const canConnect = usePermission('numbers:write');
  const { connect } = useSearch({ from: '/w/$slug/numbers' });
  const navigate = useNavigate({ from: '/w/$slug/numbers' });
  const open = canConnect && connect === true;

  function setOpen(next: boolean): void {
    void navigate({ search: next ? { connect: true } : {}, replace: !next });
  }

  useActions(
    canConnect
      ? [{ id: 'connect-number', label: t`Connect a number`, group: t`Numbers`, keys: 'n', keysOnly: true, run: () => setOpen(true) }]
      : [],
  );

  const connectButton = canConnect ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
      <Trans>Connect a number</Trans>
    </Button>
  ) : null;
  return (
    <Page
      title={t`Numbers`}
      description={t`The WhatsApp numbers that this workspace sends and receives with.`}
      action={numbers.data?.length ? connectButton : null}
    >
      {numbers.data ? <ErrorBanner error={numbers.error} onRetry={() => void numbers.refetch()} /> : null}
      <Card flush>
        {numbers.isPending ? (
          <RowSkeletons label={t`Loading the numbers`} rows={3} />
        ) : !numbers.data ? (
          <ErrorState error={numbers.error} onRetry={() => void numbers.refetch()} />
        ) : numbers.data.length === 0 ? (
          <EmptyState picture={<Smartphone />} title={<Trans>No number yet</Trans>} action={connectButton}>
            {canConnect ? (
              <Trans>A number is where customers write to. Try the emulator with one click, or connect one of your own from Meta.</Trans>
            ) : (
              <Trans>A number is where customers write to. An admin of this workspace can connect one.</Trans>
            )}
          </EmptyState>
        ) : (
          <ul aria-label={t`Numbers`} className="overflow-hidden rounded-card">
            {numbers.data.map((number) => (
              <NumberRow key={number.id} number={number} />
            ))}
          </ul>
        )}
      </Card>
      {open ? <ConnectDialog open onOpenChange={setOpen} /> : null}
    </Page>
  );
}
