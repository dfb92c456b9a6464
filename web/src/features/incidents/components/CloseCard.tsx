import type { Incident } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useIncidentAction } from '../api/queries.ts';

/** What was learned, and the end of it. */
export function CloseCard({ incident, mayWrite }: { incident: Incident; mayWrite: boolean }) {
  const { t } = useLingui();
  const [lessons, setLessons] = useState(incident.lessons ?? '');
  const close = useIncidentAction((source, text: string) => source.shared.close(incident.id, { lessons: text }));
  const reopen = useIncidentAction((source) => source.shared.reopen(incident.id));
  if (incident.status === 'closed')
    return (
      <Card
        title={t`What was learned`}
        action={
          mayWrite ? (
            <Button loading={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
              <Trans>Open again</Trans>
            </Button>
          ) : undefined
        }
      >
        <ErrorBanner error={reopen.error} />
        <p className="text-14 wrap-anywhere whitespace-pre-wrap text-normal" dir="auto">
          {incident.lessons}
        </p>
      </Card>
    );
  if (!mayWrite) return null;
  return (
    <Card title={t`Close`} description={t`When every clock is settled and the cause is known.`}>
      <div className="flex flex-col gap-4">
        <ErrorBanner error={close.error} />
        <Field label={t`What did you learn, and what changes?`}>
          <Textarea dir="auto" maxLength={8000} value={lessons} onChange={(event) => setLessons(event.target.value)} />
        </Field>
        <div>
          <Button disabled={lessons.trim().length < 10} loading={close.isPending} onClick={() => close.mutate(lessons.trim())}>
            <Trans>Close the incident</Trans>
          </Button>
        </div>
      </div>
    </Card>
  );
}
