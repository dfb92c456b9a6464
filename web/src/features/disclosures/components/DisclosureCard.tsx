import type { Disclosure } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { useWorkspace } from '#features/session';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useDisclosureAction } from '../api/queries.ts';

const tones = { recorded: 'warn', approved: 'info', refused: 'neutral', withdrawn: 'neutral', handed_over: 'good' } as const;
type Asking = 'approved' | 'refused' | 'hand_over' | null;

/** One request of an authority with what can be done with it now. */
export function DisclosureCard({ disclosure }: { disclosure: Disclosure }) {
  const { t } = useLingui();
  const format = useFormat();
  const { api, permissions } = useWorkspace();
  const act = useDisclosureAction();
  const [asking, setAsking] = useState<Asking>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const { status, files } = disclosure;
  const mayWrite = permissions.has('privacy:write');
  const allReady = files.length > 0 && files.every(({ sha256 }) => sha256 !== null);
  const words = {
    recorded: t`Waits for a second person`,
    approved: t`Approved`,
    refused: t`Refused`,
    withdrawn: t`Withdrawn`,
    handed_over: t`Handed over`,
  };
  const fileWords = { queued: t`waits`, running: t`is being written`, ready: t`ready`, failed: t`failed`, expired: t`deleted` };
  const download = async (exportId: string): Promise<void> => {
    try {
      setFailed(null);
      saveBlob(await api.exports.download(exportId), 'disclosure.zip');
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2" dir="auto">
          {disclosure.authority}
          <Badge tone={tones[status]}>{words[status]}</Badge>
        </span>
      }
      description={t`${disclosure.reference} · received ${format.date(disclosure.received_on)} · recorded by ${disclosure.recorded_by ?? '–'}`}
    >
      <div className="flex flex-col gap-3 text-14">
        <ErrorBanner error={act.error ?? failed} />
        <p className="wrap-anywhere whitespace-pre-wrap text-normal" dir="auto">
          {disclosure.request}
        </p>
        <p className="text-13 text-weak">
          <Trans>Law: {disclosure.legal_basis}</Trans>
          {disclosure.due_on === null ? '' : ` · ${t`answer by ${format.date(disclosure.due_on)}`}`}
        </p>
        {disclosure.decision === null ? null : (
          <p className="text-13 text-normal">
            <Trans>
              Decided by {disclosure.decided_by ?? '–'}: {disclosure.decision}
            </Trans>
          </p>
        )}
        <ul className="flex flex-col gap-1 text-13">
          {files.map((file) => (
            <li key={file.contact_id ?? 'workspace'} className="flex flex-wrap items-center gap-3">
              <span className="font-mono text-12 text-strong">{file.contact_id ?? t`The whole workspace`}</span>
              {file.export_status === null ? null : <span className="text-weak">{fileWords[file.export_status]}</span>}
              {file.sha256 === null ? null : (
                <span className="font-mono text-12 break-all text-weak" title="SHA-256">
                  {file.sha256.slice(0, 16)}…
                </span>
              )}
              {file.export_id !== null && file.export_status === 'ready' && status === 'approved' && mayWrite ? (
                <Button size="sm" onClick={() => void download(file.export_id ?? '')}>
                  <Trans>Download</Trans>
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        {disclosure.handover === null ? null : (
          <p className="text-13 text-normal">
            <Trans>Handed over: {disclosure.handover}</Trans>
          </p>
        )}
        {disclosure.data_set_sha256 === null ? null : (
          <p className="text-12 text-weak">
            <Trans>Fingerprint of everything:</Trans> <code className="break-all">{disclosure.data_set_sha256}</code>
          </p>
        )}
        {!mayWrite ? null : (
          <div className="flex flex-wrap gap-2">
            {disclosure.may_decide ? (
              <>
                <Button variant="primary" onClick={() => setAsking('approved')}>
                  <Trans>Approve…</Trans>
                </Button>
                <Button onClick={() => setAsking('refused')}>
                  <Trans>Refuse…</Trans>
                </Button>
              </>
            ) : status === 'recorded' ? (
              <p className="text-13 text-weak">
                <Trans>You recorded it. Another owner or admin decides.</Trans>
              </p>
            ) : null}
            {status === 'approved' && !allReady ? (
              <Button variant="primary" loading={act.isPending} onClick={() => act.mutate({ do: 'write_files', id: disclosure.id })}>
                <Trans>Write the files</Trans>
              </Button>
            ) : null}
            {status === 'approved' && allReady ? (
              <Button variant="primary" onClick={() => setAsking('hand_over')}>
                <Trans>Handed over…</Trans>
              </Button>
            ) : null}
            {status === 'recorded' || status === 'approved' ? (
              <Button onClick={() => act.mutate({ do: 'withdraw', id: disclosure.id })}>
                <Trans>Withdraw</Trans>
              </Button>
            ) : null}
          </div>
        )}
      </div>
      {asking === null ? null : <ReasonDialog disclosure={disclosure} asking={asking} onClose={() => setAsking(null)} />}
    </Card>
  );
}

function ReasonDialog({
  disclosure,
  asking,
  onClose,
}: {
  disclosure: Disclosure;
  asking: 'approved' | 'refused' | 'hand_over';
  onClose: () => void;
}) {
  const { t } = useLingui();
  const act = useDisclosureAction();
  const [text, setText] = useState('');
  const [told, setTold] = useState<'told' | 'later' | 'forbidden'>('told');
  const title = { approved: t`Approve the request`, refused: t`Refuse the request`, hand_over: t`The authority has the data` }[asking];
  function save(event: FormEvent): void {
    event.preventDefault();
    if (text.trim().length < 3) return;
    const { id } = disclosure;
    act.mutate(
      asking === 'hand_over'
        ? { do: 'hand_over', id, handover: text.trim(), persons_told: told }
        : { do: 'decide', id, decision: asking, reason: text.trim() },
      { onSuccess: onClose },
    );
  }
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={title}
      action={
        <Button variant="primary" type="submit" form="disclosure-reason" disabled={text.trim().length < 3} loading={act.isPending}>
          <Trans>Record</Trans>
        </Button>
      }
    >
      <form id="disclosure-reason" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={act.error} />
        <Field label={asking === 'hand_over' ? t`How, and to whom` : t`Why`}>
          <Textarea dir="auto" maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        {asking === 'hand_over' ? (
          <RadioGroup
            label={t`Do the people concerned know?`}
            cards
            value={told}
            onValueChange={setTold}
            options={[
              { value: 'told', label: t`Yes, they were told` },
              { value: 'later', label: t`They will be told later` },
              { value: 'forbidden', label: t`The law forbids telling them` },
            ]}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
