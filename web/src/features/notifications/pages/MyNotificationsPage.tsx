import type { NotificationKind } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { usePermission } from '#features/session';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Switch } from '#ui/Switch.tsx';
import { notify } from '#ui/toasts.ts';
import { useNotificationPreferences, useSetPreference } from '../api/preferences.ts';

/** What the reader is told of by the bell; each kind can be put off. It concerns nobody else. */
export function MyNotificationsPage() {
  const { t, i18n } = useLingui();
  const preferences = useNotificationPreferences();
  const set = useSetPreference();
  const managesContacts = usePermission('contacts:manage');
  const keepsPromises = usePermission('privacy:write');
  const handlesRequests = usePermission('privacy:requests');
  const words: Record<NotificationKind, { name: string; hint: string }> = {
    mentioned: { name: t`Mentions`, hint: t`Somebody names you with @ in a note.` },
    assigned: { name: t`Assigned to me`, hint: t`Somebody or the automatic assignment gives you a conversation.` },
    team_assigned: { name: t`Given to my team`, hint: t`A conversation comes to a team that you are in.` },
    snooze_woken: { name: t`Back from snoozing`, hint: t`A conversation of yours comes back.` },
    target_due: { name: t`A target is near`, hint: t`A customer of yours should get an answer soon.` },
    target_missed: { name: t`A target is missed`, hint: t`A customer of yours waited longer than promised.` },
    message_failed: { name: t`Failed messages`, hint: t`A message that you wrote did not arrive.` },
    consent_doubtful: { name: t`Doubts about consent`, hint: t`Words of a customer may mean that they want no more messages.` },
    import_finished: { name: t`Imports`, hint: t`An import that you began is finished.` },
    hold_review: { name: t`Legal holds`, hint: t`The day has come to look at a legal hold that you answer for.` },
    recipient_announced: { name: t`Who receives data`, hint: t`Somebody new receives data of your customers, or soon will.` },
    sealed_asked: { name: t`Sealed records`, hint: t`Somebody asks to open sealed records and needs a second person.` },
    sealed_decided: { name: t`Sealed records, decided`, hint: t`Somebody decided on sealed records that you asked for.` },
    export_finished: { name: t`Exports`, hint: t`An export that you asked for is ready.` },
    evidence_expiring: { name: t`Evidence`, hint: t`An audit, a training or a certificate behind a promise runs out.` },
    privacy_request_received: { name: t`Requests about data`, hint: t`Somebody asks for their data, or to correct or erase it.` },
    privacy_request_due: { name: t`Requests that are due`, hint: t`Half, most or all of the time for such a request is over.` },
    privacy_request_stuck: { name: t`Requests that are stuck`, hint: t`Such a request needs somebody to go on.` },
    promise_broken: { name: t`Promises`, hint: t`A sentence left your privacy notice, because it is no longer true.` },
  };
  const privacyKinds: NotificationKind[] = [
    ...(handlesRequests ? (['privacy_request_received', 'privacy_request_due', 'privacy_request_stuck'] as const) : []),
    ...(keepsPromises
      ? (['evidence_expiring', 'promise_broken', 'hold_review', 'recipient_announced', 'sealed_asked', 'sealed_decided'] as const)
      : []),
  ];
  const groups: { title: string; kinds: NotificationKind[] }[] = [
    { title: t`People and conversations`, kinds: ['mentioned', 'assigned', 'team_assigned', 'snooze_woken'] },
    { title: t`What needs you`, kinds: ['target_due', 'target_missed', 'message_failed', 'consent_doubtful'] },
    ...(privacyKinds.length > 0 ? [{ title: t`Privacy`, kinds: privacyKinds }] : []),
    { title: t`Long work`, kinds: managesContacts ? ['import_finished', 'export_finished'] : ['export_finished'] },
  ];
  return (
    <SettingsPage title={t`My notifications`} description={t`What the bell tells you of in this workspace. It concerns only you.`}>
      {preferences.isPending ? (
        <RowSkeletons label={t`Loading what you are told of`} rows={6} />
      ) : !preferences.data ? (
        <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
      ) : (
        <>
          <ErrorBanner error={preferences.error} onRetry={() => void preferences.refetch()} />
          {groups.map(({ title, kinds }) => (
            <Card key={title} title={title}>
              <div className="flex flex-col divide-y divide-line [&>*]:py-2.5">
                {kinds.map((kind) => (
                  <Switch
                    key={kind}
                    label={words[kind].name}
                    hint={words[kind].hint}
                    checked={preferences.data.data.find((one) => one.kind === kind)?.in_app ?? true}
                    onCheckedChange={(on) =>
                      set.mutate(
                        { kind, in_app: on },
                        {
                          onError: (error) =>
                            notify({ tone: 'bad', title: t`That did not get through`, description: errorSentence(error, i18n) }),
                        },
                      )
                    }
                  />
                ))}
              </div>
            </Card>
          ))}
        </>
      )}
    </SettingsPage>
  );
}
