import type { Contact, Tag } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { usePermission } from '#features/session';
import { TagChip, TagDot, useTags } from '#features/tags';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { PickList } from '#ui/PickList.tsx';
import { notify } from '#ui/toasts.ts';
import { useChangeTags } from '../../api/mutations.ts';

/** The tags of a contact; each press counts at once. */
export function ContactTags({ contact }: { contact: Pick<Contact, 'id' | 'tag_ids'> }) {
  const { t, i18n } = useLingui();
  const mayWrite = usePermission('contacts:write');
  const { data: tags = [] } = useTags();
  const change = useChangeTags(contact.id);
  const own = tags.filter(({ id }) => contact.tag_ids.includes(id));

  function toggle(tag: Tag): void {
    change.mutate(contact.tag_ids.includes(tag.id) ? { remove: [tag.id] } : { add: [tag.id] }, {
      onError: (error) => notify({ tone: 'bad', title: t`Not changed`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {own.map((tag) => (
        <TagChip key={tag.id} tag={tag} onRemove={mayWrite ? () => toggle(tag) : undefined} />
      ))}
      {mayWrite ? (
        <PickList
          label={t`Tags of the contact`}
          placeholder={t`Find a tag`}
          emptyText={tags.length === 0 ? t`There are no tags yet. Managers make them in the settings.` : t`No tag has this name.`}
          multiple
          chosen={contact.tag_ids}
          groups={[{ items: tags.map((tag) => ({ value: tag.id, label: tag.name, icon: <TagDot color={tag.color} /> })) }]}
          onPick={(id) => {
            const tag = tags.find((candidate) => candidate.id === id);
            if (tag) toggle(tag);
          }}
          trigger={
            <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} className="h-6 px-1.5 text-12">
              <Trans>Tag</Trans>
            </Button>
          }
        />
      ) : own.length === 0 ? (
        <span className="text-13 text-weak">
          <Trans>None</Trans>
        </span>
      ) : null}
    </div>
  );
}
