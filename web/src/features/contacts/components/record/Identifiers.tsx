import type { Contact, IdentifierKind } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { useAddPhone, useRemoveIdentifier } from '../../api/mutations.ts';
import { isNoNumber, NumberError } from '../TakenNumber.tsx';

function AddPhoneForm({
  contact,
  slug,
  onMerge,
  onDone,
}: {
  contact: Contact;
  slug: string;
  onMerge: ((otherId: string) => void) | null;
  onDone: () => void;
}) {
  const { t } = useLingui();
  const add = useAddPhone(contact.id);
  const [phone, setPhone] = useState('');
  const refused = isNoNumber(add.error);
  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (phone.trim() !== '') add.mutate(phone.trim(), { onSuccess: onDone });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      {refused ? null : (
        <NumberError
          error={add.error}
          slug={slug}
          action={
            onMerge === null
              ? undefined
              : (holderId) => (
                  <Button size="sm" onClick={() => onMerge(holderId)}>
                    <Trans>Merge</Trans>
                  </Button>
                )
          }
        />
      )}
      <Field
        label={t`Phone number`}
        hint={t`With country code, e.g. +62 812 0000 0000`}
        error={refused ? t`This is not a possible phone number. Is the country code there?` : undefined}
      >
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the press was the wish to type */}
        <Input autoFocus type="tel" maxLength={40} value={phone} onValueChange={setPhone} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="sm" type="submit" variant="primary" loading={add.isPending}>
          <Trans>Add</Trans>
        </Button>
      </div>
    </form>
  );
}

/** By what WhatsApp and the workspace know a person; numbers can be added and taken away. */
export function Identifiers({ contact, slug, onMerge }: { contact: Contact; slug: string; onMerge: ((otherId: string) => void) | null }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const mayWrite = usePermission('contacts:write');
  const remove = useRemoveIdentifier(contact.id);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<{ id: string; text: string } | null>(null);
  const names: Record<IdentifierKind, string> = {
    phone: t`Phone`,
    wa_id: t`WhatsApp number`,
    bsuid: t`User id at WhatsApp`,
    parent_bsuid: t`User id in the company's accounts`,
    username: t`Username`,
    lid: t`Linked id`,
  };
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-2">
        {contact.identifiers.map(({ id, kind, value, first_seen_at: seen }) => {
          const text = kind === 'phone' || kind === 'wa_id' ? format.phone(value) : kind === 'username' ? `@${value}` : value;
          const name = names[kind];
          return (
            <li key={id} className="flex items-center gap-1">
              <span className="min-w-0 flex-1">
                <span className="block text-12 text-weak" title={format.dateTime(seen)}>
                  {name}
                </span>
                <span className="block truncate text-13 text-strong tabular-nums" title={text}>
                  {text}
                </span>
              </span>
              <CopyButton label={t`Copy: ${name}`} text={value} />
              {mayWrite && kind === 'phone' && contact.identifiers.length > 1 ? (
                <IconButton
                  size="sm"
                  label={t`Take away: ${text}`}
                  icon={<Trash2 aria-hidden />}
                  onClick={() => setRemoving({ id, text })}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
      {contact.identifiers.length === 0 ? (
        <p className="text-13 text-weak">
          <Trans>Nothing is known yet.</Trans>
        </p>
      ) : null}
      {!mayWrite ? null : adding ? (
        <AddPhoneForm contact={contact} slug={slug} onMerge={onMerge} onDone={() => setAdding(false)} />
      ) : (
        <Button size="sm" className="self-start" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
          <Trans>Phone number</Trans>
        </Button>
      )}
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            if (!open) setRemoving(null);
          }}
          title={<Trans>Take {removing.text} away from this contact?</Trans>}
          confirmLabel={<Trans>Take the number away</Trans>}
          pending={remove.isPending}
          error={remove.error ? errorSentence(remove.error, i18n) : undefined}
          onConfirm={() => remove.mutate(removing.id, { onSuccess: () => setRemoving(null) })}
        >
          <Trans>Whoever writes from it later becomes a contact of their own. The conversations stay here.</Trans>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
