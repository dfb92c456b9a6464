import {
  DATA_KINDS,
  PROCESSOR_PURPOSES,
  PROCESSOR_ROLES,
  type CreateProcessorRequest,
  type Processor,
  type ProcessorRole,
} from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useRegisterAction } from '../api/queries.ts';
import { useRecipientWords } from './use-recipient-words.ts';

const empty: CreateProcessorRequest = {
  name: '',
  role: 'processor',
  purposes: [],
  region: null,
  hosts: [],
  own_network: false,
  data: [],
  contract_reference: null,
  assessed_on: null,
  assessed_until: null,
  note: null,
  starts_on: null,
};

/** Records a recipient, or completes one; what the configuration names keeps its hosts and purposes. */
export function ProcessorDialog({ processor, onClose }: { processor: Processor | null; onClose: () => void }) {
  const { t } = useLingui();
  const words = useRecipientWords();
  const act = useRegisterAction();
  const [value, setValue] = useState<CreateProcessorRequest>(() => (processor === null ? empty : pick(processor)));
  const [hosts, setHosts] = useState(value.hosts.join(' '));
  const isFixed = processor?.from_configuration === true;
  const set = (change: Partial<CreateProcessorRequest>): void => setValue({ ...value, ...change });
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

  function save(event: FormEvent): void {
    event.preventDefault();
    const body = { ...value, name: value.name.trim(), hosts: hosts.split(/[\s,]+/).filter((host) => host !== '') };
    const { hosts: _hosts, purposes: _purposes, own_network: _network, ...rest } = body;
    act.mutate(processor === null ? { do: 'add', body } : { do: 'update', id: processor.id, body: isFixed ? rest : body }, {
      onSuccess: onClose,
    });
  }

  return (
    <Dialog
      open
      keepOpen
      size="lg"
      onOpenChange={onClose}
      title={processor === null ? t`Record a recipient` : processor.name}
      description={
        isFixed
          ? t`The configuration names its hosts and purposes. Record the rest.`
          : t`It gets nothing before its record is complete and it was announced for 30 days.`
      }
      action={
        <Button
          variant="primary"
          type="submit"
          form="processor"
          disabled={value.name.trim() === '' || value.purposes.length === 0}
          loading={act.isPending}
        >
          <Trans>Save</Trans>
        </Button>
      }
    >
      <form id="processor" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={act.error} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Name`}>
            <Input value={value.name} maxLength={120} onValueChange={(name) => set({ name })} />
          </Field>
          <Field label={t`What it is`}>
            <Select<ProcessorRole>
              value={value.role}
              onValueChange={(role) => set({ role })}
              options={PROCESSOR_ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
            />
          </Field>
          <Field label={t`Country`} hint={t`Two letters, such as ID, SG or EU.`}>
            <Input
              value={value.region ?? ''}
              maxLength={2}
              onValueChange={(region) => set({ region: orNull(region.toUpperCase()) })}
              className="uppercase"
            />
          </Field>
          <Field label={t`Contract`} hint={t`Its number, or where it lies.`}>
            <Input
              value={value.contract_reference ?? ''}
              maxLength={300}
              onValueChange={(text) => set({ contract_reference: orNull(text) })}
            />
          </Field>
          <Field label={t`Assessed on`}>
            <Input type="date" value={value.assessed_on ?? ''} onValueChange={(day) => set({ assessed_on: orNull(day) })} />
          </Field>
          <Field label={t`Good until`}>
            <Input type="date" value={value.assessed_until ?? ''} onValueChange={(day) => set({ assessed_until: orNull(day) })} />
          </Field>
        </div>
        {isFixed ? null : (
          <>
            <fieldset>
              <legend className="mb-2 text-13 font-medium text-strong">{t`What for`}</legend>
              <div className="grid gap-2 sm:grid-cols-2">
                {PROCESSOR_PURPOSES.map((purpose) => (
                  <Checkbox
                    key={purpose}
                    label={words.purposes[purpose]}
                    checked={value.purposes.includes(purpose)}
                    onCheckedChange={(checked) =>
                      set({ purposes: checked ? [...value.purposes, purpose] : value.purposes.filter((other) => other !== purpose) })
                    }
                  />
                ))}
              </div>
            </fieldset>
            <Field
              label={t`Hosts`}
              optional
              hint={t`Names that may be connected to, with spaces between; *.example.com for all below one.`}
            >
              <Input value={hosts} spellCheck={false} autoCapitalize="off" onValueChange={(text) => setHosts(text.toLowerCase())} />
            </Field>
            <Field label={t`Starts on`} optional hint={t`Empty: 30 days after it is announced, the earliest day there is.`}>
              <Input type="date" value={value.starts_on ?? ''} onValueChange={(day) => set({ starts_on: orNull(day) })} />
            </Field>
          </>
        )}
        <fieldset>
          <legend className="mb-2 text-13 font-medium text-strong">{t`What it gets`}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {DATA_KINDS.map((kind) => (
              <Checkbox
                key={kind}
                label={words.data[kind]}
                checked={value.data.includes(kind)}
                onCheckedChange={(checked) => set({ data: checked ? [...value.data, kind] : value.data.filter((other) => other !== kind) })}
              />
            ))}
          </div>
        </fieldset>
        <Field label={t`Note`} optional>
          <Textarea dir="auto" maxLength={2000} value={value.note ?? ''} onChange={(event) => set({ note: orNull(event.target.value) })} />
        </Field>
      </form>
    </Dialog>
  );
}

function pick(row: Processor): CreateProcessorRequest {
  const { name, role, purposes, region, hosts, own_network, data, contract_reference, assessed_on, assessed_until, note, starts_on } = row;
  return { name, role, purposes, region, hosts, own_network, data, contract_reference, assessed_on, assessed_until, note, starts_on };
}
