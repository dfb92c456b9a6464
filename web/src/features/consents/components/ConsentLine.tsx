import type { ContactSummary } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { Button } from '#ui/Button.tsx';
import { useConsents } from '../api/queries.ts';
import { stoppedPurposes } from '../fns/stopped-purposes.ts';
import { MarketingMark } from './MarketingMark.tsx';
import { RecordConsentDialog } from './RecordConsentDialog.tsx';
import { useStopMarketing } from './use-stop-marketing.tsx';

/** What a customer chose about marketing, in one line, with what can be done about it. */
export function ConsentLine({ contact }: { contact: Pick<ContactSummary, 'id' | 'marketing'> }) {
  const mayWrite = usePermission('consent:write');
  const [asking, setAsking] = useState(false);
  const { data } = useConsents(contact.id);
  const { stop, pending } = useStopMarketing(contact.id);
  const choice = data?.marketing ?? contact.marketing;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
      <MarketingMark choice={choice} className="mr-auto text-13" />
      {mayWrite ? (
        <>
          {choice === 'stopped' ? null : (
            <Button size="sm" variant="ghost" loading={pending} onClick={stop}>
              <Trans>Stop</Trans>
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
            <Trans>Record</Trans>
          </Button>
        </>
      ) : null}
      {data && !data.may_send.other.allowed ? (
        <p className="w-full text-13 text-bad">
          <Trans>They want no messages at all: nothing is sent.</Trans>
        </p>
      ) : null}
      {asking ? <RecordConsentDialog contactId={contact.id} stopped={stoppedPurposes(data)} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}
