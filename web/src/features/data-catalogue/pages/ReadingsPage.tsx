import type { AutomaticReading } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Ban, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { useReadings, useSwitchReading } from '../api/use-readings.ts';
import { useDataNames, type DataNames } from '../fns/use-data-names.ts';

/** `/w/{slug}/privacy/readings`: what Kabar itself reads of what people write, and the switches where switching harms nobody. */
export function ReadingsPage() {
  const { t } = useLingui();
  const names = useDataNames();
  const readings = useReadings();
  return (
    <PrivacyPage
      title={t`Automatic reading`}
      description={t`Everything that Kabar itself reads of what people write or send, why, and where. Content is used for nothing else.`}
    >
      {readings.data ? (
        <>
          <ReadingList
            title={t`By itself`}
            description={t`Happens whenever something arrives.`}
            readings={readings.data.filter(({ starts }) => starts === 'by_itself')}
            names={names}
          />
          <ReadingList
            title={t`Only when asked`}
            description={t`Happens because a member, a program or the person concerned wants it.`}
            readings={readings.data.filter(({ starts }) => starts === 'when_asked')}
            names={names}
          />
          <Never />
        </>
      ) : readings.isPending ? (
        <Card flush>
          <RowSkeletons label={t`Loading the readings`} />
        </Card>
      ) : (
        <Card flush>
          <ErrorState error={readings.error} onRetry={() => void readings.refetch()} />
        </Card>
      )}
    </PrivacyPage>
  );
}

interface ReadingListProps {
  title: string;
  description: string;
  readings: readonly AutomaticReading[];
  names: DataNames;
}

function ReadingList({ title, description, readings, names }: ReadingListProps) {
  return (
    <Card title={title} description={description} flush>
      <ul className="divide-y divide-line border-t border-line">
        {readings.map((reading) => (
          <ReadingRow key={reading.key} reading={reading} names={names} />
        ))}
      </ul>
    </Card>
  );
}

function ReadingRow({ reading, names }: { reading: AutomaticReading; names: DataNames }) {
  const { t } = useLingui();
  const { name, reads, why, classes, where } = reading;
  return (
    <li className="flex flex-col gap-3 px-4 py-3.5 sm:flex-row sm:items-start sm:gap-6 sm:px-5">
      <div className="min-w-0 flex-1">
        <h3 className="text-14 font-medium text-strong">{names.say(name)}</h3>
        <p className="mt-0.5 text-14 text-normal">{names.say(reads)}</p>
        <p className="mt-0.5 text-13 text-weak">{names.say(why)}</p>
        <p className="mt-2 flex flex-wrap gap-1.5">
          {classes.length === 0 ? (
            <Badge tone="good" icon={<EyeOff aria-hidden />}>
              <Trans>Reads no content</Trans>
            </Badge>
          ) : (
            classes.map((one) => <Badge key={one}>{names.kind(one)}</Badge>)
          )}
          {where === 'whatsapp' ? <Badge tone="info">{t`Leaves to WhatsApp`}</Badge> : null}
          {where === 'scanner' ? <Badge tone="info">{t`Another program here`}</Badge> : null}
        </p>
      </div>
      <div className="flex shrink-0 items-center sm:w-44 sm:justify-end">
        <ReadingControl reading={reading} names={names} />
      </div>
    </li>
  );
}

const settingsPages = {
  automatic_replies: '/w/$slug/settings/automatic-replies',
  satisfaction: '/w/$slug/settings/satisfaction',
  assignment: '/w/$slug/settings/assignment',
} as const;

function ReadingControl({ reading, names }: { reading: AutomaticReading; names: DataNames }) {
  const { t, i18n } = useLingui();
  const { permissions } = useWorkspace();
  const change = useSwitchReading();
  const [isAsking, setAsking] = useState(false);
  const name = names.say(reading.name);
  if (reading.control === 'settings' && reading.settings !== null) {
    return (
      <Link from="/w/$slug" to={settingsPages[reading.settings]} className="text-13 font-medium text-accent-text hover:underline">
        <Trans>Decide in settings</Trans>
      </Link>
    );
  }
  if (reading.control !== 'here' || !permissions.has('privacy:write')) {
    const isOn = reading.is_on === true;
    return (
      <span className="text-13 text-weak sm:text-right">
        {reading.control === 'fixed' ? t`Part of the service` : isOn ? t`On` : t`Off`}
        {reading.control === 'operator' ? <span className="block">{t`The operator decides`}</span> : null}
      </span>
    );
  }
  const set = (isOn: boolean, understood: boolean): void =>
    change.mutate(
      { key: reading.key, isOn, understood },
      {
        onSuccess: () => {
          setAsking(false);
          notify({ tone: 'good', title: isOn ? t`Switched on: ${name}` : t`Switched off: ${name}` });
        },
        onError: (error) => {
          if (isOn) notify({ tone: 'bad', title: t`Not changed`, description: errorSentence(error, i18n) });
        },
      },
    );
  return (
    <>
      <Switch
        className="w-full sm:w-auto"
        label={
          <>
            <span className="sr-only">{name}: </span>
            {reading.is_on === true ? t`On` : t`Off`}
          </>
        }
        checked={reading.is_on === true}
        disabled={change.isPending}
        onCheckedChange={(isOn) => (isOn ? set(true, false) : setAsking(true))}
      />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t`Switch off “${name}”?`}
        confirmLabel={t`Switch off`}
        pending={change.isPending}
        error={change.isError && isAsking ? errorSentence(change.error, i18n) : undefined}
        onConfirm={() => set(false, true)}
      >
        {reading.warning === null ? null : names.say(reading.warning)}
      </ConfirmDialog>
    </>
  );
}

/** What one might fear and what does not happen; `tools/guards` keeps it true. */
function Never() {
  const { t } = useLingui();
  const never = [
    t`No model is trained on messages, and none reads them.`,
    t`No link is opened for a preview, nothing is translated, no mood is judged.`,
    t`Whoever runs Kabar has no page and no function to read along.`,
    t`Nothing is read for advertising or sold.`,
  ];
  return (
    <Card title={t`What never happens`} action={<Eye aria-hidden className="size-4 text-weak" />}>
      <ul className="flex flex-col gap-2">
        {never.map((line) => (
          <li key={line} className="flex gap-2.5 text-14 text-normal">
            <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-weak" />
            {line}
          </li>
        ))}
      </ul>
    </Card>
  );
}
