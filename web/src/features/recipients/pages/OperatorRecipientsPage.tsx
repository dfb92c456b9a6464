import type { Processor } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useConnections, useRegister, useRegisterAction } from '../api/queries.ts';
import { ProcessorDialog } from '../components/ProcessorDialog.tsx';
import { TransferDialog } from '../components/TransferDialog.tsx';
import { useRecipientWords } from '../components/use-recipient-words.ts';

/** `/operator/recipients`: the register that connections obey. */
export function OperatorRecipientsPage() {
  const { t } = useLingui();
  const query = useRegister();
  const [editing, setEditing] = useState<Processor | 'new' | null>(null);
  const [transferring, setTransferring] = useState<Processor | null>(null);
  return (
    <OperatorPage
      title={t`Recipients`}
      description={t`Everybody who gets data. Connections to anybody else are refused.`}
      action={
        <Button variant="primary" onClick={() => setEditing('new')}>
          <Trans>Record a recipient</Trans>
        </Button>
      }
    >
      {query.isPending ? (
        <RowSkeletons label={t`Recipients`} rows={5} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {query.data.home_region === null ? (
            <Banner tone="warn" title={t`The country of this installation is not set`}>
              <Trans>Whether data goes abroad cannot be judged. Set KABAR_REGION and restart.</Trans>
            </Banner>
          ) : null}
          {query.data.data.map((processor) => (
            <ProcessorCard
              key={processor.id}
              processor={processor}
              onEdit={() => setEditing(processor)}
              onTransfer={() => setTransferring(processor)}
            />
          ))}
          <Connections />
        </>
      )}
      {editing === null ? null : <ProcessorDialog processor={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {transferring === null ? null : <TransferDialog processor={transferring} onClose={() => setTransferring(null)} />}
    </OperatorPage>
  );
}

function ProcessorCard({ processor, onEdit, onTransfer }: { processor: Processor; onEdit: () => void; onTransfer: () => void }) {
  const { t } = useLingui();
  const words = useRecipientWords();
  const format = useFormat();
  const act = useRegisterAction();
  const [ending, setEnding] = useState(false);
  const isEnded = processor.status === 'ended';
  const status = isEnded
    ? t`Ended`
    : processor.status === 'planned'
      ? t`Planned`
      : processor.may_receive
        ? t`May receive data`
        : t`Refused now`;
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          {words.name(processor.name)}
          <Badge tone={isEnded || processor.status === 'planned' ? 'neutral' : processor.may_receive ? 'good' : 'bad'}>{status}</Badge>
        </span>
      }
      description={`${words.roles[processor.role]} · ${processor.purposes.map((purpose) => words.purposes[purpose]).join(', ')} · ${words.region(processor.region)}`}
      action={
        isEnded ? undefined : (
          <Button size="sm" onClick={onEdit}>
            <Trans>Edit</Trans>
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <ErrorBanner error={act.error} />
        {processor.hosts.length === 0 ? null : <p className="font-mono text-12 wrap-anywhere text-weak">{processor.hosts.join('  ')}</p>}
        {processor.problems.length === 0 ? null : (
          <ul className="flex flex-wrap gap-2">
            {processor.problems.map((problem) => (
              <li key={problem}>
                <Badge tone="warn">{words.problems[problem]}</Badge>
              </li>
            ))}
          </ul>
        )}
        {processor.status === 'provisional' ? (
          <p className="text-13 text-warn">
            {processor.provisional_until === null ? (
              <Trans>May be used for 30 days from the first connection while you complete the record.</Trans>
            ) : (
              <Trans>May be used until {format.dateTime(processor.provisional_until)}; then connections are refused.</Trans>
            )}
          </p>
        ) : null}
        {processor.status === 'planned' && processor.announced_at !== null && processor.starts_on !== null ? (
          <p className="text-13 text-normal">
            <Trans>
              Announced on {format.date(processor.announced_at)}. Gets data from {format.date(processor.starts_on)} on, by itself, if its
              record is still complete then.
            </Trans>
          </p>
        ) : processor.status === 'planned' && processor.problems.every((problem) => problem === 'not_announced') ? (
          <p className="text-13 text-normal">
            <Trans>
              The record is complete. It announces itself an hour after the last change: owners of all workspaces get a mail, and it may get
              data 30 days later.
            </Trans>
          </p>
        ) : null}
        {processor.transfers
          .filter(({ is_current }) => is_current)
          .map((transfer) => (
            <div key={transfer.id} className="flex flex-wrap items-center gap-3 text-13 text-normal">
              <span className="min-w-0 flex-1">
                {words.mechanisms[transfer.mechanism]} ({words.region(transfer.to_region)}): {transfer.safeguards}
              </span>
              <Button size="sm" onClick={() => act.mutate({ do: 'end_transfer', id: transfer.id })}>
                <Trans>End the transfer</Trans>
              </Button>
            </div>
          ))}
        {isEnded ? null : (
          <div className="flex flex-wrap gap-2">
            {processor.needs_transfer && processor.region !== null ? (
              <Button size="sm" onClick={onTransfer}>
                <Trans>Record a transfer</Trans>
              </Button>
            ) : null}
            {processor.status === 'planned' && processor.announced_at === null ? (
              <Button
                size="sm"
                variant="primary"
                disabled={processor.problems.some((problem) => problem !== 'not_announced' && problem !== 'starts_later')}
                onClick={() =>
                  act.mutate(
                    { do: 'announce', id: processor.id },
                    {
                      onSuccess: (result) => {
                        if (result !== null && 'told_count' in result)
                          notify({
                            title: t`${plural(result.told_count, { one: '# owner is told by mail', other: '# owners are told by mail' })}`,
                          });
                      },
                    },
                  )
                }
              >
                <Trans>Announce now</Trans>
              </Button>
            ) : null}
            {processor.status === 'provisional' || (processor.status === 'planned' && processor.role === 'own_infrastructure') ? (
              <Button
                size="sm"
                variant="primary"
                disabled={processor.problems.length > 0}
                onClick={() => act.mutate({ do: 'activate', id: processor.id })}
              >
                <Trans>Activate</Trans>
              </Button>
            ) : null}
            {processor.from_configuration ? null : (
              <Button size="sm" onClick={() => setEnding(true)}>
                <Trans>End</Trans>
              </Button>
            )}
          </div>
        )}
      </div>
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title={t`End ${processor.name}?`}
        confirmLabel={t`End`}
        pending={act.isPending}
        onConfirm={() => act.mutate({ do: 'end', id: processor.id }, { onSuccess: () => setEnding(false) })}
      >
        <Trans>From the next connection on it gets nothing. This cannot be undone; record it anew instead.</Trans>
      </ConfirmDialog>
    </Card>
  );
}

function Connections() {
  const { t } = useLingui();
  const words = useRecipientWords();
  const format = useFormat();
  const query = useConnections();
  return (
    <Card title={t`Connections`} description={t`What was connected to in the last 30 days, and what was refused.`}>
      <ErrorBanner error={query.error} />
      {query.data?.length === 0 ? (
        <p className="text-14 text-weak">
          <Trans>None yet.</Trans>
        </p>
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t`Connections`}>
          <table className="w-full text-left text-13">
            <thead className="text-12 text-weak">
              <tr>
                <th className="py-1.5 pr-4 font-medium">{t`Day`}</th>
                <th className="py-1.5 pr-4 font-medium">{t`Host`}</th>
                <th className="py-1.5 pr-4 font-medium">{t`What for`}</th>
                <th className="py-1.5 pr-4 font-medium">{t`What became of it`}</th>
                <th className="py-1.5 text-right font-medium">{t`Count`}</th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {(query.data ?? []).map((row) => (
                <tr key={`${row.day}${row.host}${row.purpose}${row.outcome}`}>
                  <td className="py-1.5 pr-4 whitespace-nowrap text-normal tabular-nums">{format.date(row.day)}</td>
                  <td className="py-1.5 pr-4 font-mono text-12 text-strong">{row.host}</td>
                  <td className="py-1.5 pr-4 text-normal">{words.purposes[row.purpose]}</td>
                  <td className={row.outcome === 'allowed' ? 'py-1.5 pr-4 text-normal' : 'py-1.5 pr-4 font-medium text-bad'}>
                    {words.outcomes[row.outcome]}
                  </td>
                  <td className="py-1.5 text-right text-normal tabular-nums">{format.number(row.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
