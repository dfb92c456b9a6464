import type { ContactSummary } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { useUpdateContact } from '../../api/mutations.ts';

/** Gives a contact a name; left empty, the name from WhatsApp counts. */
export function ContactNameForm({
  contact,
  onDone,
}: {
  contact: Pick<ContactSummary, 'id' | 'name' | 'profile_name'>;
  onDone: () => void;
}) {
  const { t } = useLingui();
  const update = useUpdateContact(contact.id);
  const [name, setName] = useState(contact.name ?? '');
  const profileName = contact.profile_name;
  return (
    <form
      className="mt-3 flex w-full flex-col gap-2 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = name.trim();
        update.mutate({ name: wanted === '' || wanted === profileName ? null : wanted }, { onSuccess: onDone });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      <ErrorBanner error={update.error} />
      <Field label={t`Name`} hint={profileName ? t`Leave it empty to use the name from WhatsApp: ${profileName}` : undefined}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the press on the pencil was the wish to type */}
        <Input autoFocus dir="auto" maxLength={200} value={name} onValueChange={setName} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="sm" type="submit" variant="primary" loading={update.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  );
}
