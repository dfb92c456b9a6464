import type { IpAllowlist } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useIpAllowlist } from '../api/queries.ts';
import { AllowlistDialog } from './AllowlistDialog.tsx';

function Facts({ allowlist }: { allowlist: IpAllowlist }) {
  const format = useFormat();
  const { ranges, applies_to: appliesTo, your_address: own, changed_at: changedAt } = allowlist;
  const changed = changedAt === null ? null : format.dateTime(changedAt);
  return (
    <div className="flex flex-col gap-2 text-13 text-normal">
      {ranges.length === 0 ? (
        <p>
          <Trans>Every key works from anywhere, unless it has a list of its own.</Trans>
        </p>
      ) : (
        <>
          <ul className="flex flex-wrap gap-1.5">
            {ranges.map((range) => (
              <li key={range}>
                <Badge>
                  <code className="font-mono">{range}</code>
                </Badge>
              </li>
            ))}
          </ul>
          <p>
            {appliesTo === 'api_keys_and_members' ? (
              <Trans>Keys and people in the dashboard are held to it.</Trans>
            ) : (
              <Trans>Keys are held to it; people in the dashboard are not.</Trans>
            )}
          </p>
        </>
      )}
      <p className="text-weak">
        <Trans>
          Your present address is <code className="font-mono text-normal">{own}</code>.
        </Trans>
        {changed === null ? null : (
          <>
            {' '}
            <Trans>Changed {changed}.</Trans>
          </>
        )}
      </p>
    </div>
  );
}

/** From where the keys of the workspace, and if it wants its people, may reach it. */
export function AllowlistCard() {
  const { t } = useLingui();
  const query = useIpAllowlist();
  const mayChange = usePermission('api_keys:write');
  const [isOpen, setOpen] = useState(false);
  return (
    <Card
      title={t`From where`}
      description={t`Addresses from which this workspace may be used. A list of a key’s own narrows it further.`}
      action={
        mayChange && query.data ? (
          <Button size="sm" onClick={() => setOpen(true)}>
            <Trans>Change the addresses</Trans>
          </Button>
        ) : null
      }
    >
      {query.isPending ? (
        <Skeleton className="h-10" />
      ) : !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Facts allowlist={query.data} />
      )}
      {isOpen && query.data ? <AllowlistDialog allowlist={query.data} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}
