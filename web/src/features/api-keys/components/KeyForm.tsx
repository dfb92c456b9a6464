import type { ApiKey, Permission } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Controller, useForm, type Path } from 'react-hook-form';
import { useWorkspace } from '#features/session';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { Banner } from '#ui/Banner.tsx';
import { NumberField, SelectField } from '#ui/ControlledFields.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import type { ExpiryChoice } from '../fns/expiry.ts';
import { scopesOf } from '../fns/scope-words.ts';
import { AddressesField, LockoutConsent } from './AddressesField.tsx';
import { ScopeField } from './ScopeField.tsx';

const mostPerSecond = 10_000;

/** What the form of a key holds. `expiry` "keep" leaves it as it is. */
export interface KeyValues {
  name: string;
  scopes: Permission[];
  expiry: ExpiryChoice | 'keep';
  until: string | null;
  addresses: string;
  perSecond: number | null;
  confirmed: boolean;
}

function fieldOf(path: string): Path<KeyValues> | null {
  if (path === 'name') return 'name';
  if (path.startsWith('scopes')) return 'scopes';
  if (path.startsWith('ip_allowlist')) return 'addresses';
  if (path === 'requests_per_second') return 'perSecond';
  return path === 'expires_at' ? 'until' : null;
}

/** Props of KeyForm. `apiKey`: the one that is changed, null for a new one. `shutsOut`: addresses in use that the list leaves out; `onAskAnew` forgets them. */
export interface KeyFormProps {
  id: string;
  apiKey: ApiKey | null;
  error: unknown;
  shutsOut: readonly string[];
  onAskAnew: () => void;
  onSubmit: (values: KeyValues, showIssues: (error: unknown) => void) => void;
}

/** What a key is called, may do, from where, how often and for how long. */
export function KeyForm({ id, apiKey, error, shutsOut, onAskAnew, onSubmit }: KeyFormProps) {
  const { t } = useLingui();
  const { permissions } = useWorkspace();
  const form = useForm<KeyValues>({
    mode: 'onTouched',
    defaultValues: {
      name: apiKey?.name ?? '',
      scopes: apiKey?.scopes ?? scopesOf('send_and_receive', permissions),
      expiry: apiKey ? 'keep' : '1y',
      until: null,
      addresses: apiKey?.ip_allowlist.join('\n') ?? '',
      perSecond: apiKey?.requests_per_second ?? null,
      confirmed: false,
    },
  });
  const { errors } = form.formState;
  const showIssues = useFormIssues(form, fieldOf);
  const [openedAt] = useState(() => new Date().toISOString());

  return (
    <form
      id={id}
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => void form.handleSubmit((values) => onSubmit(values, showIssues))(event)}
    >
      <ErrorBanner error={shutsOut.length > 0 ? null : error} />
      <Field label={t`Name`} error={errors.name?.message} hint={t`Where it is used, for example “Web shop”.`}>
        <Input
          maxLength={100}
          autoComplete="off"
          {...form.register('name', { validate: (name) => name.trim() !== '' || t`Give the key a name.` })}
        />
      </Field>
      <Controller
        control={form.control}
        name="scopes"
        rules={{ validate: (scopes) => scopes.length > 0 || t`Choose at least one.` }}
        render={({ field }) => (
          <ScopeField
            initialSet={apiKey ? 'own' : 'send_and_receive'}
            value={field.value}
            onValueChange={field.onChange}
            error={errors.scopes?.message}
          />
        )}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t`Valid`}
          control={form.control}
          name="expiry"
          options={[
            ...(apiKey ? [{ value: 'keep' as const, label: t`As it is` }] : []),
            { value: '30d', label: t`30 days` },
            { value: '90d', label: t`90 days` },
            { value: '1y', label: t`One year` },
            { value: 'date', label: t`Until a day` },
            { value: 'never', label: t`For ever` },
          ]}
        />
        {form.watch('expiry') === 'date' ? (
          <Field label={t`Last day`} error={errors.until?.message}>
            <Controller
              control={form.control}
              name="until"
              rules={{ validate: (until) => (until !== null && until > openedAt) || t`Choose a day that is still to come.` }}
              render={({ field }) => <DateTimeInput dateOnly min={openedAt} value={field.value} onValueChange={field.onChange} />}
            />
          </Field>
        ) : null}
      </div>
      <AddressesField
        label={t`Only from these addresses`}
        rows={2}
        error={errors.addresses?.message}
        control={form.control}
        name="addresses"
        onEdited={() => {
          form.setValue('confirmed', false);
          onAskAnew();
        }}
      />
      {shutsOut.length > 0 ? (
        <Banner tone="warn" title={t`This shuts somebody out`}>
          <LockoutConsent control={form.control} name="confirmed" shutsOut={shutsOut} />
        </Banner>
      ) : null}
      <NumberField
        label={t`Requests a second`}
        optional
        error={errors.perSecond?.message}
        hint={t`Empty: as many as this installation allows every key.`}
        control={form.control}
        name="perSecond"
        max={mostPerSecond}
      />
    </form>
  );
}
