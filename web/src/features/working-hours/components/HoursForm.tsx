import { WEEKDAYS, type Schedule } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useNow } from '#lib/clock.ts';
import { formatTimeZone } from '#lib/format.ts';
import { useDraft, type Issues } from '#lib/use-draft.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Switch } from '#ui/Switch.tsx';
import { TimeZoneSelect } from '#ui/TimeZoneSelect.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveHours } from '../api/queries.ts';
import { asWeekly, rangeProblems, weeklyHours } from '../fns/schedule.ts';
import { ExceptionsEditor } from './ExceptionsEditor.tsx';
import { OpeningLine } from './OpeningLine.tsx';
import { WeekEditor } from './WeekEditor.tsx';

/** Props of HoursForm. `numberId` null: the hours of the workspace. */
export interface HoursFormProps {
  numberId: string | null;
  saved: Schedule;
  isNew?: boolean | undefined;
  onSaved?: (() => void) | undefined;
}

/** When there is somebody to answer: at any time, or a week with its exceptions. */
export function HoursForm({ numberId, saved, isNew = false, onSaved }: HoursFormProps) {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const format = useFormat();
  const now = useNow();
  const save = useSaveHours();
  const check = (schedule: Schedule): Issues => {
    const found = new Map<string, string>();
    if (schedule.mode === 'weekly')
      for (const day of WEEKDAYS)
        if (rangeProblems(schedule.week[day]).size > 0) found.set(`week.${day}`, t`Look at the times of this day.`);
    for (const [index, exception] of schedule.exceptions.entries()) {
      if (rangeProblems(exception.ranges).size > 0) found.set(`exceptions.${index}.ranges`, t`Look at the times of this day.`);
      if (exception.date === '') found.set(`exceptions.${index}.date`, t`Enter a date.`);
      else if (schedule.exceptions.some((other, place) => place < index && other.date === exception.date))
        found.set(`exceptions.${index}.date`, t`This date is there twice.`);
    }
    return found;
  };
  const draft = useDraft<Schedule>({
    saved,
    isNew,
    check,
    onSaved,
    save: async (schedule) => {
      await save.mutateAsync({ numberId, schedule });
      notify({ title: t`The working hours are saved` });
    },
  });
  const { value: schedule, change } = draft;
  const zoneName = formatTimeZone(workspace.time_zone, now, i18n.locale);
  const hours = format.number(weeklyHours(schedule));
  return (
    <SettingsForm draft={draft}>
      <Card>
        <div className="flex flex-col gap-4">
          <OpeningLine schedule={schedule} />
          <RadioGroup
            cards
            label={t`Working hours`}
            value={schedule.mode}
            onValueChange={(mode) => change(mode === 'weekly' ? asWeekly(schedule) : { ...schedule, mode })}
            options={[
              {
                value: 'always',
                label: t`At any time`,
                hint: <Trans>No away message is sent, and the clocks of targets never stop.</Trans>,
              },
              { value: 'weekly', label: t`By the week`, hint: <Trans>Open on certain days and hours, closed for the rest.</Trans> },
            ]}
          />
        </div>
      </Card>
      {schedule.mode === 'weekly' ? (
        <>
          <Card
            flush
            title={t`The week`}
            description={
              <Trans>{hours} hours a week. A range that ends at 00:00 lasts until midnight; night work is two ranges on two days.</Trans>
            }
          >
            <WeekEditor schedule={schedule} onScheduleChange={change} issues={draft.issues} />
          </Card>
          <Card title={t`Time zone`}>
            <div className="flex max-w-100 flex-col gap-3">
              <Switch
                label={t`Another one than the workspace`}
                hint={<Trans>The workspace follows the clocks of {zoneName}.</Trans>}
                checked={schedule.time_zone !== null}
                onCheckedChange={(on) => change({ ...schedule, time_zone: on ? workspace.time_zone : null })}
              />
              {schedule.time_zone === null ? null : (
                <Field label={t`Time zone of these hours`} error={draft.issues.get('time_zone')}>
                  <TimeZoneSelect value={schedule.time_zone} onValueChange={(zone) => change({ ...schedule, time_zone: zone })} />
                </Field>
              )}
            </div>
          </Card>
          <ExceptionsEditor
            exceptions={schedule.exceptions}
            onExceptionsChange={(exceptions) => change({ ...schedule, exceptions })}
            issues={draft.issues}
            zone={schedule.time_zone ?? workspace.time_zone}
          />
        </>
      ) : saved.mode === 'weekly' ? (
        <Banner tone="info">
          <Trans>The week and the dates are kept for when you want them again.</Trans>
        </Banner>
      ) : null}
    </SettingsForm>
  );
}
