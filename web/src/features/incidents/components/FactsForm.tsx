import { INCIDENT_FACTS, type Incident, type IncidentFacts, type IncidentRisk } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useChangeIncident } from '../api/queries.ts';
import { useIncidentWords } from './use-incident-words.ts';

/** What the laws want to be told, in the words of who writes it. */
export function FactsForm({ incident, readOnly }: { incident: Incident; readOnly: boolean }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const change = useChangeIncident(incident.id);
  const [facts, setFacts] = useState<IncidentFacts>(incident.facts);
  const [risk, setRisk] = useState<IncidentRisk | null>(incident.risk);
  function save(event: FormEvent): void {
    event.preventDefault();
    change.mutate({ facts, risk }, { onSuccess: () => notify({ title: t`Saved` }) });
  }
  return (
    <Card title={t`What is known`} description={t`Every notice is written from this. What is empty stands in a notice as a gap.`}>
      <form noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={change.error} />
        <Field
          label={t`How likely are people harmed?`}
          hint={t`European clocks depend on it. Not judged counts as likely.`}
          disabled={readOnly}
        >
          <Select<IncidentRisk | 'unjudged'>
            disabled={readOnly}
            value={risk ?? 'unjudged'}
            onValueChange={(value) => setRisk(value === 'unjudged' ? null : value)}
            options={[
              { value: 'unjudged', label: t`Not judged yet` },
              { value: 'unlikely', label: t`Unlikely` },
              { value: 'possible', label: t`Possible` },
              { value: 'high', label: t`Likely` },
            ]}
          />
        </Field>
        {INCIDENT_FACTS.map((name) => (
          <Field key={name} label={words.facts[name].label} hint={words.facts[name].hint} disabled={readOnly}>
            <Textarea
              dir="auto"
              maxLength={4000}
              disabled={readOnly}
              value={facts[name]}
              onChange={(event) => setFacts({ ...facts, [name]: event.target.value })}
            />
          </Field>
        ))}
        {readOnly ? null : (
          <div>
            <Button variant="primary" type="submit" loading={change.isPending}>
              <Trans>Save</Trans>
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
