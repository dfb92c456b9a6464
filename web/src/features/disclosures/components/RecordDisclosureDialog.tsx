import type { CreateDisclosureRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useDisclosureAction } from '../api/queries.ts';

type ContactIds = CreateDisclosureRequest['contact_ids'];

/** Ids of contacts in a text: from links to contacts, or alone. */
function contactIdsIn(text: string): ContactIds {
  // The pattern is that of a contact's public id.
  return [...new Set(text.match(/ctc_[0-7][0-9a-hjkmnp-tv-z]{25}/g) ?? [])] as ContactIds;
}

/** Records what an authority asks for. */
export function RecordDisclosureDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const act = useDisclosureAction();
  const [text, setText] = useState({
    authority: '',
    country: 'ID',
    reference: '',
    request: '',
    legal_basis: '',
    received_on: '',
    due_on: '',
    contacts: '',
  });
  const [scope, setScope] = useState<'persons' | 'workspace'>('persons');
  const [tried, setTried] = useState(false);
  const set = (change: Partial<typeof text>): void => setText({ ...text, ...change });
  const contactIds = contactIdsIn(text.contacts);
  const need = (value: string): string | undefined => (tried && value.trim().length < 3 ? t`Write at least a few letters.` : undefined);
  const isComplete =
    [text.authority, text.reference, text.request, text.legal_basis].every((value) => value.trim().length >= 3) &&
    /^[A-Z]{2}$/.test(text.country) &&
    text.received_on !== '' &&
    (scope === 'workspace' || contactIds.length > 0);

  function save(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (!isComplete) return;
    act.mutate(
      {
        do: 'record',
        body: {
          authority: text.authority.trim(),
          country: text.country,
          reference: text.reference.trim(),
          request: text.request.trim(),
          legal_basis: text.legal_basis.trim(),
          received_on: text.received_on,
          due_on: text.due_on === '' ? null : text.due_on,
          scope,
          contact_ids: scope === 'persons' ? contactIds : [],
        },
      },
      { onSuccess: onClose },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      size="lg"
      onOpenChange={onClose}
      title={t`Record a request`}
      description={t`Nothing is exported before a second person has approved it.`}
      action={
        <Button variant="primary" type="submit" form="disclosure" loading={act.isPending}>
          <Trans>Record</Trans>
        </Button>
      }
    >
      <form id="disclosure" noValidate className="flex flex-col gap-4" onSubmit={save}>
        <ErrorBanner error={act.error} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t`Authority`} error={need(text.authority)}>
            <Input dir="auto" maxLength={200} value={text.authority} onValueChange={(authority) => set({ authority })} />
          </Field>
          <Field label={t`Its reference`} error={need(text.reference)}>
            <Input dir="auto" maxLength={200} value={text.reference} onValueChange={(reference) => set({ reference })} />
          </Field>
          <Field label={t`Country`} hint={t`Two letters, such as ID, SG or EU.`}>
            <Input
              maxLength={2}
              className="uppercase"
              value={text.country}
              onValueChange={(country) => set({ country: country.toUpperCase() })}
            />
          </Field>
          <Field label={t`Law it names`} error={need(text.legal_basis)}>
            <Input dir="auto" maxLength={1000} value={text.legal_basis} onValueChange={(legal_basis) => set({ legal_basis })} />
          </Field>
          <Field label={t`Received on`} error={tried && text.received_on === '' ? t`Choose a day.` : undefined}>
            <Input type="date" value={text.received_on} onValueChange={(received_on) => set({ received_on })} />
          </Field>
          <Field label={t`Answer by`} optional>
            <Input type="date" value={text.due_on} onValueChange={(due_on) => set({ due_on })} />
          </Field>
        </div>
        <Field label={t`What is asked for`} error={need(text.request)}>
          <Textarea dir="auto" maxLength={8000} value={text.request} onChange={(event) => set({ request: event.target.value })} />
        </Field>
        <RadioGroup
          label={t`Whose data`}
          cards
          value={scope}
          onValueChange={setScope}
          options={[
            { value: 'persons', label: t`That of certain people`, hint: t`The usual case. Give no more than is asked for.` },
            { value: 'workspace', label: t`That of the whole workspace`, hint: t`Only when the law really asks for everybody.` },
          ]}
        />
        {scope === 'workspace' ? null : (
          <Field
            label={t`Contacts`}
            hint={t`Paste the links or ids of up to 50 contacts. Found: ${contactIds.length}`}
            error={tried && contactIds.length === 0 ? t`Paste at least one link or id of a contact.` : undefined}
          >
            <Textarea spellCheck={false} value={text.contacts} onChange={(event) => set({ contacts: event.target.value })} />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
