import { REPORT_GROUPS, type ReportGroup } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarRange } from 'lucide-react';
import { useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Popover } from '#ui/Popover.tsx';
import { Select } from '#ui/Select.tsx';
import { countDays, MAX_DAYS, PERIODS, type Days, type Period } from '../fns/report-period.ts';

/** Props of PeriodPicker. `period` null: `days` were chosen one by one. */
export interface PeriodPickerProps {
  period: Period | null;
  days: Days;
  groupBy: ReportGroup;
  onPeriod: (period: Period) => void;
  onDays: (days: Days) => void;
  onGroup: (groupBy: ReportGroup) => void;
}

/** Which days, and what there is a row for. */
export function PeriodPicker({ period, days, groupBy, onPeriod, onDays, onGroup }: PeriodPickerProps) {
  const { t } = useLingui();
  const names = { 1: t`Today`, 7: t`7 days`, 28: t`28 days`, 90: t`90 days` };
  const groups = { day: t`By day`, member: t`By member`, team: t`By team`, number: t`By number` };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div
        role="group"
        aria-label={t`Period`}
        className="flex rounded-control border border-line-control/60 bg-surface-1 p-0.5 max-sm:w-full"
      >
        {PERIODS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={period === one}
            onClick={() => onPeriod(one)}
            className="h-7 rounded-[4px] px-2.5 text-13 font-medium text-weak hover:text-strong aria-pressed:bg-accent-soft aria-pressed:text-accent-text max-sm:flex-1 touch:h-10"
          >
            {names[one]}
          </button>
        ))}
      </div>
      <OwnDays isChosen={period === null} days={days} onDays={onDays} />
      <div className="w-36 max-sm:flex-1">
        <Select
          label={t`Rows`}
          value={groupBy}
          options={REPORT_GROUPS.map((value) => ({ value, label: groups[value] }))}
          onValueChange={onGroup}
        />
      </div>
    </div>
  );
}

function OwnDays({ isChosen, days, onDays }: { isChosen: boolean; days: Days; onDays: (days: Days) => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<Days>(days);
  const count = typed.from === '' || typed.until === '' ? 0 : countDays(typed.from, typed.until);
  const date = new Intl.DateTimeFormat(format.settings.locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const shown = date.formatRange(new Date(`${days.from}T00:00:00Z`), new Date(`${days.until}T00:00:00Z`));
  const error =
    count < 1 ? t`The last day comes before the first.` : count > MAX_DAYS ? t`A report covers at most ${MAX_DAYS} days.` : undefined;
  return (
    <Popover
      label={t`Own dates`}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setTyped(days);
      }}
      trigger={
        <Button icon={<CalendarRange aria-hidden />} className={isChosen ? 'border-accent text-accent-text' : undefined}>
          {isChosen ? shown : <Trans>Own dates</Trans>}
        </Button>
      }
    >
      <form
        noValidate
        className="flex w-64 flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (error !== undefined) return;
          setOpen(false);
          onDays(typed);
        }}
      >
        <Field label={t`First day`}>
          <Input type="date" value={typed.from} onValueChange={(from) => setTyped({ ...typed, from })} />
        </Field>
        <Field label={t`Last day`} error={error}>
          <Input type="date" value={typed.until} onValueChange={(until) => setTyped({ ...typed, until })} />
        </Field>
        <Button variant="primary" type="submit">
          <Trans>Show these days</Trans>
        </Button>
      </form>
    </Popover>
  );
}
