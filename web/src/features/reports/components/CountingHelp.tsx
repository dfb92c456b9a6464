import { Trans, useLingui } from '@lingui/react/macro';
import { CircleHelp } from 'lucide-react';
import { Button } from '#ui/Button.tsx';
import { Popover } from '#ui/Popover.tsx';

/** How each figure of the report is counted, in plain words. */
export function CountingHelp() {
  const { t } = useLingui();
  const rows = [
    [t`Opened`, t`Conversations that a customer began, or that came back after they were resolved. Each time counts once.`],
    [t`Resolved`, t`Conversations that were resolved in this time, whenever they began.`],
    [t`First reply`, t`From the customer’s first message to the first answer of a person or the API. Automatic messages are no reply.`],
    [t`Resolution`, t`From the same message until resolved. Snoozed time does not count.`],
    [
      t`Times`,
      t`Count by the clock of your targets: working hours, or every hour. Half were quicker than the median; nine of ten were quicker than the second figure.`,
    ],
    [t`Targets`, t`Share of first replies and resolutions that were in time. Never answered counts as missed.`],
    [t`Satisfaction`, t`Share of “good” among the answers to your question, by the day it was asked.`],
    [t`Waiting`, t`Conversations that were open at the end of each hour.`],
  ] as const;
  return (
    <Popover
      label={t`How this is counted`}
      align="end"
      trigger={
        <Button variant="ghost" icon={<CircleHelp aria-hidden />}>
          <Trans>How this is counted</Trans>
        </Button>
      }
    >
      <dl className="flex flex-col gap-2.5 text-13">
        {rows.map(([name, words]) => (
          <div key={name}>
            <dt className="font-medium text-strong">{name}</dt>
            <dd className="text-weak">{words}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
