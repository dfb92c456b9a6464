import type { RetentionClassState } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { placeOnLine } from '../fns/period-length.ts';
import { useRetentionWords } from '../fns/use-retention-words.ts';

const percent = (place: number): string => `${(place * 100).toFixed(2)}%`;

/** A line from a day to ten years: what the law asks for (from the left), what is allowed (to the right), what is wished, and what holds. */
export function PeriodLine({ state }: { state: RetentionClassState }) {
  const { t } = useLingui();
  const words = useRetentionWords();
  const [floor] = state.floors;
  const [ceiling] = state.ceilings;
  if (state.effective === null) return null;
  const holds = placeOnLine(state.effective);
  const label = [
    t`Holds: ${words.period(state.effective)}`,
    ...(state.wish === null ? [] : [t`wished: ${words.period(state.wish)}`]),
    ...(floor === undefined ? [] : [t`at least: ${words.period(floor.period)}`]),
    ...(ceiling === undefined ? [] : [t`at most: ${words.period(ceiling.period)}`]),
  ].join(', ');
  return (
    <div role="img" aria-label={label} className="relative h-5 w-full min-w-40">
      <div className="absolute inset-x-0 top-2 h-1 rounded-full bg-surface-3" />
      {floor === undefined ? null : (
        <div className="absolute top-2 left-0 h-1 rounded-l-full bg-info" style={{ width: percent(placeOnLine(floor.period)) }} />
      )}
      {ceiling === undefined ? null : (
        <div className="absolute top-0.5 h-4 w-0.5 -translate-x-1/2 bg-bad" style={{ left: percent(placeOnLine(ceiling.period)) }} />
      )}
      {state.wish === null || state.wish === state.effective ? null : (
        <div
          className="absolute top-1 size-3 -translate-x-1/2 rounded-full border-2 border-line-control bg-surface-1"
          style={{ left: percent(placeOnLine(state.wish)) }}
        />
      )}
      <div
        className="absolute top-1 size-3 -translate-x-1/2 rounded-full border-2 border-surface-1 bg-accent"
        style={{ left: percent(holds) }}
      />
    </div>
  );
}

/** What the marks of the line mean. */
export function PeriodLegend() {
  const { t } = useLingui();
  const items = [
    { mark: <span className="inline-block size-3 rounded-full bg-accent" />, text: t`What holds` },
    {
      mark: <span className="inline-block size-3 rounded-full border-2 border-line-control bg-surface-1" />,
      text: t`What you wish, where it differs`,
    },
    { mark: <span className="inline-block h-1 w-4 rounded-full bg-info" />, text: t`Must be kept` },
    { mark: <span className="inline-block h-4 w-0.5 bg-bad" />, text: t`May not be kept beyond` },
  ];
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-weak">
      {items.map(({ mark, text }) => (
        <li key={text} className="flex items-center gap-1.5">
          <span aria-hidden>{mark}</span>
          {text}
        </li>
      ))}
    </ul>
  );
}
