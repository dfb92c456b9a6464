import { Trans, useLingui } from '@lingui/react/macro';
import { useDeferredValue, useState } from 'react';
import { contactLabel } from '#lib/contact-label.ts';
import { formatPhone } from '#lib/format-phone.ts';
import { Combobox, type ComboboxOption } from '#ui/Combobox.tsx';
import { Field } from '#ui/Field.tsx';
import { useContactsNamed, useLastCustomers } from '../api/queries.ts';

/** Whom a message goes to: a phone number, or a contact of the workspace. */
export type Customer = { label: string } & ({ to: string } | { contact_id: string });

/** Props of CustomerField. */
export interface CustomerFieldProps {
  numberId: string | null;
  value: Customer | null;
  onValueChange: (customer: Customer) => void;
  error: string | undefined;
  /** The number belongs to the emulator, which has phones to look at. */
  isEmulator: boolean;
}

const keyOf = (customer: Customer): string => ('to' in customer ? customer.to : customer.contact_id);

/** The phone number that a text is, as the API takes it; null when it is none. */
function phoneIn(text: string): string | null {
  const digits = text.replaceAll(/[\s()./-]/g, '');
  return /^\+?\d{7,15}$/.test(digits) ? `+${digits.replace('+', '')}` : null;
}

/** Finds whom to send to: those who wrote last, contacts by name, or any phone number. */
export function CustomerField({ numberId, value, onValueChange, error, isEmulator }: CustomerFieldProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const last = useLastCustomers(numberId);
  const phone = phoneIn(wanted);
  const isChosen = value !== null && value.label === wanted;
  const named = useContactsNamed(phone === null && !isChosen ? wanted : '');
  const customers = new Map<string, Customer & { hint: string | undefined }>();
  const add = (customer: Customer, hint?: string): void => {
    if (!customers.has(keyOf(customer))) customers.set(keyOf(customer), { ...customer, hint });
  };
  if (phone !== null) add({ label: formatPhone(phone), to: phone }, t`this number`);
  for (const contact of [...(last.data ?? []).map((conversation) => conversation.contact), ...(named.data ?? [])]) {
    const label = contactLabel(contact) ?? contact.id;
    const hint = contact.phone ? formatPhone(contact.phone) : undefined;
    const fits = wanted === '' || isChosen || `${label} ${contact.phone ?? ''}`.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());
    if (fits) add(contact.phone ? { label, to: contact.phone } : { label, contact_id: contact.id }, hint === label ? undefined : hint);
  }
  if (value !== null) add(value);
  const options = [...customers].map(([key, { label, hint }]): ComboboxOption => ({ value: key, label, hint }));
  return (
    <Field
      label={t`To`}
      error={error}
      aside={
        isEmulator ? (
          <a href="/phone" target="_blank" rel="noreferrer" className="text-accent-text underline underline-offset-3">
            <Trans>Open the simulated phone</Trans>
          </a>
        ) : null
      }
    >
      <Combobox
        options={options}
        value={value === null ? null : keyOf(value)}
        placeholder={t`Name or phone number with country code`}
        emptyText={<Trans>No contact of this name. Type a phone number with its country code.</Trans>}
        onSearch={setText}
        onValueChange={(key) => {
          const customer = customers.get(key);
          if (!customer) return;
          const { hint: _hint, ...chosen } = customer;
          onValueChange(chosen);
        }}
      />
    </Field>
  );
}
