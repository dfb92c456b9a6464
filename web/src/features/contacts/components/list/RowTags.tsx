import type { Contact, Tag } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { TagChip } from '#features/tags';

/** The tags of a row as far as they fit, and how many more there are. */
export function RowTags({ contact, tags, most = 2 }: { contact: Contact; tags: readonly Tag[]; most?: number }) {
  const { t } = useLingui();
  const own = tags.filter(({ id }) => contact.tag_ids.includes(id));
  const rest = own.slice(most);
  const names = rest.map(({ name }) => name).join(', ');
  return (
    <span className="flex min-w-0 items-center gap-1">
      {own.slice(0, most).map((tag) => (
        <span key={tag.id} className="min-w-0 max-w-32">
          <TagChip tag={tag} />
        </span>
      ))}
      {rest.length > 0 ? (
        <span title={names} aria-label={t`and ${names}`} role="img" className="text-12 text-weak tabular-nums">
          +{rest.length}
        </span>
      ) : null}
    </span>
  );
}
