import type { HoursRange } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, Plus, X } from 'lucide-react';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { nextRange, rangeProblems, untilOf } from '../fns/schedule.ts';

// Typed by keyboard on a desk and by the phone's own wheel; the little clock would cost the place of AM and PM.
const clockStyles = 'w-26 tabular-nums [&::-webkit-calendar-picker-indicator]:hidden';

/** Props of RangesEditor. `name` is the day, for screen readers. */
export interface RangesEditorProps {
  name: string;
  ranges: readonly HoursRange[];
  onRangesChange: (ranges: HoursRange[]) => void;
  /** What the server said about them. */
  refusal?: string | undefined;
}

/** The hours of one day: any number of ranges, or closed. */
export function RangesEditor({ name, ranges, onRangesChange, refusal }: RangesEditorProps) {
  const { t } = useLingui();
  const problems = rangeProblems(ranges);
  const addable = nextRange(ranges);
  const words = {
    empty: t`Fill in both times.`,
    backwards: t`The end must be later than the beginning. Work past midnight goes into the next day.`,
    overlap: t`This begins before the range above it ends.`,
  };
  const edit = (index: number, change: Partial<HoursRange>): void =>
    onRangesChange(ranges.map((range, place) => (place === index ? { ...range, ...change } : range)));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {ranges.length === 0 ? (
        <div className="flex h-8 items-center gap-3 touch:h-10">
          <span className="text-14 text-weak">
            <Trans>Closed all day</Trans>
          </span>
        </div>
      ) : null}
      {ranges.map((range, index) => {
        const problem = problems.get(index);
        const number = index + 1;
        return (
          // Ranges have no names of their own; their place is who they are.
          <div key={index} className="flex flex-col gap-1">
            <div className="flex items-center gap-1.5">
              <Input
                type="time"
                aria-label={t`${name}, range ${number}: from`}
                aria-invalid={problem !== undefined || undefined}
                data-invalid={problem === undefined ? undefined : ''}
                className={clockStyles}
                value={range.from}
                onValueChange={(from) => edit(index, { from })}
              />
              <span aria-hidden className="text-weak">
                –
              </span>
              <Input
                type="time"
                aria-label={t`${name}, range ${number}: until`}
                aria-invalid={problem !== undefined || undefined}
                data-invalid={problem === undefined ? undefined : ''}
                className={clockStyles}
                value={range.until === '24:00' ? '00:00' : range.until}
                onValueChange={(until) => edit(index, { until: untilOf(until) })}
              />
              <IconButton
                size="sm"
                label={t`${name}: remove range ${number}`}
                icon={<X aria-hidden />}
                onClick={() => onRangesChange(ranges.filter((_, place) => place !== index))}
              />
            </div>
            {problem ? (
              <p role="alert" className="flex items-start gap-1.5 text-13 text-bad">
                <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                {words[problem]}
              </p>
            ) : null}
          </div>
        );
      })}
      {refusal && problems.size === 0 ? (
        <p role="alert" className="text-13 text-bad">
          {refusal}
        </p>
      ) : null}
      {addable ? (
        <Button
          variant="link"
          size="sm"
          className="self-start"
          icon={<Plus aria-hidden />}
          aria-label={t`${name}: add hours`}
          onClick={() => onRangesChange([...ranges, addable])}
        >
          {ranges.length === 0 ? <Trans>Add hours</Trans> : <Trans>Add a range</Trans>}
        </Button>
      ) : null}
    </div>
  );
}
