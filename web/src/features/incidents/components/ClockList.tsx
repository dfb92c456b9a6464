import type { Incident, IncidentClock } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useIncidentAction, useIncidentSource } from '../api/queries.ts';
import { TimeLeft } from './TimeLeft.tsx';
import { useIncidentWords } from './use-incident-words.ts';

const tones = { running: 'warn', late: 'bad', met: 'good', met_late: 'warn', dismissed: 'neutral', waiting: 'neutral' } as const;

/** The duties to tell of an incident with their clocks, the most urgent first. */
export function ClockList({ incident }: { incident: Incident }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const format = useFormat();
  const { mayWrite } = useIncidentSource();
  const [settling, setSettling] = useState<IncidentClock | null>(null);
  return (
    <Card title={t`Whom to tell, by when`} description={t`Counted in real hours from when it became known.`} flush>
      <ul className="divide-y divide-line">
        {incident.clocks.map((clock) => {
          const isOpen = clock.state === 'running' || clock.state === 'late';
          return (
            <li key={clock.key} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
              <div className="min-w-0 flex-1 basis-60">
                <p className="text-14 font-medium text-strong">
                  {words.party(clock)} · {words.laws[clock.jurisdiction]}
                </p>
                <p className="text-13 text-weak">
                  {clock.law}
                  {clock.is_prompt ? ` · ${t`“without delay”, measured as 24 hours`}` : ''}
                </p>
                {clock.remark === null ? null : <p className="mt-1 text-13 wrap-anywhere text-normal">{clock.remark}</p>}
              </div>
              <div className="text-right text-13 text-normal tabular-nums">
                {clock.due_at === null ? null : (
                  <>
                    <span className="block">{format.dateTime(clock.due_at)}</span>
                    {isOpen ? <TimeLeft dueAt={clock.due_at} className="block text-12 text-weak" /> : null}
                  </>
                )}
              </div>
              <Badge tone={tones[clock.state]}>{words.clocks[clock.state]}</Badge>
              {mayWrite && incident.status === 'open' && isOpen ? (
                <Button size="sm" onClick={() => setSettling(clock)}>
                  <Trans>Record it</Trans>
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {settling === null ? null : <SettleDialog incidentId={incident.id} clock={settling} onClose={() => setSettling(null)} />}
    </Card>
  );
}

function SettleDialog({ incidentId, clock, onClose }: { incidentId: string; clock: IncidentClock; onClose: () => void }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const [outcome, setOutcome] = useState<'met' | 'dismissed'>('met');
  const [remark, setRemark] = useState('');
  const settle = useIncidentAction((source, body: { key: string; outcome: 'met' | 'dismissed'; remark: string }) =>
    source.shared.settleClock(incidentId, body),
  );
  function save(event: FormEvent): void {
    event.preventDefault();
    if (remark.trim().length >= 3) settle.mutate({ key: clock.key, outcome, remark: remark.trim() }, { onSuccess: onClose });
  }
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={words.party(clock)}
      description={clock.law}
      action={
        <Button variant="primary" type="submit" form="settle-clock" disabled={remark.trim().length < 3} loading={settle.isPending}>
          <Trans>Record</Trans>
        </Button>
      }
    >
      <form id="settle-clock" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={settle.error} />
        <RadioGroup
          label={t`What became of it`}
          cards
          value={outcome}
          onValueChange={setOutcome}
          options={[
            { value: 'met', label: t`They were told`, hint: t`Now, or a moment ago.` },
            { value: 'dismissed', label: t`The law does not ask for it here`, hint: t`Say why; it stays on record.` },
          ]}
        />
        <Field label={outcome === 'met' ? t`How, and under which reference` : t`Why it does not apply`}>
          <Textarea dir="auto" maxLength={1000} value={remark} onChange={(event) => setRemark(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
