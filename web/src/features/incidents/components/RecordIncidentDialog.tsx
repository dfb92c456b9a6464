import { BREACH_LAWS, type BreachLaw } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { useRecordIncident } from '../api/queries.ts';
import { ScopeFields, type ScopeValue } from './ScopeFields.tsx';
import { useIncidentWords } from './use-incident-words.ts';

/** Records an incident with the least one knows; everything can be corrected later. */
export function RecordIncidentDialog({ onClose, onRecorded }: { onClose: () => void; onRecorded: (id: string) => void }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const record = useRecordIncident();
  const [now] = useState(() => new Date().toISOString());
  const [title, setTitle] = useState('');
  const [from, setFrom] = useState<string | null>(now);
  const [until, setUntil] = useState<string | null>(null);
  const [known, setKnown] = useState<string | null>(now);
  const [laws, setLaws] = useState<BreachLaw[]>(['ID']);
  const [scope, setScope] = useState<ScopeValue>({ data: [], reach: 'stored' });
  const [tried, setTried] = useState(false);
  const titleError = title.trim().length < 3 ? t`Say it in a few words.` : undefined;
  const lawError = laws.length === 0 ? t`Choose at least one.` : undefined;

  function save(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (titleError !== undefined || lawError !== undefined || from === null || known === null) return;
    record.mutate(
      {
        title: title.trim(),
        happened_from: from,
        happened_until: until,
        known_at: known,
        laws,
        risk: null,
        scope: { ...scope, number_ids: [], api_key_ids: [], member_ids: [] },
        facts: {},
      },
      { onSuccess: ({ id }) => onRecorded(id) },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      size="lg"
      onOpenChange={onClose}
      title={t`Record an incident`}
      description={t`A line is enough to begin. You can correct everything later.`}
      action={
        <Button variant="primary" type="submit" form="record-incident" loading={record.isPending}>
          <Trans>Record</Trans>
        </Button>
      }
    >
      <form id="record-incident" noValidate className="flex flex-col gap-5" onSubmit={save}>
        <ErrorBanner error={record.error} />
        <Field label={t`What happened, in one line`} error={tried ? titleError : undefined}>
          <Input dir="auto" maxLength={160} value={title} onValueChange={setTitle} placeholder={t`for example: a laptop was stolen`} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t`It began`}>
            <DateTimeInput value={from} onValueChange={setFrom} max={now} />
          </Field>
          <Field label={t`It ended`} optional hint={t`Empty: not over yet.`}>
            <DateTimeInput value={until} onValueChange={setUntil} max={now} />
          </Field>
          <Field label={t`You learned of it`} hint={t`The clocks start here.`}>
            <DateTimeInput value={known} onValueChange={setKnown} max={now} />
          </Field>
        </div>
        <fieldset>
          <legend className="mb-2 text-13 font-medium text-strong">{t`Whose law applies?`}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {BREACH_LAWS.map((law) => (
              <Checkbox
                key={law}
                label={words.laws[law]}
                checked={laws.includes(law)}
                onCheckedChange={(checked) => setLaws(checked ? [...laws, law] : laws.filter((other) => other !== law))}
              />
            ))}
          </div>
          <p className="mt-1 text-12 text-weak">
            {tried && lawError !== undefined ? (
              <span className="text-bad">{lawError}</span>
            ) : (
              t`That of your business, and those of your customers.`
            )}
          </p>
        </fieldset>
        <ScopeFields value={scope} onChange={setScope} />
      </form>
    </Dialog>
  );
}
