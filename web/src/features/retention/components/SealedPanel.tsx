import type { AskSealedOpeningRequest, SealedOpening } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useAskOpening, useDecideOpening, useDownloadOpening, useOpenings } from '../api/queries.ts';

/** Requests to open sealed records: asking, answering what somebody else asked, downloading. */
export function SealedPanel() {
  const { t } = useLingui();
  const [isAsking, setAsking] = useState(false);
  const openings = useOpenings();
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-13 text-normal">
          <Trans>
            Sealed records are open to nobody alone. One person asks and says why, another approves; both names stay in the audit log.
          </Trans>
        </p>
        <Button variant="primary" onClick={() => setAsking(true)}>
          <Trans>Ask to open records</Trans>
        </Button>
      </div>
      {openings.isPending ? (
        <RowSkeletons label={t`Loading requests`} rows={3} />
      ) : openings.isError ? (
        <ErrorState error={openings.error} onRetry={() => void openings.refetch()} />
      ) : openings.data.length === 0 ? (
        <EmptyState picture={<LockKeyhole aria-hidden />} title={<Trans>Nobody asked to open anything</Trans>}>
          <Trans>Sealed copies exist only because a law asks for them. Ask when a court or an authority needs one.</Trans>
        </EmptyState>
      ) : (
        <>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface-1">
            {openings.data.map((opening) => (
              <OpeningRow key={opening.id} opening={opening} />
            ))}
          </ul>
          <NextPage query={openings} />
        </>
      )}
      {isAsking ? <AskDialog onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function OpeningRow({ opening }: { opening: SealedOpening }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const decide = useDecideOpening();
  const download = useDownloadOpening();
  const asker = opening.asked_by_name ?? t`a former member`;
  const decider = opening.decided_by_name ?? t`a former member`;
  const asked = format.dateTime(opening.asked_at);
  const end = format.dateTime(opening.expires_at);
  const answer = (decision: 'approved' | 'refused'): void =>
    decide.mutate(
      { id: opening.id, decision },
      { onError: (error) => notify({ tone: 'bad', title: t`This was not decided`, description: errorSentence(error, i18n) }) },
    );
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2 text-14 font-medium wrap-anywhere text-strong">
          {opening.reason}
          <Badge tone={opening.status === 'approved' ? 'good' : opening.status === 'asked' ? 'warn' : 'neutral'}>
            {opening.status === 'asked' ? (
              <Trans>Waits for a second person</Trans>
            ) : opening.status === 'approved' ? (
              <Trans>Approved</Trans>
            ) : opening.status === 'refused' ? (
              <Trans>Refused</Trans>
            ) : (
              <Trans>Over</Trans>
            )}
          </Badge>
        </p>
        <p className="text-13 text-normal">
          {opening.contact_id === null ? <Trans>Everybody</Trans> : <Trans>One person</Trans>}
          {opening.from === null ? null : ` · ${t`from ${format.date(opening.from)}`}`}
          {opening.until === null ? null : ` · ${t`until before ${format.date(opening.until)}`}`}
        </p>
        <p className="text-12 text-weak">
          <Trans>
            Asked by {asker}, {asked}
          </Trans>
          {opening.decided_at === null ? null : ` · ${opening.status === 'refused' ? t`Refused by ${decider}` : t`Approved by ${decider}`}`}
          {opening.status === 'asked' || opening.status === 'approved' ? ` · ${t`until ${end}`}` : null}
        </p>
      </div>
      {opening.status === 'asked' && !opening.is_mine ? (
        <div className="flex gap-2">
          <Button size="sm" loading={decide.isPending} onClick={() => answer('approved')}>
            <Trans>Approve</Trans>
          </Button>
          <Button size="sm" disabled={decide.isPending} onClick={() => answer('refused')}>
            <Trans>Refuse</Trans>
          </Button>
        </div>
      ) : null}
      {opening.status === 'approved' && opening.is_mine ? (
        <Button
          size="sm"
          loading={download.isPending}
          onClick={() =>
            download.mutate(opening.id, {
              onError: (error) => notify({ tone: 'bad', title: t`The file was not downloaded`, description: errorSentence(error, i18n) }),
            })
          }
        >
          <Trans>Download</Trans>
        </Button>
      ) : null}
    </li>
  );
}

function AskDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { api } = useWorkspace();
  const ask = useAskOpening();
  const [reason, setReason] = useState('');
  const [phone, setPhone] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setProblem(null);
    let contactId: AskSealedOpeningRequest['contact_id'];
    if (phone.trim() !== '') {
      const found = await api.contacts.list({ phone, limit: 1 }).catch(() => null);
      contactId = found?.data[0]?.id;
      if (contactId === undefined) {
        setProblem(t`No contact has this number.`);
        return;
      }
    }
    ask.mutate(
      {
        reason,
        ...(contactId === undefined ? {} : { contact_id: contactId }),
        ...(from === '' ? {} : { from: new Date(from).toISOString() }),
        ...(until === '' ? {} : { until: new Date(until).toISOString() }),
      },
      { onSuccess: onClose, onError: (error) => setProblem(errorSentence(error, i18n)) },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`Ask to open sealed records`}
      description={t`Nothing is opened yet. Another owner or admin has seven days to approve; then you can download a file for 24 hours.`}
      action={
        <Button variant="primary" disabled={reason.trim().length < 3} loading={ask.isPending} onClick={() => void submit()}>
          <Trans>Ask</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {problem === null ? null : <Banner tone="bad">{problem}</Banner>}
        <Field label={t`Why they are needed`}>
          <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field label={t`Phone number of the person`} hint={t`Leave empty for everybody`}>
          <Input type="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`From this day on`}>
            <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <Field label={t`Until before this day`}>
            <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
          </Field>
        </div>
      </div>
    </Dialog>
  );
}
