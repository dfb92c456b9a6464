import type { Incident } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Input } from '#ui/Input.tsx';
import { useIncidentAction, useTimeline } from '../api/queries.ts';
import { useIncidentWords } from './use-incident-words.ts';

/** What was done when and by whom, and a line to add to it. */
export function TimelineCard({ incident, readOnly }: { incident: Incident; readOnly: boolean }) {
  const { t } = useLingui();
  const words = useIncidentWords();
  const format = useFormat();
  const timeline = useTimeline(incident.id);
  const [text, setText] = useState('');
  const add = useIncidentAction((source, note: string) => source.shared.note(incident.id, { text: note }));
  function save(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() !== '') add.mutate(text.trim(), { onSuccess: () => setText('') });
  }
  return (
    <Card title={t`Timeline`}>
      <ErrorBanner error={timeline.error ?? add.error} />
      <ol className="flex flex-col gap-3">
        {(timeline.data ?? []).map((entry, index) => (
          // Entries are only ever added, so their place is their identity.
          <li key={index} className="flex gap-4 text-14">
            <time dateTime={entry.at} className="w-36 shrink-0 text-13 text-weak tabular-nums">
              {format.dateTime(entry.at)}
            </time>
            <span className="min-w-0">
              <span className="font-medium text-strong">{words.entries[entry.kind]}</span>
              {entry.count === null ? '' : ` (${format.number(entry.count)})`}
              {entry.by === null ? '' : ` · ${entry.by}`}
              {entry.text === null ? null : <span className="block wrap-anywhere text-normal">{entry.text}</span>}
            </span>
          </li>
        ))}
      </ol>
      {readOnly ? null : (
        <form className="mt-4 flex gap-2" onSubmit={save}>
          <Input
            aria-label={t`Add a note`}
            placeholder={t`Add what you found or did`}
            dir="auto"
            value={text}
            onValueChange={setText}
            maxLength={4000}
          />
          <Button type="submit" loading={add.isPending} disabled={text.trim() === ''}>
            <Trans>Add</Trans>
          </Button>
        </form>
      )}
    </Card>
  );
}
