import type { Incident } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { useChangeIncident, useIncidentAction, usePersons } from '../api/queries.ts';
import { ScopeFields, type ScopeValue } from './ScopeFields.tsx';
import { useIncidentWords } from './use-incident-words.ts';

/** Who is concerned: counts, kinds of data, and the list with what became of telling each. */
export function AffectedCard({ incident, readOnly }: { incident: Incident; readOnly: boolean }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const [choosing, setChoosing] = useState(false);
  const { affected } = incident;
  const change = useChangeIncident(incident.id);
  const otherLaws = (affected?.suggested_laws ?? []).filter((law) => !incident.laws.includes(law));
  return (
    <Card
      title={t`Who is concerned`}
      description={incident.scope.data.map((kind) => words.data[kind]).join(', ')}
      action={
        readOnly ? undefined : (
          <Button variant={affected === null ? 'primary' : 'secondary'} onClick={() => setChoosing(true)}>
            {affected === null ? <Trans>Find out</Trans> : <Trans>Find again</Trans>}
          </Button>
        )
      }
    >
      {affected === null ? (
        <p className="text-14 text-weak">
          <Trans>Say what data was in reach. Kabar then asks one question over everything that is stored and lists the people.</Trans>
        </p>
      ) : (
        <div className="flex flex-col gap-4">
          <dl className="flex flex-wrap gap-x-8 gap-y-3">
            <Figure label={t`Customers`} value={affected.contact_count} />
            <Figure label={t`Members`} value={affected.member_count} />
            {affected.workspace_count > 1 ? <Figure label={t`Workspaces`} value={affected.workspace_count} /> : null}
            <Figure label={t`Told`} value={affected.told_count} />
            <Figure label={t`Not reached`} value={affected.unreachable_count} />
          </dl>
          <ul className="flex flex-wrap gap-2">
            {affected.by_data.map(({ data, count }) => (
              <li key={data}>
                <Badge>
                  {words.data[data]} · {t`${plural(count, { one: '# person', other: '# people' })}`}
                </Badge>
              </li>
            ))}
          </ul>
          {otherLaws.length > 0 && !readOnly ? (
            <div className="flex flex-wrap items-center gap-3 text-13 text-warn">
              <p>
                <Trans>Some of these people live where another law applies: {otherLaws.map((law) => words.laws[law]).join(', ')}.</Trans>
              </p>
              <Button size="sm" loading={change.isPending} onClick={() => change.mutate({ laws: [...incident.laws, ...otherLaws] })}>
                <Trans>Add its clocks</Trans>
              </Button>
            </div>
          ) : null}
          {affected.contact_count + affected.member_count > 0 ? <Persons incidentId={incident.id} /> : null}
        </div>
      )}
      {choosing ? <AssessDialog incident={incident} onClose={() => setChoosing(false)} /> : null}
    </Card>
  );
}

function Figure({ label, value }: { label: string; value: number }) {
  return (
    <div>
      <dt className="text-12 text-weak">{label}</dt>
      <dd className="text-20 font-semibold text-strong tabular-nums">{value}</dd>
    </div>
  );
}

const tones = { not_told: 'neutral', sending: 'info', told: 'good', unreachable: 'warn' } as const;

function Persons({ incidentId }: { incidentId: string }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const query = usePersons(incidentId);
  return (
    <details>
      <summary className="inline-flex min-h-8 cursor-pointer items-center rounded-control text-13 font-medium text-accent-text">
        <Trans>Show the list</Trans>
      </summary>
      <ul className="mt-2 divide-y divide-line rounded-card border border-line">
        {(query.data ?? []).map((person) => (
          <li key={person.contact_id ?? person.member_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-13">
            <span className="min-w-0 flex-1 basis-52">
              <span className="block truncate font-mono text-12 text-strong">{person.contact_id ?? person.member_id}</span>
              <span className="block text-weak">
                {person.kind === 'contact' ? t`Customer` : t`Member`} · {person.data.map((kind) => words.data[kind]).join(', ')}
              </span>
              {person.reason === null ? null : <span className="block text-warn">{words.reason(person.reason)}</span>}
            </span>
            <Badge tone={tones[person.outcome]}>{words.outcomes[person.outcome]}</Badge>
          </li>
        ))}
      </ul>
      <NextPage query={query} />
    </details>
  );
}

function AssessDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useLingui();
  const [scope, setScope] = useState<ScopeValue>({ data: incident.scope.data, reach: incident.scope.reach });
  const assess = useIncidentAction(async (source, value: ScopeValue) => {
    await source.shared.change(incident.id, { scope: { ...incident.scope, ...value } });
    return source.shared.assess(incident.id);
  });
  return (
    <Dialog
      open
      keepOpen
      size="lg"
      onOpenChange={onClose}
      title={t`Who is concerned`}
      action={
        <Button
          variant="primary"
          disabled={scope.data.length === 0}
          loading={assess.isPending}
          onClick={() => assess.mutate(scope, { onSuccess: onClose })}
        >
          <Trans>Find out</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={assess.error} />
        <ScopeFields value={scope} onChange={setScope} />
      </div>
    </Dialog>
  );
}
