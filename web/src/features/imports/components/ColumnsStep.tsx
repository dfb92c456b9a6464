import type { ColumnTarget, Import, ImportColumn } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useAttributes } from '#features/attributes';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Switch } from '#ui/Switch.tsx';
import { useUpdateImport } from '../api/queries.ts';
import { columnsProblem, targetKey, targetOf } from '../fns/column-targets.ts';

type NewAttribute = Extract<ColumnTarget, { to: 'new_attribute' }>;

function NewAttributeDialog({
  column,
  onClose,
  onDone,
}: {
  column: ImportColumn;
  onClose: () => void;
  onDone: (target: NewAttribute) => void;
}) {
  const { t } = useLingui();
  const [label, setLabel] = useState(column.header);
  const [type, setType] = useState<NewAttribute['type']>('text');
  const [personal, setPersonal] = useState(true);
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={t`A new attribute for this column`}
      action={
        <Button
          variant="primary"
          disabled={label.trim() === ''}
          onClick={() => onDone({ to: 'new_attribute', label: label.trim(), type, sensitivity: personal ? 'personal' : 'plain' })}
        >
          <Trans>Use it</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t`Name`}>
          <Input dir="auto" maxLength={100} value={label} onValueChange={setLabel} />
        </Field>
        <Field label={t`Kind of value`}>
          <Select
            value={type}
            onValueChange={setType}
            options={[
              { value: 'text', label: t`Text` },
              { value: 'number', label: t`Number` },
              { value: 'date', label: t`Date` },
              { value: 'choice', label: t`Choice, from the values of the column` },
              { value: 'yes_no', label: t`Yes or no` },
            ]}
          />
        </Field>
        <Switch
          label={t`Personal`}
          hint={t`Encrypted under the contact's own key. Off: can be searched by ranges, for example orders above 10.`}
          checked={personal}
          onCheckedChange={setPersonal}
        />
      </div>
    </Dialog>
  );
}

/** Says for each column of the file what its cells become. Every choice is kept at once. */
export function ColumnsStep({ given, onNext }: { given: Import; onNext: () => void }) {
  const { t } = useLingui();
  const { data: attributes = [] } = useAttributes();
  const update = useUpdateImport(given.id);
  const [naming, setNaming] = useState<ImportColumn | null>(null);
  const problem = columnsProblem(given.columns);
  const put = (index: number, target: ColumnTarget): void => update.mutate({ columns: [{ index, target }] });
  return (
    <div className="flex flex-col gap-4">
      <ErrorBanner error={update.error} />
      <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface-1">
        {given.columns.map((column) => {
          const header = column.header || t`Column ${column.index + 1}`;
          const samples = column.samples.slice(0, 3).join(' · ');
          return (
            <li key={column.index} className="grid grid-cols-1 items-center gap-2 px-4 py-3 sm:grid-cols-[1fr_16rem]">
              <div className="min-w-0">
                <p dir="auto" className="truncate text-14 font-medium text-strong">
                  {header}
                </p>
                <p dir="auto" className="truncate text-13 text-weak">
                  {samples || t`All cells are empty`}
                </p>
              </div>
              <Select
                label={t`What ${header} becomes`}
                value={targetKey(column.target)}
                onValueChange={(key) => {
                  const target = targetOf(key);
                  if (target === null) setNaming(column);
                  else put(column.index, target);
                }}
                options={[
                  { value: 'ignore', label: t`Leave out` },
                  { value: 'phone', label: t`Phone number` },
                  { value: 'name', label: t`Name` },
                  { value: 'username', label: t`Username` },
                  { value: 'bsuid', label: t`WhatsApp user id` },
                  { value: 'tags', label: t`Tags` },
                  { value: 'stage', label: t`Stage` },
                  ...attributes.map((attribute) => ({ value: `attribute ${attribute.id}`, label: attribute.label })),
                  { value: 'new', label: t`New attribute…` },
                ]}
              />
            </li>
          );
        })}
      </ul>
      {problem === 'nobody' ? (
        <Banner tone="warn">
          <Trans>Say which column is the phone number (or the WhatsApp user id): by it people are known.</Trans>
        </Banner>
      ) : problem === 'twice' ? (
        <Banner tone="warn">
          <Trans>Two columns become the same thing. Leave one of them out.</Trans>
        </Banner>
      ) : null}
      <div className="flex justify-end">
        <Button variant="primary" disabled={problem !== null || update.isPending} onClick={onNext}>
          <Trans>Next</Trans>
        </Button>
      </div>
      {naming === null ? null : (
        <NewAttributeDialog
          column={naming}
          onClose={() => setNaming(null)}
          onDone={(target) => {
            put(naming.index, target);
            setNaming(null);
          }}
        />
      )}
    </div>
  );
}
