import type { ServiceTargets } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { SettingsForm } from '#frame/SettingsForm.tsx';
import { useDraft } from '#lib/use-draft.ts';
import { Card } from '#ui/Card.tsx';
import { DurationInput } from '#ui/DurationInput.tsx';
import { Field } from '#ui/Field.tsx';
import { NumberInput } from '#ui/NumberInput.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { notify } from '#ui/toasts.ts';
import { useSaveTargets, type TargetScope } from '../api/queries.ts';
import { TargetLine } from './TargetLine.tsx';

const mostMinutes = 43_200;

/** Props of TargetsForm. */
export interface TargetsFormProps {
  scope: TargetScope;
  saved: ServiceTargets;
  isNew?: boolean | undefined;
  onSaved?: (() => void) | undefined;
}

/** What customers may expect: a first reply and a solution in time, and when somebody is warned. */
export function TargetsForm({ scope, saved, isNew = false, onSaved }: TargetsFormProps) {
  const { t } = useLingui();
  const save = useSaveTargets();
  const draft = useDraft<ServiceTargets>({
    saved,
    isNew,
    onSaved,
    check: ({ first_reply_minutes: first, resolution_minutes: whole, warn_at_percent: share }) => {
      const found = new Map<string, string>();
      if ((first ?? 1) > mostMinutes) found.set('first_reply_minutes', t`At most 30 days.`);
      if ((whole ?? 1) > mostMinutes) found.set('resolution_minutes', t`At most 30 days.`);
      else if (first !== null && whole !== null && whole < first)
        found.set('resolution_minutes', t`This is shorter than the time for the first reply.`);
      if (!(share >= 10 && share <= 99)) found.set('warn_at_percent', t`A number from 10 to 99.`);
      return found;
    },
    save: async (targets) => {
      await save.mutateAsync({ scope, targets });
      notify({ title: t`The targets are saved`, description: t`Open conversations follow within seconds.` });
    },
  });
  const { value, change } = draft;
  const share = value.warn_at_percent >= 10 && value.warn_at_percent <= 99 ? value.warn_at_percent : 80;
  return (
    <SettingsForm draft={draft}>
      <Card
        title={t`First reply`}
        description={t`From the customer's first message to the first answer of a person or of the API. Automatic messages are no answer.`}
      >
        <div className="flex flex-col gap-4">
          <Field label={t`Within`} optional error={draft.issues.get('first_reply_minutes')} hint={t`Empty: no target.`}>
            <DurationInput
              label={t`First reply`}
              minutes={value.first_reply_minutes}
              onMinutesChange={(minutes) => change({ ...value, first_reply_minutes: minutes })}
            />
          </Field>
          {value.first_reply_minutes === null ? null : <TargetLine minutes={value.first_reply_minutes} warnAtPercent={share} />}
        </div>
      </Card>
      <Card title={t`Resolved`} description={t`From the same message until the conversation is resolved. Snoozed time does not count.`}>
        <div className="flex flex-col gap-4">
          <Field label={t`Within`} optional error={draft.issues.get('resolution_minutes')} hint={t`Empty: no target.`}>
            <DurationInput
              label={t`Resolved`}
              minutes={value.resolution_minutes}
              onMinutesChange={(minutes) => change({ ...value, resolution_minutes: minutes })}
            />
          </Field>
          {value.resolution_minutes === null ? null : <TargetLine minutes={value.resolution_minutes} warnAtPercent={share} />}
        </div>
      </Card>
      <Card title={t`How it is counted`}>
        <div className="flex flex-col gap-5">
          <RadioGroup
            cards
            label={t`Which time counts`}
            value={value.clock}
            onValueChange={(clock) => change({ ...value, clock })}
            options={[
              {
                value: 'working_time',
                label: t`Only the working hours`,
                hint: (
                  <Trans>
                    The clock stands still while you are closed: a target of two hours that begins at 16:00 goes on next morning.
                  </Trans>
                ),
              },
              { value: 'clock_time', label: t`All of the time`, hint: <Trans>Nights, weekends and holidays count, too.</Trans> },
            ]}
          />
          <Field
            label={t`Warn when this much of the time has passed, in percent`}
            error={draft.issues.get('warn_at_percent')}
            hint={t`The member is told; without one the team, else the managers.`}
          >
            <NumberInput
              min={10}
              max={99}
              value={Number.isNaN(value.warn_at_percent) ? null : value.warn_at_percent}
              onValueChange={(percent) => change({ ...value, warn_at_percent: percent ?? Number.NaN })}
            />
          </Field>
        </div>
      </Card>
    </SettingsForm>
  );
}
