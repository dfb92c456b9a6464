import { CLOSURE_GRACE_DAYS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState, type FormEvent } from 'react';
import { useWorkspace } from '#features/session';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useCloseWorkspace } from '../api/mutations.ts';

/** Asks for the workspace's name before it is closed. */
export function CloseWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const formId = useId();
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const close = useCloseWorkspace();
  const matches = name.trim() === workspace.name;

  function handleSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!matches) return;
    close.mutate({ workspace_name: name, ...(reason.trim() === '' ? {} : { reason }) }, { onSuccess: onClose });
  }

  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Close “${workspace.name}”?`}
      description={t`What happens, and until when you can take it back:`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Keep it open</Trans>
          </Button>
          <Button variant="danger" type="submit" form={formId} disabled={!matches} loading={close.isPending}>
            <Trans>Close this workspace</Trans>
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={handleSubmit} className="flex flex-col gap-4">
        <ErrorBanner error={close.error} />
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-14 text-normal">
          <li>
            <Trans>Now: nobody can send or change anything. Waiting messages are not sent. What customers write is still received.</Trans>
          </li>
          <li>
            <Trans>For {CLOSURE_GRACE_DAYS} days: members can read, you can download everything, and an owner can reopen it.</Trans>
          </li>
          <li>
            <Trans>
              After that: keys, messages, contacts and files are deleted for good. Proof of consent and the audit trail stay for some years,
              without a readable word.
            </Trans>
          </li>
        </ol>
        <Field label={t`Type the name of the workspace`} hint={workspace.name}>
          <Input value={name} onValueChange={setName} autoComplete="off" />
        </Field>
        <Field label={t`Why?`} optional>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} rows={2} />
        </Field>
      </form>
    </Dialog>
  );
}
