import type { ProcessingActivity, RecordOfProcessing } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import type { DataNames } from '../fns/use-data-names.ts';

/** The record of processing on the screen: activities, who else gets data, what keeps it safe. */
export function RecordView({ record, names }: { record: RecordOfProcessing; names: DataNames }) {
  const { t } = useLingui();
  const format = useFormat();
  const madeAt = format.dateTime(record.made_at);
  return (
    <>
      <p className="text-13 text-weak">
        <Trans>
          Laws ask for a list of everything that is done with people's data (GDPR art. 30, UU PDP art. 31). This one is made from what runs,
          at {madeAt}.
        </Trans>
      </p>
      <div className="grid gap-4 lg:grid-cols-2">
        {record.activities.map((activity) => (
          <ActivityCard key={`${activity.purpose} ${activity.role}`} activity={activity} names={names} />
        ))}
      </div>
      <Card title={t`Who else gets data`} description={t`From how this Kabar is set up.`}>
        <ul className="flex flex-col gap-3">
          {record.recipients.map((recipient) => (
            <li key={recipient.name} className="text-14">
              <p className="font-medium wrap-anywhere text-strong">{recipient.name}</p>
              <p className="text-13 text-weak">
                {[names.say(recipient.does), recipient.region ?? t`Region not entered`, recipient.transfer].filter(Boolean).join(' · ')}
              </p>
            </li>
          ))}
          {record.recipients.length === 0 ? (
            <li className="text-14 text-weak">
              <Trans>Nobody.</Trans>
            </li>
          ) : null}
        </ul>
      </Card>
      <Card title={t`What keeps it safe`}>
        <ul className="flex flex-col gap-2.5">
          {record.measures.map((measure) => (
            <li key={measure.en} className="flex gap-2.5 text-14 text-normal">
              <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
              {names.say(measure)}
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

function ActivityCard({ activity, names }: { activity: ProcessingActivity; names: DataNames }) {
  const { t } = useLingui();
  return (
    <Card
      title={names.purpose(activity.purpose)}
      action={<Badge>{activity.role === 'processor' ? t`You decide` : t`The operator decides`}</Badge>}
    >
      <dl className="flex flex-col gap-2.5 text-13">
        <Line name={t`Whose data`}>{activity.whose.map(names.whose).join(', ')}</Line>
        <Line name={t`Kinds of data`}>{activity.classes.map(names.kind).join(', ')}</Line>
        <Line name={t`Why it is allowed`}>
          {activity.legal_bases.map(names.basis).join(', ')}
          {activity.balancing_note === null ? null : <span className="mt-1 block text-weak">{names.say(activity.balancing_note)}</span>}
        </Line>
        <Line name={t`How long`}>
          <ul>
            {activity.retention.map(({ rule }) => (
              <li key={rule.en}>{names.say(rule)}</li>
            ))}
          </ul>
        </Line>
        <Line name={t`Who else gets it`}>{activity.recipients.join(', ') || t`Nobody`}</Line>
      </dl>
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7.5rem_1fr] gap-3">
      <dt className="text-weak">{name}</dt>
      <dd className="min-w-0 wrap-anywhere text-strong">{children}</dd>
    </div>
  );
}
