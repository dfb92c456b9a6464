import type { AccountErasureReceipt } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { KeptList } from '#features/erasures';
import { meQuery } from '#features/session';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { erasurePlanQuery, useEraseAccount } from '../api/queries.ts';

/** Props of EraseAccountCard. `onErased` gets the receipt; nothing else of the account is left then. */
export interface EraseAccountCardProps {
  onErased: (receipt: AccountErasureReceipt) => void;
}

/** Erasing the own account: what stands in the way, what stays, and doing it. */
export function EraseAccountCard({ onErased }: EraseAccountCardProps) {
  const { t } = useLingui();
  const plan = useQuery(erasurePlanQuery);
  const [isAsking, setAsking] = useState(false);
  const blocking = plan.data?.workspaces.filter(({ is_last_owner: isLast }) => isLast) ?? [];
  return (
    <Card
      title={t`Erase your account`}
      description={t`At once and for good: you leave every workspace, all sessions end, and you get a signed receipt. Messages that you wrote to customers belong to their workspace and stay there without your name.`}
      action={
        <Button variant="danger" disabled={plan.data === undefined || blocking.length > 0} onClick={() => setAsking(true)}>
          <Trans>Erase my account …</Trans>
        </Button>
      }
    >
      {plan.isPending ? (
        <RowSkeletons label={t`Loading what would happen`} rows={2} />
      ) : !plan.data ? (
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <div className="flex flex-col gap-4">
          {blocking.length === 0 ? null : (
            <Banner tone="warn" title={t`Some workspaces need another owner first`}>
              <ul className="mt-1 list-disc pl-5">
                {blocking.map(({ slug, name }) => (
                  <li key={slug}>
                    <Link to="/w/$slug/settings/members" params={{ slug }} className="underline">
                      {name}
                    </Link>
                  </li>
                ))}
              </ul>
              <p className="mt-1">
                <Trans>Make another member owner, or close the workspace; once it is deleted it is no longer in the way.</Trans>
              </p>
            </Banner>
          )}
          {plan.data.workspaces.length === 0 ? null : (
            <p className="text-13 text-normal">{t`You would leave: ${plan.data.workspaces.map(({ name }) => name).join(', ')}.`}</p>
          )}
          {plan.data.stays.length === 0 ? null : (
            <details>
              <summary className="cursor-pointer text-13 font-medium text-accent-text">
                <Trans>What stays, and why</Trans>
              </summary>
              <div className="mt-2">
                <KeptList items={plan.data.stays} />
              </div>
            </details>
          )}
        </div>
      )}
      {isAsking ? <EraseDialog onErased={onErased} onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}

function EraseDialog({ onErased, onClose }: { onErased: (receipt: AccountErasureReceipt) => void; onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const email = useQuery(meQuery).data?.user.email ?? '';
  const [typed, setTyped] = useState('');
  const erase = useEraseAccount();
  const matches = email !== '' && typed.trim().toLowerCase() === email.toLowerCase();
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (matches) erase.mutate(typed, { onSuccess: onErased });
  }
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Erase your account?`}
      description={t`This cannot be taken back. The same address can make a new, empty account later.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Keep my account</Trans>
          </Button>
          <Button variant="danger" type="submit" form={formId} disabled={!matches} loading={erase.isPending}>
            <Trans>Erase it for good</Trans>
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-4" onSubmit={submit}>
        <ErrorBanner error={erase.error} />
        <Field label={t`Type your e-mail address`} hint={email}>
          <Input type="email" value={typed} onValueChange={setTyped} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
