import type { CreateApiKeyResponse, Permission } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { Controller, useForm, type Path } from 'react-hook-form';
import { useWorkspace } from '#features/session';
import { useFormIssues } from '#lib/use-form-issues.ts';
import { Button } from '#ui/Button.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useCreateApiKey } from '../api/mutations.ts';
import { expiryOf, type ExpiryChoice } from '../fns/expiry.ts';
import { isIpRange, splitIpRanges } from '../fns/ip-range.ts';
import { scopesOf } from '../fns/scope-words.ts';
import { NewKey } from './NewKey.tsx';
import { ScopeField } from './ScopeField.tsx';

interface KeyValues {
  name: string;
  scopes: Permission[];
  expiry: ExpiryChoice;
  until: string | null;
  addresses: string;
}

function fieldOf(path: string): Path<KeyValues> | null {
  if (path === 'name') return 'name';
  if (path.startsWith('scopes')) return 'scopes';
  if (path.startsWith('ip_allowlist')) return 'addresses';
  return path === 'expires_at' ? 'until' : null;
}

function KeyForm({
  id,
  error,
  onSubmit,
}: {
  id: string;
  error: unknown;
  onSubmit: (values: KeyValues, showIssues: (error: unknown) => void) => void;
}) {
  const { t } = useLingui();
  const { permissions } = useWorkspace();
  const form = useForm<KeyValues>({
    mode: 'onTouched',
    defaultValues: { name: '', scopes: scopesOf('send_and_receive', permissions), expiry: '1y', until: null, addresses: '' },
  });
  const { errors } = form.formState;
  const showIssues = useFormIssues(form, fieldOf);
  const [openedAt] = useState(() => new Date().toISOString());

  function checkAddresses(text: string): string | true {
    const wrong = splitIpRanges(text).find((part) => !isIpRange(part));
    return wrong === undefined || t`“${wrong}” is not an address or range.`;
  }

  return (
    <form
      id={id}
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => void form.handleSubmit((values) => onSubmit(values, showIssues))(event)}
    >
      <ErrorBanner error={error} />
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
        render={({ field }) => <ScopeField value={field.value} onValueChange={field.onChange} error={errors.scopes?.message} />}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t`Valid`}>
          <Controller
            control={form.control}
            name="expiry"
            render={({ field }) => (
              <Select
                value={field.value}
                onValueChange={field.onChange}
                options={[
                  { value: '30d', label: t`30 days` },
                  { value: '90d', label: t`90 days` },
                  { value: '1y', label: t`One year` },
                  { value: 'date', label: t`Until a day` },
                  { value: 'never', label: t`For ever` },
                ]}
              />
            )}
          />
        </Field>
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
      <Field
        label={t`Only from these addresses`}
        optional
        error={errors.addresses?.message}
        hint={t`One address or range per line, such as 203.0.113.0/24. Empty: from anywhere.`}
      >
        <Textarea rows={2} spellCheck={false} className="font-mono text-13" {...form.register('addresses', { validate: checkAddresses })} />
      </Field>
    </form>
  );
}

/** Makes an API key and then shows it, once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const formId = useId();
  const create = useCreateApiKey();
  const [made, setMade] = useState<CreateApiKeyResponse | null>(null);

  if (made) {
    return (
      <Dialog
        open
        keepOpen
        onOpenChange={onClose}
        title={t`Copy the key now`}
        description={t`It is shown this once. Only its hash is kept.`}
        footer={
          <Button variant="primary" onClick={onClose}>
            <Trans>I have copied it</Trans>
          </Button>
        }
      >
        <NewKey apiKey={made.key} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      title={t`Create an API key`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" form={formId} loading={create.isPending}>
            <Trans>Create the key</Trans>
          </Button>
        </>
      }
    >
      <KeyForm
        id={formId}
        error={create.error}
        onSubmit={(values, showIssues) =>
          create.mutate(
            {
              name: values.name.trim(),
              scopes: values.scopes,
              ip_allowlist: splitIpRanges(values.addresses),
              expires_at: expiryOf(values.expiry, values.until, Date.now()),
            },
            { onSuccess: setMade, onError: showIssues },
          )
        }
      />
    </Dialog>
  );
}
