import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ExternalLink, KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { DevelopersPage } from '#frame/DevelopersLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useApiKeys } from '../api/queries.ts';
import { AllowlistCard } from '../components/AllowlistCard.tsx';
import { CreateKeyDialog } from '../components/CreateKeyDialog.tsx';
import { KeyTable } from '../components/KeyTable.tsx';

function ReferenceLink() {
  return (
    <a
      href="/reference"
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-accent-text underline underline-offset-3"
    >
      <Trans>API reference</Trans>
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}

/** Keys with which programs use the API. */
export function ApiKeysPage() {
  const { t } = useLingui();
  const apiKeys = useApiKeys();
  const mayCreate = usePermission('api_keys:write');
  const [showEnded, setShowEnded] = useState(false);
  const { create } = useSearch({ from: '/w/$slug/developers/api-keys' });
  const navigate = useNavigate({ from: '/w/$slug/developers/api-keys' });

  function setOpen(next: boolean): void {
    void navigate({ search: next ? { create: true } : {}, replace: !next });
  }

  useActions(
    mayCreate
      ? [{ id: 'create-key', label: t`Create an API key`, group: t`Developers`, keys: 'n', keysOnly: true, run: () => setOpen(true) }]
      : [],
  );

  const createButton = mayCreate ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
      <Trans>Create an API key</Trans>
    </Button>
  ) : null;
  const active = apiKeys.data?.filter(({ status }) => status === 'active' || status === 'retiring') ?? [];
  const endedCount = (apiKeys.data?.length ?? 0) - active.length;
  const shown = showEnded ? (apiKeys.data ?? []) : active;
  return (
    <DevelopersPage
      title={t`API keys`}
      description={
        <Trans>
          With a key a program sends and receives in the name of this workspace. What it can do stands in the <ReferenceLink />.
        </Trans>
      }
      action={apiKeys.data?.length ? createButton : null}
    >
      {apiKeys.data ? <ErrorBanner error={apiKeys.error} onRetry={() => void apiKeys.refetch()} /> : null}
      <Card flush>
        {apiKeys.isPending ? (
          <RowSkeletons label={t`Loading the API keys`} rows={3} />
        ) : !apiKeys.data ? (
          <ErrorState error={apiKeys.error} onRetry={() => void apiKeys.refetch()} />
        ) : shown.length === 0 ? (
          <EmptyState
            picture={<KeyRound />}
            title={endedCount > 0 ? <Trans>No active key</Trans> : <Trans>No API key yet</Trans>}
            action={createButton}
            link={<ReferenceLink />}
          >
            <Trans>Create one for each program, with only what that program needs. A key can be ended at any time.</Trans>
          </EmptyState>
        ) : (
          <KeyTable apiKeys={shown} />
        )}
      </Card>
      {endedCount > 0 ? (
        <Button variant="ghost" size="sm" className="self-start" aria-pressed={showEnded} onClick={() => setShowEnded(!showEnded)}>
          {showEnded ? <Trans>Hide revoked and expired keys</Trans> : <Trans>Show revoked and expired keys too ({endedCount})</Trans>}
        </Button>
      ) : null}
      <AllowlistCard />
      {mayCreate && create === true ? <CreateKeyDialog onClose={() => setOpen(false)} /> : null}
    </DevelopersPage>
  );
}
