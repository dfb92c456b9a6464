import type { RetentionClassState, RetentionWish } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { TriangleAlert } from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Select, type SelectOption } from '#ui/Select.tsx';
import { periodDays } from '../fns/period-length.ts';
import { useRetentionWords } from '../fns/use-retention-words.ts';
import { PeriodLine } from './PeriodLine.tsx';

/** Nobody is taken for silent sooner. */
const silences = ['P180D', 'P12M', 'P24M', 'P3Y', 'P5Y'];
const choices = ['P2D', 'P7D', 'P14D', 'P30D', 'P90D', 'P180D', 'P12M', 'P24M', 'P3Y', 'P5Y', 'P7Y', 'P10Y'];

/** Props of ClassRow. `wish` is the workspace's own, which goes before the preset; null: as the preset says. */
export interface ClassRowProps {
  state: RetentionClassState;
  wish: RetentionWish | null;
  onWish: ((wish: RetentionWish | null) => void) | null;
}

/** One kind of data: how long it is kept and why, on a line, with the period to choose. */
export function ClassRow({ state, wish, onWish }: ClassRowProps) {
  const { t } = useLingui();
  const words = useRetentionWords();
  const name = words.kind(state.class);
  const isOfPeople = state.class === 'contact_record';
  const effective = state.effective === null ? null : words.period(state.effective);
  const because = state.raised_by ?? state.lowered_by;
  const ceiling = state.ceilings.find((rule) => rule.id !== 'wish' && rule.id !== 'preset');
  const limit = ceiling === undefined ? Number.POSITIVE_INFINITY : periodDays(ceiling.period);
  const periods = [...new Set([...(isOfPeople ? silences : choices), ...(wish === null ? [] : [wish.period])])]
    .filter((period) => periodDays(period) <= limit + 1 || period === wish?.period)
    .toSorted((a, b) => periodDays(a) - periodDays(b));
  const options: SelectOption<string>[] = [
    { value: 'preset', label: isOfPeople ? t`Until you erase them` : t`As the preset says` },
    ...periods.map((period) => ({ value: period, label: words.period(period) })),
  ];
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] sm:px-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-14 font-medium text-strong">
          {name}
          {state.store === 'none' ? (
            <Badge>
              <Trans>Nothing stored yet</Trans>
            </Badge>
          ) : null}
          {state.is_overdue ? (
            <Badge tone="warn" icon={<TriangleAlert aria-hidden />}>
              <Trans>Waits for the next sweep</Trans>
            </Badge>
          ) : null}
        </p>
        <p className="text-13 text-normal">
          {isOfPeople ? (
            effective === null ? (
              <Trans>Kept until you erase them</Trans>
            ) : (
              <Trans>Erased after {effective} of silence</Trans>
            )
          ) : effective === null ? (
            <Trans>Kept as long as what it belongs to</Trans>
          ) : (
            <Trans>Kept for {effective}</Trans>
          )}
          {state.sealed_until === null ? null : t`, then a sealed copy until it is ${words.period(state.sealed_until)} old`}
          {because === null ? null : <span className="text-weak"> · {words.rule(because)}</span>}
        </p>
        {isOfPeople ? (
          <p className="text-12 text-weak">
            <Trans>
              Silence: no message either way and no consent. Then the whole person goes with all their messages, as if they had asked for
              it. Who said stop stays stopped.
            </Trans>
          </p>
        ) : null}
        {state.exceptions.map((exception) => (
          <p key={exception.law} className="text-12 text-weak">
            {exception.sealed_until === null
              ? t`People in ${words.law(exception.law)}: ${words.period(exception.effective)}. ${words.rule(exception.because)}`
              : t`People in ${words.law(exception.law)}: visible for ${words.period(exception.effective)}, then a sealed copy until it is ${words.period(exception.sealed_until)} old. ${words.rule(exception.because)}`}
          </p>
        ))}
        {state.oldest_at === null ? null : (
          <p className="text-12 text-weak">
            {isOfPeople ? <Trans>Longest silent since:</Trans> : <Trans>Oldest:</Trans>} <RelativeTime at={state.oldest_at} />
          </p>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <PeriodLine state={state} />
        {onWish === null ? null : (
          <div className="flex flex-wrap items-center gap-3">
            <Select
              label={t`Period for: ${name}`}
              size="sm"
              className="w-44"
              options={options}
              value={wish?.period ?? 'preset'}
              onValueChange={(period) => onWish(period === 'preset' ? null : { period, is_maximum: wish?.is_maximum ?? state.is_maximum })}
            />
            {wish === null ? null : (
              <Checkbox
                checked={wish.is_maximum}
                onCheckedChange={(checked) => onWish({ ...wish, is_maximum: checked })}
                label={<Trans>A promise: at most</Trans>}
              />
            )}
          </div>
        )}
      </div>
    </li>
  );
}
