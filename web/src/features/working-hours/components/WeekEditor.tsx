import { WEEKDAYS, type Schedule, type Weekday } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Copy } from 'lucide-react';
import type { Issues } from '#lib/use-draft.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { copyDay } from '../fns/schedule.ts';
import { useWeekdayName } from '../use-weekday-name.ts';
import { DayBar } from './DayBar.tsx';
import { RangesEditor } from './RangesEditor.tsx';

/** Props of WeekEditor. */
export interface WeekEditorProps {
  schedule: Schedule;
  onScheduleChange: (schedule: Schedule) => void;
  issues: Issues;
}

const workdays = WEEKDAYS.slice(0, 5);

/** The seven days with their hours; those of one day can be given to others. */
export function WeekEditor({ schedule, onScheduleChange, issues }: WeekEditorProps) {
  const { t } = useLingui();
  const dayName = useWeekdayName();
  const copy = (from: Weekday, to: readonly Weekday[]): void => onScheduleChange(copyDay(schedule, from, to));
  return (
    <ul className="divide-y divide-line border-t border-line">
      {WEEKDAYS.map((day) => {
        const name = dayName(day);
        const refusal = [...issues].find(([path]) => path.startsWith(`week.${day}`))?.[1];
        return (
          <li
            key={day}
            className="grid grid-cols-[1fr_auto] items-start gap-x-4 gap-y-1.5 px-4 py-3 sm:grid-cols-[7rem_minmax(0,17rem)_1fr_auto] sm:px-5"
          >
            <h3 className="flex h-8 items-center text-14 font-medium text-strong">{name}</h3>
            <div className="max-sm:col-span-2 max-sm:row-start-2">
              <RangesEditor
                name={name}
                ranges={schedule.week[day]}
                refusal={refusal}
                onRangesChange={(ranges) => onScheduleChange({ ...schedule, week: { ...schedule.week, [day]: ranges } })}
              />
            </div>
            <div className="flex h-8 items-center max-sm:hidden">
              <DayBar ranges={schedule.week[day]} />
            </div>
            <Menu trigger={<IconButton size="sm" label={t`Copy the hours of ${name}`} icon={<Copy aria-hidden />} />}>
              <MenuItem onClick={() => copy(day, workdays)}>
                <Trans>To Monday to Friday</Trans>
              </MenuItem>
              <MenuItem onClick={() => copy(day, WEEKDAYS)}>
                <Trans>To every day</Trans>
              </MenuItem>
              <MenuSeparator />
              {WEEKDAYS.filter((other) => other !== day).map((other) => {
                const otherName = dayName(other);
                return (
                  <MenuItem key={other} onClick={() => copy(day, [other])}>
                    <Trans>To {otherName}</Trans>
                  </MenuItem>
                );
              })}
            </Menu>
          </li>
        );
      })}
    </ul>
  );
}
