import type { PrivacyRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { notify } from '#ui/toasts.ts';
import { useCorrectRequest } from '../api/mutations.ts';

/** Looks for the contact behind a request by a phone number, and takes it. */
export function FindPerson({ request }: { request: PrivacyRequest }) {
  const { t } = useLingui();
  const { api } = useWorkspace();
  const correct = useCorrectRequest(request.id);
  const [phone, setPhone] = useState('');
  const find = useMutation({
    mutationFn: async () => (await api.contacts.list({ phone: phone.trim(), limit: 1 })).data[0] ?? null,
    onSuccess: (contact) => {
      if (contact === null) return;
      correct.mutate({ contact_id: contact.id }, { onSuccess: () => notify({ title: t`Found: ${contact.name ?? contact.phone ?? ''}` }) });
    },
  });
  const isMissing = find.isSuccess && find.data === null;
  return (
    <form
      className="flex w-full flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        find.mutate();
      }}
    >
      <ErrorBanner error={find.error ?? correct.error} />
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t`Phone number of the person`} error={isMissing ? t`No contact has this number.` : undefined}>
          <Input value={phone} onValueChange={setPhone} inputMode="tel" />
        </Field>
        <Button variant="primary" type="submit" loading={find.isPending || correct.isPending} disabled={phone.trim().length < 5}>
          <Trans>Look for them</Trans>
        </Button>
      </div>
    </form>
  );
}
