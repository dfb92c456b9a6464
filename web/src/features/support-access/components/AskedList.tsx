import type { SupportAccess } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { useDeclineSupport } from '../api/workspace.ts';
import { GrantDialog } from './GrantDialog.tsx';

/** Operators who wait for an answer. Nothing while there is none. */
export function AskedList({ asked, isOpen }: { asked: readonly SupportAccess[]; isOpen: boolean }) {
  const { t } = useLingui();
  const [answering, setAnswering] = useState<SupportAccess | null>(null);
  const decline = useDeclineSupport();
  if (asked.length === 0) return null;
  return (
    <Card title={t`Operators who ask to be let in`}>
      <ErrorBanner error={decline.error} className="mb-3" />
      <ul className="flex flex-col gap-4">
        {asked.map((request) => (
          <li key={request.id} className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0 flex-1 basis-60 text-13">
              <p className="text-14 font-medium text-strong">
                {request.operator?.name} <span className="font-normal text-weak">{request.operator?.email}</span>
              </p>
              <p className="wrap-anywhere text-normal">{`“${request.asked_because ?? ''}”`}</p>
              <p className="text-weak">
                {t`${plural(request.hours, { one: '# hour', other: '# hours' })}`} ·{' '}
                {request.level === 'read' ? <Trans>to look</Trans> : <Trans>to look and help</Trans>}
                {request.asked_at === null ? null : (
                  <>
                    {' · '}
                    <RelativeTime at={request.asked_at} />
                  </>
                )}
              </p>
            </div>
            <div className="flex gap-2">
              <Button loading={decline.isPending && decline.variables === request.id} onClick={() => decline.mutate(request.id)}>
                <Trans>Decline</Trans>
              </Button>
              <Button variant="primary" disabled={isOpen} onClick={() => setAnswering(request)}>
                <Trans>Let them in …</Trans>
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {isOpen ? (
        <p className="mt-3 text-13 text-weak">
          <Trans>One access at a time: end the one that goes on first.</Trans>
        </p>
      ) : null}
      {answering === null ? null : <GrantDialog request={answering} onClose={() => setAnswering(null)} />}
    </Card>
  );
}
