import type { IncidentSummary } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useIncidents, useIncidentSource } from '../api/queries.ts';
import { TimeLeft } from './TimeLeft.tsx';
import { useIncidentWords } from './use-incident-words.ts';

/** Incidents as rows; `linkTo` draws the link to one. */
export function IncidentList({ linkTo, onRecord }: { linkTo: (id: string, content: ReactNode) => ReactNode; onRecord: () => void }) {
  const { t } = useLingui();
  const query = useIncidents();
  const { mayWrite } = useIncidentSource();
  return (
    <Card flush>
      {query.isPending ? (
        <RowSkeletons label={t`Incidents`} rows={3} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <EmptyState
          picture={<ShieldCheck aria-hidden />}
          title={<Trans>No incident</Trans>}
          action={
            mayWrite ? (
              <Button onClick={onRecord}>
                <Trans>Record an incident</Trans>
              </Button>
            ) : undefined
          }
        >
          <Trans>When somebody may have seen, taken, changed or lost data, record it here at once. You are then led step by step.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {query.data.map((incident) => (
            <li key={incident.id}>{linkTo(incident.id, <Row incident={incident} />)}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ incident }: { incident: IncidentSummary }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  return (
    <span className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 sm:px-5">
      <span className="min-w-0 flex-1 basis-60">
        <span className="block truncate text-14 font-medium text-strong" dir="auto">
          {incident.title}
        </span>
        <span className="block text-13 text-weak">{words.steps[incident.next_step]}</span>
      </span>
      {incident.told_by_operator ? <Badge>{t`From whoever runs Kabar`}</Badge> : null}
      {incident.contact_count === null ? null : (
        <span className="text-13 text-normal tabular-nums">{t`${plural(incident.contact_count, { one: '# customer', other: '# customers' })}`}</span>
      )}
      {incident.status === 'closed' ? (
        <Badge tone="good">{t`Closed`}</Badge>
      ) : incident.late_count > 0 ? (
        <Badge tone="bad">{t`Late`}</Badge>
      ) : (
        <Badge tone="warn">{t`Open`}</Badge>
      )}
      {incident.next_due_at === null ? null : (
        <TimeLeft dueAt={incident.next_due_at} className="w-28 text-right text-13 text-normal tabular-nums" />
      )}
    </span>
  );
}
