import type { Contact } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useStages } from '#features/attributes';
import { MarketingMark } from '#features/consents';
import { useTags } from '#features/tags';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { VirtualList } from '#ui/VirtualList.tsx';
import { ContactName } from '../ContactName.tsx';
import { RowTags } from './RowTags.tsx';

/** Contacts one below the other, for a narrow screen. */
export function ContactCards({
  contacts,
  slug,
  onNearEnd,
  footer,
}: {
  contacts: readonly Contact[];
  slug: string;
  onNearEnd: () => void;
  footer: ReactNode;
}) {
  const { t } = useLingui();
  const { data: tags = [] } = useTags();
  const { data: stages = [] } = useStages();
  return (
    <div className="h-[max(24rem,calc(100dvh-19rem))]">
      <VirtualList<Contact>
        label={t`Contacts`}
        items={contacts}
        itemKey={(contact) => contact.id}
        estimatePx={96}
        onNearEnd={onNearEnd}
        footer={footer}
        renderItem={(contact) => {
          const stage = stages.find(({ id }) => id === contact.stage_id);
          return (
            <Link
              to="/w/$slug/contacts/$contactId"
              params={{ slug, contactId: contact.id }}
              className="flex flex-col gap-2 border-b border-line px-4 py-3 -outline-offset-2"
            >
              <span className="flex items-start gap-2">
                <span className="min-w-0 flex-1">
                  <ContactName contact={contact} />
                </span>
                {contact.last_seen_at === null ? null : (
                  <RelativeTime at={contact.last_seen_at} style="list" className="shrink-0 text-12 text-weak tabular-nums" />
                )}
              </span>
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1 pl-11 text-13">
                <MarketingMark choice={contact.marketing} />
                {stage ? (
                  <span dir="auto" className="truncate text-normal">
                    {stage.name}
                  </span>
                ) : null}
                {contact.tag_ids.length > 0 ? <RowTags contact={contact} tags={tags} /> : null}
              </span>
            </Link>
          );
        }}
      />
    </div>
  );
}
