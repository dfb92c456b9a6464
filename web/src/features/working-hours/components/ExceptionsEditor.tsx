import type { HoursException } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarDays, Plus, Trash2 } from 'lucide-react';
import { useNow } from '#lib/clock.ts';
import { dayKey } from '#lib/format.ts';
import type { Issues } from '#lib/use-draft.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { RangesEditor } from './RangesEditor.tsx';

/** Props of ExceptionsEditor. `zone` decides which day is today. */
export interface ExceptionsEditorProps {
  exceptions: readonly HoursException[];
  onExceptionsChange: (exceptions: HoursException[]) => void;
  issues: Issues;
  zone: string;
}

/** Dates on which other hours hold: holidays, an early closing. */
export function ExceptionsEditor({ exceptions, onExceptionsChange, issues, zone }: ExceptionsEditorProps) {
  const { t } = useLingui();
  const now = useNow();
  const edit = (index: number, change: Partial<HoursException>): void =>
    onExceptionsChange(exceptions.map((one, place) => (place === index ? { ...one, ...change } : one)));
  const add = (): void => onExceptionsChange([...exceptions, { date: freeDate(exceptions, dayKey(now, zone)), name: '', ranges: [] }]);
  const addButton = (
    <Button icon={<Plus aria-hidden />} disabled={exceptions.length >= 200} onClick={add}>
      <Trans>Add a date</Trans>
    </Button>
  );
  return (
    <Card
      flush
      title={t`Other hours on single dates`}
      description={t`Holidays, a day of stocktaking, longer hours before a feast. They take the place of the weekday.`}
      action={exceptions.length === 0 ? null : addButton}
    >
      {exceptions.length === 0 ? (
        <EmptyState compact picture={<CalendarDays />} title={<Trans>No other dates</Trans>} action={addButton}>
          <Trans>Enter the holidays of the coming months, so that nobody is promised an answer on them.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {exceptions.map((exception, index) => {
            const name = exception.name === '' ? exception.date : exception.name;
            const refusal = [...issues].find(([path]) => path.startsWith(`exceptions.${index}.ranges`))?.[1];
            return (
              <li
                // A date may be typed anew, so that only the place stays.
                key={index}
                className="grid grid-cols-[1fr_auto] items-start gap-x-4 gap-y-3 px-4 py-3 sm:grid-cols-[10rem_minmax(0,14rem)_1fr_auto] sm:px-5"
              >
                <Field label={t`Date`} error={issues.get(`exceptions.${index}.date`)}>
                  <Input type="date" value={exception.date} onValueChange={(date) => edit(index, { date })} />
                </Field>
                <div className="max-sm:col-span-2 max-sm:row-start-2">
                  <Field label={t`Name`} optional>
                    <Input
                      dir="auto"
                      maxLength={80}
                      placeholder={t`Independence Day`}
                      value={exception.name}
                      onValueChange={(text) => edit(index, { name: text })}
                    />
                  </Field>
                </div>
                <div className="max-sm:col-span-2 max-sm:row-start-3 sm:pt-6">
                  <RangesEditor
                    name={name}
                    ranges={exception.ranges}
                    refusal={refusal}
                    onRangesChange={(ranges) => edit(index, { ranges })}
                  />
                </div>
                <IconButton
                  size="sm"
                  className="mt-6"
                  label={t`Remove ${name}`}
                  icon={<Trash2 aria-hidden />}
                  onClick={() => onExceptionsChange(exceptions.filter((_, place) => place !== index))}
                />
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

/** Today, or the first day after it that has no exception yet. */
function freeDate(exceptions: readonly HoursException[], today: string): string {
  for (let day = 0; ; day += 1) {
    const date = new Date(Date.parse(today) + day * 86_400_000).toISOString().slice(0, 10);
    if (!exceptions.some((one) => one.date === date)) return date;
  }
}
