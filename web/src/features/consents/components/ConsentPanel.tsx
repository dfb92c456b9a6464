import type { Suppression } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Ban, CircleCheck, CircleDashed, ClipboardPen } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useConsents } from '../api/queries.ts';
import { stoppedPurposes } from '../fns/stopped-purposes.ts';
import { ConsentHistory } from './ConsentHistory.tsx';
import { LiftDialog } from './LiftDialog.tsx';
import { RecordConsentDialog } from './RecordConsentDialog.tsx';
import { useConsentWords } from './use-consent-words.ts';
import { useStopMarketing } from './use-stop-marketing.tsx';

const icons = {
  unset: <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-weak" />,
  given: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />,
  resumed: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />,
  withdrawn: <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />,
  objected: <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />,
};

/** What a contact agreed to and stopped: what holds now, why something is not sent, and the whole history. */
export function ConsentPanel({ contactId }: { contactId: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useConsentWords();
  const mayWrite = usePermission('consent:write');
  const mayLift = usePermission('contacts:manage');
  const consents = useConsents(contactId);
  const [asking, setAsking] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const { stop, pending } = useStopMarketing(contactId);
  const { data } = consents;
  if (consents.isPending) return <RowSkeletons label={t`Loading what they agreed to`} rows={3} />;
  if (!data) return <ErrorState error={consents.error} onRetry={() => void consents.refetch()} />;
  const { marketing, other } = data.may_send;
  const why = !other.allowed
    ? t`They asked not to be written to: nothing is sent.`
    : marketing.allowed
      ? t`Marketing messages may be sent to them.`
      : marketing.reason === 'marketing_stopped'
        ? t`Marketing messages are not sent: they stopped them.`
        : marketing.reason === 'contact_suppressed'
          ? t`Marketing messages are not sent: their address is on the suppression list.`
          : t`Marketing messages are not sent: they have not agreed, and your rule asks for it.`;
  return (
    <div className="flex flex-col gap-5">
      <Card
        title={<Trans>What holds now</Trans>}
        action={
          mayWrite ? (
            <>
              {data.marketing === 'stopped' ? null : (
                <Button size="sm" loading={pending} onClick={stop}>
                  <Trans>Stop marketing</Trans>
                </Button>
              )}
              <Button size="sm" icon={<ClipboardPen aria-hidden />} onClick={() => setAsking(true)}>
                <Trans>Record</Trans>
              </Button>
            </>
          ) : null
        }
      >
        <Banner tone={!other.allowed || !marketing.allowed ? 'warn' : 'good'}>{why}</Banner>
        <ul className="mt-3 flex flex-col gap-2.5">
          {data.states.map((state) => (
            <li key={`${state.purpose} ${state.category ?? ''}`} className="flex gap-2.5 text-14">
              {icons[state.state]}
              <span className="min-w-0">
                <span className="text-strong">{words.now(state.purpose, state.state)}</span>
                {state.category === null ? null : <span className="text-weak"> ({state.category})</span>}
                {state.since === null ? null : (
                  <span className="block text-13 text-weak">
                    <Trans>
                      since {format.dateTime(state.since)}, {state.source === null ? '–' : words.source(state.source)}
                    </Trans>
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {data.suppressions.length > 0 ? (
        <Card
          title={<Trans>On the suppression list</Trans>}
          description={<Trans>It holds even after the contact is deleted and imported again.</Trans>}
        >
          <ul className="flex flex-col gap-3">
            {data.suppressions.map((suppression) => (
              <li key={suppression.id} className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <span className="min-w-0 flex-1 basis-60 text-14">
                  <span className="font-medium text-strong">{words.scope(suppression.scope)}</span>
                  <span className="block text-13 text-weak">
                    <Trans>
                      since {format.dateTime(suppression.since)}, {words.source(suppression.source)}
                    </Trans>
                  </span>
                  {suppression.reason === null ? null : (
                    <span dir="auto" className="block text-13 wrap-anywhere text-normal">
                      {suppression.reason}
                    </span>
                  )}
                </span>
                {mayLift ? (
                  <Button size="sm" onClick={() => setLifting(suppression)}>
                    <Trans>Lift the stop</Trans>
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Card title={<Trans>History</Trans>}>
        <ConsentHistory contactId={contactId} />
      </Card>
      {asking ? <RecordConsentDialog contactId={contactId} stopped={stoppedPurposes(data)} onClose={() => setAsking(false)} /> : null}
      {lifting ? <LiftDialog contactId={contactId} suppression={lifting} onClose={() => setLifting(null)} /> : null}
    </div>
  );
}
