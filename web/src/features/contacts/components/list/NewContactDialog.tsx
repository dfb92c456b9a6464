import type { Contact } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useStages } from '#features/attributes';
import { TagDot, useTags } from '#features/tags';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { PickList } from '#ui/PickList.tsx';
import { Select } from '#ui/Select.tsx';
import { useCreateContact } from '../../api/mutations.ts';
import { isNoNumber, NumberHolder } from '../TakenNumber.tsx';

const none = 'none';

/** Adds one person by hand. */
export function NewContactDialog({
  slug,
  onClose,
  onCreated,
}: {
  slug: string;
  onClose: () => void;
  onCreated: (contact: Contact) => void;
}) {
  const { t } = useLingui();
  const { data: stages = [] } = useStages();
  const { data: tags = [] } = useTags();
  const create = useCreateContact();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [stageId, setStageId] = useState<Contact['stage_id']>(null);
  const [tagIds, setTagIds] = useState<Contact['tag_ids']>([]);
  const [missing, setMissing] = useState(false);
  const refused = isNoNumber(create.error);
  const holder = create.data && !create.data.isNew ? create.data.contact : null;

  function send(): void {
    setMissing(phone.trim() === '');
    if (phone.trim() === '') return;
    create.mutate(
      {
        phone: phone.trim(),
        ...(name.trim() === '' ? {} : { name: name.trim() }),
        ...(stageId === null ? {} : { stage_id: stageId }),
        ...(tagIds.length === 0 ? {} : { tag_ids: tagIds }),
      },
      {
        onSuccess: ({ contact, isNew }) => {
          if (isNew) onCreated(contact);
        },
      },
    );
  }

  return (
    <Dialog
      open
      keepOpen
      onOpenChange={onClose}
      size="sm"
      title={t`New contact`}
      description={t`Whoever writes to you becomes a contact by themselves. This is for somebody who has not written yet.`}
      action={
        <Button variant="primary" type="submit" form="contact-form" loading={create.isPending}>
          <Trans>Add the contact</Trans>
        </Button>
      }
    >
      <form
        id="contact-form"
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {refused ? null : <ErrorBanner error={create.error} />}
        {holder ? <NumberHolder contactId={holder.id} slug={slug} /> : null}
        <Field
          label={t`Phone number`}
          hint={t`With country code, e.g. +62 812 0000 0000`}
          error={
            missing ? t`Write the phone number.` : refused ? t`This is not a possible phone number. Is the country code there?` : undefined
          }
        >
          <Input type="tel" autoComplete="off" maxLength={40} value={phone} onValueChange={setPhone} />
        </Field>
        <Field label={t`Name`} optional>
          <Input dir="auto" autoComplete="off" maxLength={200} value={name} onValueChange={setName} />
        </Field>
        {stages.length > 0 ? (
          <Field label={t`Stage`} optional>
            <Select
              value={stageId ?? none}
              // Ids that the list of stages gave.
              onValueChange={(id) => setStageId(id === none ? null : (id as Contact['stage_id']))}
              options={[{ value: none, label: t`No stage` }, ...stages.map((stage) => ({ value: stage.id as string, label: stage.name }))]}
            />
          </Field>
        ) : null}
        {tags.length > 0 ? (
          <Field label={t`Tags`} optional>
            <PickList
              label={t`Tags`}
              placeholder={t`Find a tag`}
              emptyText={t`No tag has this name.`}
              multiple
              chosen={tagIds}
              groups={[{ items: tags.map((tag) => ({ value: tag.id, label: tag.name, icon: <TagDot color={tag.color} /> })) }]}
              onPick={(id) => {
                const known = tags.find((tag) => tag.id === id);
                if (known) setTagIds(tagIds.includes(known.id) ? tagIds.filter((other) => other !== id) : [...tagIds, known.id]);
              }}
              trigger={
                <Button className="w-full justify-start font-normal">
                  {tagIds.length === 0
                    ? t`None`
                    : tags
                        .filter(({ id }) => tagIds.includes(id))
                        .map((tag) => tag.name)
                        .join(', ')}
                </Button>
              }
            />
          </Field>
        ) : null}
      </form>
    </Dialog>
  );
}
