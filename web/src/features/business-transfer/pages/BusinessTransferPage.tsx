import { BUSINESS_TRANSFER_KINDS, type BusinessTransfer, type CreateBusinessTransferRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Handshake } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useBusinessTransferAction, useBusinessTransfers } from '../api/queries.ts';

const tones = { planned: 'neutral', announced: 'info', completed: 'good', cancelled: 'neutral' } as const;

/** `/operator/business-transfer`: the business that runs the installation changes hands. */
export function BusinessTransferPage() {
  const { t } = useLingui();
  const query = useBusinessTransfers();
  const [recording, setRecording] = useState(false);
  const isOpen = query.data?.some(({ status }) => status === 'planned' || status === 'announced') === true;
  return (
    <OperatorPage
      title={t`Change of hands`}
      description={t`When the business is sold or merged: owners are told before and after, and the successor is bound.`}
      action={
        isOpen ? undefined : (
          <Button variant="primary" onClick={() => setRecording(true)}>
            <Trans>Record one</Trans>
          </Button>
        )
      }
    >
      {query.isPending ? (
        <RowSkeletons label={t`Change of hands`} rows={2} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <Card flush>
          <EmptyState picture={<Handshake aria-hidden />} title={<Trans>Nothing changes hands</Trans>}>
            <Trans>Should the business be sold or merged, record here who takes over and what they are bound to, before it happens.</Trans>
          </EmptyState>
        </Card>
      ) : (
        query.data.map((transfer) => <TransferCard key={transfer.id} transfer={transfer} />)
      )}
      {recording ? <RecordDialog onClose={() => setRecording(false)} /> : null}
    </OperatorPage>
  );
}

function TransferCard({ transfer }: { transfer: BusinessTransfer }) {
  const { t } = useLingui();
  const format = useFormat();
  const act = useBusinessTransferAction();
  const [asking, setAsking] = useState<'announce' | 'complete' | 'cancel' | null>(null);
  const words = { planned: t`Not announced yet`, announced: t`Announced`, completed: t`Done`, cancelled: t`Taken back` };
  const stages = { before: t`Told before`, after: t`Told after`, cancelled: t`Told that it was taken back` };
  const questions = {
    announce: t`Tell all owners by mail now?`,
    complete: t`It is done: tell all owners again?`,
    cancel: t`Take it back?`,
  };
  const { status } = transfer;
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          {transfer.successor_name}
          <Badge tone={tones[status]}>{words[status]}</Badge>
        </span>
      }
      description={t`From ${format.date(transfer.takes_effect_on)} · ${transfer.successor_contact}`}
    >
      <div className="flex flex-col gap-3 text-14">
        <p className="wrap-anywhere whitespace-pre-wrap text-normal" dir="auto">
          {transfer.successor_terms}
        </p>
        <ul className="flex flex-col gap-1 text-13 text-normal">
          {transfer.notices.map((notice) => (
            <li key={notice.stage}>
              {stages[notice.stage]}: {format.number(notice.owner_count)} ·{' '}
              <Trans>
                {notice.sent_count} sent, {notice.waiting_count} waiting, {notice.failed_count} failed
              </Trans>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          {status === 'planned' || status === 'announced' ? (
            <>
              <Button variant={status === 'planned' ? 'primary' : 'secondary'} onClick={() => setAsking('announce')}>
                {status === 'planned' ? <Trans>Announce…</Trans> : <Trans>Tell new owners…</Trans>}
              </Button>
              {status === 'announced' ? (
                <Button variant="primary" onClick={() => setAsking('complete')}>
                  <Trans>It is done…</Trans>
                </Button>
              ) : null}
              <Button onClick={() => setAsking('cancel')}>
                <Trans>Take back…</Trans>
              </Button>
            </>
          ) : null}
        </div>
      </div>
      {asking === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={() => setAsking(null)}
          tone="normal"
          title={questions[asking]}
          confirmLabel={t`Yes`}
          pending={act.isPending}
          error={act.isError ? t`That is not possible now. A change of hands is done on its day at the earliest.` : undefined}
          onConfirm={() => act.mutate({ do: asking, id: transfer.id }, { onSuccess: () => setAsking(null) })}
        >
          <Trans>Everybody who is signed in sees a banner as well.</Trans>
        </ConfirmDialog>
      )}
    </Card>
  );
}

function RecordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const act = useBusinessTransferAction();
  const [body, setBody] = useState<CreateBusinessTransferRequest>({
    kind: 'acquisition',
    successor_name: '',
    successor_contact: '',
    successor_terms: '',
    takes_effect_on: '',
  });
  const set = (change: Partial<CreateBusinessTransferRequest>): void => setBody({ ...body, ...change });
  const kinds = { merger: t`Merger`, acquisition: t`Acquisition`, sale: t`Sale`, split: t`Split` };
  const isComplete =
    body.successor_name.trim().length >= 2 &&
    body.successor_contact.trim().length >= 5 &&
    body.successor_terms.trim().length >= 20 &&
    body.takes_effect_on !== '';
  function save(event: FormEvent): void {
    event.preventDefault();
    if (isComplete) act.mutate({ do: 'record', body }, { onSuccess: onClose });
  }
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Record a change of hands`}
      description={t`Nobody is told before you announce it.`}
      action={
        <Button variant="primary" type="submit" form="business-transfer" disabled={!isComplete} loading={act.isPending}>
          <Trans>Record</Trans>
        </Button>
      }
    >
      <form id="business-transfer" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={act.error} />
        <Field label={t`What it is`}>
          <Select<CreateBusinessTransferRequest['kind']>
            value={body.kind}
            onValueChange={(kind) => set({ kind })}
            options={BUSINESS_TRANSFER_KINDS.map((kind) => ({ value: kind, label: kinds[kind] }))}
          />
        </Field>
        <Field label={t`Who takes over`}>
          <Input dir="auto" maxLength={200} value={body.successor_name} onValueChange={(successor_name) => set({ successor_name })} />
        </Field>
        <Field label={t`How to reach them`}>
          <Input
            dir="auto"
            maxLength={500}
            value={body.successor_contact}
            onValueChange={(successor_contact) => set({ successor_contact })}
          />
        </Field>
        <Field label={t`What they are bound to`} hint={t`Needed. For example: this privacy notice, for at least two years.`}>
          <Textarea
            dir="auto"
            maxLength={4000}
            value={body.successor_terms}
            onChange={(event) => set({ successor_terms: event.target.value })}
          />
        </Field>
        <Field label={t`From which day`}>
          <Input type="date" value={body.takes_effect_on} onValueChange={(takes_effect_on) => set({ takes_effect_on })} />
        </Field>
      </form>
    </Dialog>
  );
}
