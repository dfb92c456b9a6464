import type { Contact, ContactSummary, Conversation, IdentifierKind, WhatsAppNumber } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ConsentLine } from '#features/consents';
import {
  AttributeList,
  BlockedBadge,
  RestrictedBadge,
  ContactNameForm,
  ContactNotes,
  ContactTags,
  StageField,
  useContact,
} from '#features/contacts';
import { usePermission } from '#features/session';
import { useNow } from '#lib/clock.ts';
import { contactLabel, contactSubline } from '#lib/contact-label.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { CountBadge } from '#ui/Badge.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { useConversationsOfContact } from '../api/queries.ts';
import { listSearch } from '../fns/inbox-search.ts';
import { windowState } from '../fns/window-state.ts';
import { useNumberLabel } from './ConversationList.tsx';
import { ConversationTags } from './customer/ConversationTags.tsx';
import { WindowChip } from './WindowChip.tsx';

/** Props of CustomerPane. */
export interface CustomerPaneProps {
  conversation: Conversation;
  slug: string;
  numbers: readonly WhatsAppNumber[];
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t border-line px-4 py-4">
      <h3 className="mb-2 text-12 font-semibold text-weak">{title}</h3>
      {children}
    </section>
  );
}

function Identifiers({ contact }: { contact: ContactSummary }) {
  const { t } = useLingui();
  const format = useFormat();
  const names: Record<IdentifierKind, string> = {
    phone: t`Phone`,
    wa_id: t`WhatsApp number`,
    bsuid: t`User id at WhatsApp`,
    parent_bsuid: t`User id in the company's accounts`,
    username: t`Username`,
    lid: t`Linked id`,
  };
  const phoneDigits = contact.phone?.replaceAll(/\D/g, '');
  // A WhatsApp number that is the phone number says nothing new.
  const known = contact.identifiers.filter(({ kind, value }) => kind !== 'wa_id' || value.replaceAll(/\D/g, '') !== phoneDigits);
  const hasPhone = contact.phone === null || known.some(({ kind }) => kind === 'phone');
  const shown: { kind: IdentifierKind; value: string }[] = hasPhone ? known : [{ kind: 'phone', value: contact.phone ?? '' }, ...known];
  if (shown.length === 0) {
    return (
      <p className="text-13 text-weak">
        <Trans>Nothing is known yet.</Trans>
      </p>
    );
  }
  return (
    <dl className="flex flex-col gap-2">
      {shown.map(({ kind, value }) => {
        const text = kind === 'phone' || kind === 'wa_id' ? format.phone(value) : kind === 'username' ? `@${value}` : value;
        const name = names[kind];
        return (
          <div key={`${kind} ${value}`}>
            <dt className="text-12 text-weak">{name}</dt>
            <dd className="flex items-center gap-2 text-13 text-strong tabular-nums">
              <span className="min-w-0 flex-1 truncate" title={text}>
                {text}
              </span>
              <CopyButton label={t`Copy: ${name}`} text={value} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function OtherConversations({ conversation, slug, numbers }: CustomerPaneProps) {
  const { t } = useLingui();
  const numberLabel = useNumberLabel();
  const query = useConversationsOfContact(conversation.contact.id);
  const others = query.data?.filter(({ id }) => id !== conversation.id) ?? [];
  if (others.length === 0) return null;
  return (
    <Part title={<Trans>Also writes to</Trans>}>
      <ul className="-mx-2">
        {others.map((other) => {
          const number = numbers.find(({ id }) => id === other.number_id);
          const count = other.unread_count;
          return (
            <li key={other.id}>
              <Link
                to="/w/$slug/inbox/$conversationId"
                params={{ slug, conversationId: other.id }}
                search={listSearch}
                className="flex min-h-10 items-center gap-2 rounded-control px-2 hover:bg-surface-2"
              >
                <span className="min-w-0 flex-1 truncate text-13 text-strong">{number ? numberLabel(number) : t`Another number`}</span>
                <CountBadge count={count} label={t`${count} unread`} />
                <RelativeTime at={other.last_activity_at} style="list" className="text-12 text-weak" />
              </Link>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function Head({ contact, slug }: { contact: ContactSummary; slug: string }) {
  const { t } = useLingui();
  const mayRename = usePermission('contacts:write');
  const mayOpen = usePermission('contacts:read');
  const [renaming, setRenaming] = useState(false);
  const label = contactLabel(contact);
  const subline = contactSubline(contact);
  return (
    <div className="flex flex-col items-center px-4 pt-6 pb-4 text-center">
      <Avatar id={contact.id} name={contact.name ?? contact.profile_name} size="xl" />
      {renaming ? (
        <ContactNameForm contact={contact} onDone={() => setRenaming(false)} />
      ) : (
        <>
          <div className="mt-3 flex max-w-full items-center gap-1">
            <p dir="auto" className="min-w-0 text-16 font-semibold wrap-anywhere text-strong">
              {label ?? <Trans>No name</Trans>}
            </p>
            {mayRename ? (
              <IconButton size="sm" label={t`Change the name`} icon={<Pencil aria-hidden />} onClick={() => setRenaming(true)} />
            ) : null}
          </div>
          {contact.profile_name && contact.profile_name !== label ? (
            <p dir="auto" className="text-13 wrap-anywhere text-weak">
              <Trans>In WhatsApp: {contact.profile_name}</Trans>
            </p>
          ) : null}
          {subline ? <p className="text-13 text-weak tabular-nums">{subline}</p> : null}
          {contact.blocked || contact.restricted ? (
            <div className="mt-2 flex flex-wrap gap-2">
              {contact.blocked ? <BlockedBadge /> : null}
              {contact.restricted ? <RestrictedBadge /> : null}
            </div>
          ) : null}
          {mayOpen ? (
            <ButtonLink to="/w/$slug/contacts/$contactId" params={{ slug, contactId: contact.id }} size="sm" className="mt-3">
              <Trans>Everything about them</Trans>
            </ButtonLink>
          ) : null}
        </>
      )}
    </div>
  );
}

function Record({ contact, conversation }: { contact: Contact; conversation: Conversation }) {
  return (
    <>
      <Part title={<Trans>Stage</Trans>}>
        <StageField contact={contact} />
      </Part>
      <Part title={<Trans>Tags of the customer</Trans>}>
        <ContactTags contact={contact} />
      </Part>
      <Part title={<Trans>Tags of the conversation</Trans>}>
        <ConversationTags conversation={conversation} />
      </Part>
      <Part title={<Trans>Attributes</Trans>}>
        <AttributeList contact={contact} />
      </Part>
      <Part title={<Trans>Notes about the customer</Trans>}>
        <ContactNotes contactId={contact.id} />
      </Part>
    </>
  );
}

/** Who the customer is, what they have chosen, what is known about them, and where else they write. */
export function CustomerPane({ conversation, slug, numbers }: CustomerPaneProps) {
  const format = useFormat();
  const now = useNow();
  const { data: record } = useContact(conversation.contact.id);
  const contact = record ?? conversation.contact;
  const state = windowState(conversation.window, now);
  const number = numbers.find(({ id }) => id === conversation.number_id);
  const numberLabel = useNumberLabel();
  return (
    <div className="pb-6">
      <Head contact={contact} slug={slug} />
      <Part title={<Trans>Marketing messages</Trans>}>
        <ConsentLine contact={contact} />
      </Part>
      <Part title={<Trans>Service window</Trans>}>
        <WindowChip window={conversation.window} className="text-13" />
        <p className="mt-1 text-13 text-weak">
          {state.kind === 'closed' || conversation.window.expires_at === null ? (
            <Trans>It opens for 24 hours when the customer writes. Until then only templates can be sent.</Trans>
          ) : (
            <Trans>Any message is possible until {format.dateTime(conversation.window.expires_at)}.</Trans>
          )}
        </p>
      </Part>
      {record ? <Record contact={record} conversation={conversation} /> : null}
      <Part title={<Trans>How to reach them</Trans>}>
        <Identifiers contact={contact} />
      </Part>
      <OtherConversations conversation={conversation} slug={slug} numbers={numbers} />
      <Part title={<Trans>About this conversation</Trans>}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-13">
          <dt className="text-weak">
            <Trans>First seen</Trans>
          </dt>
          <dd className="text-right text-strong">{format.date(contact.created_at)}</dd>
          {number ? (
            <>
              <dt className="text-weak">
                <Trans>Your number</Trans>
              </dt>
              <dd dir="auto" className="min-w-0 truncate text-right text-strong">
                {numberLabel(number)}
              </dd>
            </>
          ) : null}
        </dl>
      </Part>
    </div>
  );
}
