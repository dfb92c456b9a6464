import type { Contact } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useStages } from '#features/attributes';
import { MarketingMark } from '#features/consents';
import { useTags } from '#features/tags';
import { contactLabel } from '#lib/contact-label.ts';
import { formatPhone } from '#lib/format-phone.ts';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { ContactName } from '../ContactName.tsx';
import { RowTags } from './RowTags.tsx';

/** Props of ContactTable. `selected` is null where nothing can be done to several. */
export interface ContactTableProps {
  contacts: readonly Contact[];
  slug: string;
  selected: ReadonlySet<string> | null;
  onSelectedChange: (selected: ReadonlySet<string>) => void;
  footer: ReactNode;
}

const none = <span className="text-weak">–</span>;

/** Contacts as a table, for a wide screen. */
export function ContactTable({ contacts, slug, selected, onSelectedChange, footer }: ContactTableProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { data: tags = [] } = useTags();
  const { data: stages = [] } = useStages();
  const columns = useMemo<DataColumn<Contact>[]>(
    () => [
      {
        id: 'name',
        header: <Trans>Name</Trans>,
        cell: (contact) => (
          <Link
            to="/w/$slug/contacts/$contactId"
            params={{ slug, contactId: contact.id }}
            tabIndex={-1}
            className="block w-56 rounded-control hover:underline xl:w-64"
          >
            <ContactName contact={contact} withSubline={false} />
          </Link>
        ),
      },
      {
        id: 'phone',
        header: <Trans>Phone or username</Trans>,
        cell: (contact) => (contact.phone ? formatPhone(contact.phone) : contact.username ? `@${contact.username}` : none),
      },
      {
        id: 'stage',
        header: <Trans>Stage</Trans>,
        cell: (contact) => {
          const stage = stages.find(({ id }) => id === contact.stage_id);
          return stage ? (
            <span dir="auto" className="block max-w-28 truncate">
              {stage.name}
            </span>
          ) : (
            none
          );
        },
      },
      {
        id: 'tags',
        header: <Trans>Tags</Trans>,
        cell: (contact) => (contact.tag_ids.length === 0 ? none : <RowTags contact={contact} tags={tags} most={1} />),
      },
      {
        id: 'consent',
        header: <Trans>Marketing</Trans>,
        cell: (contact) => <MarketingMark choice={contact.marketing} className="text-13" />,
      },
      {
        id: 'seen',
        header: <Trans>Last wrote</Trans>,
        align: 'end',
        cell: (contact) =>
          contact.last_seen_at === null ? none : <RelativeTime at={contact.last_seen_at} style="list" className="text-13 text-weak" />,
      },
    ],
    [slug, stages, tags],
  );
  return (
    <DataTable
      label={t`Contacts`}
      columns={columns}
      rows={contacts}
      rowKey={(contact) => contact.id}
      rowLabel={(contact) => contactLabel(contact) ?? t`No name`}
      onOpen={(contact) => void navigate({ to: '/w/$slug/contacts/$contactId', params: { slug, contactId: contact.id } })}
      {...(selected === null ? {} : { selected, onSelectedChange })}
      maxHeight="max(24rem, calc(100dvh - 17rem))"
      footer={footer}
    />
  );
}
