import { TRANSFER_MECHANISMS, type Processor, type TransferMechanism } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useRegisterAction } from '../api/queries.ts';
import { useRecipientWords } from './use-recipient-words.ts';

/** Records what makes a transfer to another country lawful. */
export function TransferDialog({ processor, onClose }: { processor: Processor; onClose: () => void }) {
  const { t } = useLingui();
  const words = useRecipientWords();
  const act = useRegisterAction();
  const [mechanism, setMechanism] = useState<TransferMechanism>('standard_contractual_clauses');
  const [safeguards, setSafeguards] = useState('');
  const [reference, setReference] = useState('');
  const [assessed, setAssessed] = useState(() => new Date().toISOString().slice(0, 10));
  const [until, setUntil] = useState('');
  function save(event: FormEvent): void {
    event.preventDefault();
    act.mutate(
      {
        do: 'add_transfer',
        body: {
          processor_id: processor.id,
          to_region: processor.region ?? '',
          mechanism,
          safeguards: safeguards.trim(),
          document_reference: reference.trim() === '' ? null : reference.trim(),
          assessed_on: assessed,
          valid_until: until === '' ? null : until,
        },
      },
      { onSuccess: onClose },
    );
  }
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Record a transfer`}
      description={t`${processor.name}, to ${words.region(processor.region)}`}
      action={
        <Button
          variant="primary"
          type="submit"
          form="transfer"
          disabled={safeguards.trim() === '' || assessed === ''}
          loading={act.isPending}
        >
          <Trans>Record</Trans>
        </Button>
      }
    >
      <form id="transfer" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={act.error} />
        <Field label={t`What makes it lawful`}>
          <Select<TransferMechanism>
            value={mechanism}
            onValueChange={setMechanism}
            options={TRANSFER_MECHANISMS.map((one) => ({ value: one, label: words.mechanisms[one] }))}
          />
        </Field>
        <Field label={t`What protects the data there`}>
          <Textarea dir="auto" maxLength={2000} value={safeguards} onChange={(event) => setSafeguards(event.target.value)} />
        </Field>
        <Field label={t`Document`} optional>
          <Input value={reference} maxLength={300} onValueChange={setReference} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Assessed on`}>
            <Input type="date" value={assessed} onValueChange={setAssessed} />
          </Field>
          <Field label={t`Good until`} optional>
            <Input type="date" value={until} onValueChange={setUntil} />
          </Field>
        </div>
      </form>
    </Dialog>
  );
}
