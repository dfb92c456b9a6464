import type { ContactSummary, Conversation, IdentifierKind, WhatsAppNumber } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { usePermission } from '#features/session';
import { useNow } from '#lib/clock.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Badge, CountBadge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { useRename } from '../api/mutations.ts';
import { useContact, useConversationsOfContact } from '../api/queries.ts';
import { contactLabel, contactSubline } from '#lib/contact-label.ts';
import { listSearch } from '../fns/inbox-search.ts';
import { windowState } from '../fns/window-state.ts';
import { useNumberLabel } from './ConversationList.tsx';
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

function NameForm({ contact, conversationId, onDone }: { contact: ContactSummary; conversationId: string; onDone: () => void }) {
  const { t } = useLingui();
  const rename = useRename(contact.id, conversationId);
  const [name, setName] = useState(contact.name ?? '');
  const profileName = contact.profile_name;
  return (
    <form
      className="mt-3 flex w-full flex-col gap-2 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = name.trim();
        rename.mutate(wanted === '' || wanted === profileName ? null : wanted, { onSuccess: onDone });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      <ErrorBanner error={rename.error} />
      <Field label={t`Name`} hint={profileName ? t`Leave it empty to use the name from WhatsApp: ${profileName}` : undefined}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the press on the pencil was the wish to type */}
        <Input autoFocus dir="auto" maxLength={200} value={name} onValueChange={setName} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="sm" type="submit" variant="primary" loading={rename.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
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

function Marketing({ contact }: { contact: ContactSummary }) {
  switch (contact.marketing) {
    case 'stopped':
      return (
        <>
          <Badge tone="bad" dot>
            <Trans>Stopped</Trans>
          </Badge>
          <p className="mt-1 text-13 text-weak">
            <Trans>The customer does not want marketing messages; they are not sent.</Trans>
          </p>
        </>
      );
    case 'resumed':
      return (
        <Badge tone="good" dot>
          <Trans>Wanted again</Trans>
        </Badge>
      );
    case 'unset':
      return (
        <p className="text-13 text-normal">
          <Trans>The customer has not said anything about it in WhatsApp.</Trans>
        </p>
      );
  }
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

/** Who the customer is, what they have chosen, and where else they write. */
export function CustomerPane({ conversation, slug, numbers }: CustomerPaneProps) {
  const { t } = useLingui();
  const format = useFormat();
  const now = useNow();
  const mayRename = usePermission('contacts:write');
  const [renaming, setRenaming] = useState(false);
  const { data: contact = conversation.contact } = useContact(conversation.contact.id);
  const state = windowState(conversation.window, now);
  const label = contactLabel(contact);
  const subline = contactSubline(contact);
  const number = numbers.find(({ id }) => id === conversation.number_id);
  const numberLabel = useNumberLabel();
  return (
    <div className="pb-6">
      <div className="flex flex-col items-center px-4 pt-6 pb-4 text-center">
        <Avatar id={contact.id} name={contact.name ?? contact.profile_name} size="xl" />
        {renaming ? (
          <NameForm contact={contact} conversationId={conversation.id} onDone={() => setRenaming(false)} />
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
          </>
        )}
      </div>
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
      <Part title={<Trans>How to reach them</Trans>}>
        <Identifiers contact={contact} />
      </Part>
      <Part title={<Trans>Marketing messages</Trans>}>
        <Marketing contact={contact} />
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
