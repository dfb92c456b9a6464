import { Trans, useLingui } from '@lingui/react/macro';
import { AlarmClock, CalendarClock } from 'lucide-react';
import { use, useState, type ReactElement } from 'react';
import { TimeZoneContext, useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { PickList } from '#ui/PickList.tsx';
import { snoozeTimes, type SnoozeTime } from '../../fns/snooze-times.ts';

/** Props of SnoozeMenu. */
export interface SnoozeMenuProps {
  trigger: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSnooze: (until: string, said: string) => void;
  align?: 'start' | 'end' | undefined;
}

/** When a conversation comes back; earlier when the customer writes. */
export function SnoozeMenu({ trigger, open, onOpenChange, onSnooze, align = 'end' }: SnoozeMenuProps) {
  const { t } = useLingui();
  const format = useFormat();
  const timeZone = use(TimeZoneContext);
  const [asking, setAsking] = useState(false);
  const [at, setAt] = useState<string | null>(null);
  const times = open ? snoozeTimes(Date.now(), timeZone) : [];
  const words: Record<SnoozeTime['key'], string> = {
    later: t`Later today`,
    tomorrow: t`Tomorrow morning`,
    weekend: t`On Saturday`,
    next_week: t`On Monday`,
  };
  const snooze = (until: string): void => {
    const when = format.dateTime(until);
    onSnooze(until, t`Snoozed until ${when}`);
  };
  return (
    <>
      <PickList
        trigger={trigger}
        label={t`Snooze until`}
        placeholder={t`Snooze until…`}
        emptyText={t`No such time. Choose your own below.`}
        open={open}
        onOpenChange={onOpenChange}
        align={align}
        chosen={[]}
        groups={[
          {
            items: [
              ...times.map((time) => ({
                value: time.at,
                label: words[time.key],
                hint: format.dateTime(time.at),
                icon: <AlarmClock aria-hidden />,
              })),
              { value: 'own', label: t`Day and time…`, icon: <CalendarClock aria-hidden /> },
            ],
          },
        ]}
        onPick={(value) => {
          onOpenChange(false);
          if (value === 'own') setAsking(true);
          else snooze(value);
        }}
      />
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        size="sm"
        title={t`Snooze until`}
        description={t`The conversation comes back then, or when the customer writes.`}
        action={
          <Button
            variant="primary"
            disabled={at === null || Date.parse(at) <= Date.now()}
            onClick={() => {
              if (at === null) return;
              setAsking(false);
              snooze(at);
            }}
          >
            <Trans>Snooze</Trans>
          </Button>
        }
      >
        <Field label={t`Day and time`}>
          <DateTimeInput value={at} onValueChange={setAt} min={new Date().toISOString()} />
        </Field>
      </Dialog>
    </>
  );
}
