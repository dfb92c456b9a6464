import type { Contact } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import {
  Baby,
  Ban,
  ChevronLeft,
  CircleCheck,
  Download,
  Ellipsis,
  Eraser,
  Link2,
  Merge,
  MessageSquare,
  Pencil,
  SearchX,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ConsentPanel, MarketingMark } from '#features/consents';
import { EraseDialog, ErasureNotice } from '#features/erasures';
import { useNumbers } from '#features/numbers';
import { usePermission, useWorkspace } from '#features/session';
import { contactLabel, contactSubline } from '#lib/contact-label.ts';
import { countryName } from '#lib/countries.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '#ui/Menu.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { notify } from '#ui/toasts.ts';
import { useContact, useContactConversations } from '../api/queries.ts';
import { BlockedBadge, RestrictedBadge } from '../components/ContactName.tsx';
import { AttributeList } from '../components/record/AttributeList.tsx';
import { BlockDialog, BlockNotice } from '../components/record/BlockDialog.tsx';
import { ChildReportDialog } from '../components/record/ChildReportDialog.tsx';
import { ContactConversations } from '../components/record/ContactConversations.tsx';
import { ContactNameForm } from '../components/record/ContactNameForm.tsx';
import { ContactNotes } from '../components/record/ContactNotes.tsx';
import { ContactTags } from '../components/record/ContactTags.tsx';
import { Identifiers } from '../components/record/Identifiers.tsx';
import { ImportedMessages } from '../components/record/ImportedMessages.tsx';
import { MergeDialog } from '../components/record/MergeDialog.tsx';
import { MergeHistory } from '../components/record/MergeHistory.tsx';
import { PersonExportDialog } from '../components/record/PersonExportDialog.tsx';
import { StageField } from '../components/record/StageField.tsx';
import { Timeline } from '../components/record/Timeline.tsx';
import type { ContactPageSearch, ContactTab } from '../fns/contact-page-search.ts';

/** A page of its own look: the person stands in its head. */
function Frame({ title, slug, children }: { title: string; slug: string; children: ReactNode }) {
  return (
    <div className="h-full overflow-y-auto">
      <title>{`${title} · Kabar`}</title>
      <div className="mx-auto max-w-270 px-4 pt-5 pb-16 sm:px-8">
        <Link
          to="/w/$slug/contacts"
          params={{ slug }}
          className="-ml-1.5 mb-2 inline-flex min-h-8 items-center gap-1 rounded-control px-1.5 text-13 font-medium text-weak hover:text-strong"
        >
          <ChevronLeft aria-hidden className="size-4" />
          <Trans>Contacts</Trans>
        </Link>
        {children}
      </div>
    </div>
  );
}

/** Leads to the conversation; where there are several, to the one with the number that is chosen. */
function ConversationButton({ contactId, slug }: { contactId: string; slug: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const { data: numbers = [] } = useNumbers();
  const { data: conversations = [] } = useContactConversations(contactId, true);
  const [first, second] = conversations;
  if (!first) return null;
  if (!second) {
    return (
      <ButtonLink
        to="/w/$slug/inbox/$conversationId"
        params={{ slug, conversationId: first.id }}
        search={{ status: 'any' }}
        variant="primary"
        icon={<MessageSquare aria-hidden />}
      >
        <Trans>Open the conversation</Trans>
      </ButtonLink>
    );
  }
  return (
    <Menu
      trigger={
        <Button variant="primary" icon={<MessageSquare aria-hidden />}>
          <Trans>Open a conversation</Trans>
        </Button>
      }
    >
      {conversations.map((conversation) => {
        const number = numbers.find(({ id }) => id === conversation.number_id);
        return (
          <MenuLink
            key={conversation.id}
            render={
              <Link to="/w/$slug/inbox/$conversationId" params={{ slug, conversationId: conversation.id }} search={{ status: 'any' }} />
            }
          >
            {number ? (number.verified_name ?? format.phone(number.display_phone_number)) : t`Another number`}
          </MenuLink>
        );
      })}
    </Menu>
  );
}

function Head({
  contact,
  slug,
  onMerge,
  onExport,
  onBlock,
  onErase,
  onChild,
}: {
  contact: Contact;
  slug: string;
  onMerge: () => void;
  onExport: () => void;
  onBlock: () => void;
  onErase: () => void;
  onChild: () => void;
}) {
  const { t, i18n } = useLingui();
  const mayWrite = usePermission('contacts:write');
  const mayManage = usePermission('contacts:manage');
  const mayExport = usePermission('contacts:export');
  const mayInbox = usePermission('conversations:read');
  const mayErase = usePermission('privacy:requests');
  const [renaming, setRenaming] = useState(false);
  const label = contactLabel(contact);
  const subline = contactSubline(contact);

  async function copyLink(): Promise<void> {
    const link = `${location.origin}/w/${slug}/contacts/${contact.id}`;
    try {
      await navigator.clipboard.writeText(link);
      notify({ title: t`Link copied` });
    } catch {
      notify({ tone: 'bad', title: t`The browser did not allow copying`, description: link });
    }
  }

  const group = t`Contact`;
  useActions([
    { id: 'contact-link', label: t`Copy the link`, group, run: () => void copyLink() },
    ...(mayWrite ? [{ id: 'contact-name', label: t`Change the name`, group, keys: 'e', run: () => setRenaming(true) }] : []),
    ...(mayWrite ? [{ id: 'contact-block', label: contact.blocked ? t`Unblock` : t`Block`, group, run: onBlock }] : []),
    ...(mayManage ? [{ id: 'contact-merge', label: t`Merge with another contact`, group, run: onMerge }] : []),
    ...(mayExport ? [{ id: 'contact-export', label: t`Export everything about this person`, group, run: onExport }] : []),
    ...(mayErase ? [{ id: 'contact-erase', label: t`Erase this person`, group, run: onErase }] : []),
    ...(mayErase ? [{ id: 'contact-child', label: t`Report a child`, group, run: onChild }] : []),
  ]);

  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Avatar id={contact.id} name={contact.name ?? contact.profile_name} size="xl" />
      <div className="min-w-0 flex-1 basis-48">
        {renaming ? (
          <div className="max-w-90">
            <h1 className="sr-only">{label ?? t`No name`}</h1>
            <ContactNameForm contact={contact} onDone={() => setRenaming(false)} />
          </div>
        ) : (
          <>
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <h1 dir="auto" className="min-w-0 text-20 font-semibold tracking-tight wrap-anywhere text-strong">
                {label ?? <Trans>No name</Trans>}
              </h1>
              {mayWrite ? (
                <IconButton size="sm" label={t`Change the name`} icon={<Pencil aria-hidden />} onClick={() => setRenaming(true)} />
              ) : null}
              {contact.blocked ? <BlockedBadge /> : null}
              {contact.restricted ? <RestrictedBadge /> : null}
            </div>
            <p className="flex flex-wrap gap-x-3 text-13 text-weak tabular-nums">
              {subline ? <span>{subline}</span> : null}
              {contact.profile_name && contact.profile_name !== label ? (
                <span dir="auto">
                  <Trans>In WhatsApp: {contact.profile_name}</Trans>
                </span>
              ) : null}
              {contact.country ? <span>{countryName(contact.country, i18n.locale)}</span> : null}
              {contact.last_seen_at ? (
                <span>
                  <Trans>
                    Last wrote: <RelativeTime at={contact.last_seen_at} />
                  </Trans>
                </span>
              ) : null}
              <span className="flex gap-1">
                <Trans>Marketing:</Trans>
                <MarketingMark choice={contact.marketing} />
              </span>
            </p>
          </>
        )}
      </div>
      <div className="flex items-center gap-2">
        {mayInbox ? <ConversationButton contactId={contact.id} slug={slug} /> : null}
        <Menu trigger={<IconButton variant="outline" label={t`More`} icon={<Ellipsis aria-hidden />} />}>
          <MenuItem icon={<Link2 aria-hidden />} onClick={() => void copyLink()}>
            <Trans>Copy the link</Trans>
          </MenuItem>
          {mayManage ? (
            <MenuItem icon={<Merge aria-hidden />} onClick={onMerge}>
              <Trans>Merge with another contact</Trans>
            </MenuItem>
          ) : null}
          {mayExport ? (
            <MenuItem icon={<Download aria-hidden />} onClick={onExport}>
              <Trans>Export everything</Trans>
            </MenuItem>
          ) : null}
          {mayWrite ? (
            <>
              <MenuSeparator />
              <MenuItem
                danger={!contact.blocked}
                icon={contact.blocked ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
                onClick={onBlock}
              >
                {contact.blocked ? <Trans>Unblock</Trans> : <Trans>Block</Trans>}
              </MenuItem>
            </>
          ) : null}
          {mayErase ? (
            <MenuItem danger icon={<Eraser aria-hidden />} onClick={onErase}>
              <Trans>Erase…</Trans>
            </MenuItem>
          ) : null}
          {mayErase ? (
            <MenuItem danger icon={<Baby aria-hidden />} onClick={onChild}>
              <Trans>Report a child</Trans>
            </MenuItem>
          ) : null}
        </Menu>
      </div>
    </header>
  );
}

/** Everything about one person: how to reach them, what is known, what they agreed to, what happened. */
export function ContactPage({ contactId }: { contactId: string }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const slug = workspace.slug;
  const { tab = 'timeline', merge } = useSearch({ from: '/w/$slug/contacts/$contactId' });
  const navigate = useNavigate();
  const mayManage = usePermission('contacts:manage');
  const mayConsent = usePermission('consent:read');
  const mayInbox = usePermission('conversations:read');
  const query = useContact(contactId);
  const [dialog, setDialog] = useState<'export' | 'block' | 'erase' | 'child' | null>(null);
  const contact = query.data;

  function go(next: ContactPageSearch, replace = true): void {
    void navigate({ to: '/w/$slug/contacts/$contactId', params: { slug, contactId: contact?.id ?? contactId }, search: next, replace });
  }
  const tabSearch = tab === 'timeline' ? {} : { tab };

  if (!contact) {
    return (
      <Frame title={t`Contact`} slug={slug}>
        {!query.error ? (
          <RowSkeletons label={t`Loading the contact`} rows={5} />
        ) : query.error instanceof KabarError && query.error.code === 'not_found' ? (
          <EmptyState picture={<SearchX />} title={<Trans>This contact does not exist (any more)</Trans>}>
            <Trans>It may have been removed, or the link belongs to another workspace.</Trans>
          </EmptyState>
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Frame>
    );
  }

  const side = (
    <div className="flex flex-col gap-4">
      <Card title={<Trans>How to reach them</Trans>}>
        <Identifiers contact={contact} slug={slug} onMerge={mayManage ? (otherId) => go({ ...tabSearch, merge: otherId }, false) : null} />
      </Card>
      <Card title={<Trans>Stage and tags</Trans>}>
        <div className="flex flex-col gap-3">
          <StageField contact={contact} />
          <ContactTags contact={contact} />
        </div>
      </Card>
      <Card title={<Trans>Attributes</Trans>}>
        <AttributeList contact={contact} />
      </Card>
      <Card title={<Trans>Notes</Trans>} description={<Trans>Only your team sees them.</Trans>}>
        <ContactNotes contactId={contact.id} />
      </Card>
    </div>
  );
  return (
    <Frame title={contactLabel(contact) ?? t`Contact`} slug={slug}>
      <Head
        contact={contact}
        slug={slug}
        onMerge={() => go({ ...tabSearch, merge: 'choose' }, false)}
        onExport={() => setDialog('export')}
        onBlock={() => setDialog('block')}
        onErase={() => setDialog('erase')}
        onChild={() => setDialog('child')}
      />
      <ErasureNotice contactId={contact.id} />
      {contact.blocked ? (
        <div className="mt-4">
          <BlockNotice contactId={contact.id} />
        </div>
      ) : null}
      <div className="mt-5 grid gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
        {side}
        <div className="min-w-0">
          <Tabs<ContactTab>
            label={t`About the contact`}
            value={tab}
            onValueChange={(next) => go(next === 'timeline' ? {} : { tab: next })}
            items={[
              { value: 'timeline', label: t`Timeline`, content: <Timeline contactId={contact.id} slug={slug} /> },
              ...(mayInbox
                ? [
                    {
                      value: 'conversations' as const,
                      label: t`Conversations`,
                      content: (
                        <>
                          <ContactConversations contact={contact} slug={slug} />
                          <ImportedMessages contactId={contact.id} />
                        </>
                      ),
                    },
                  ]
                : []),
              ...(mayConsent ? [{ value: 'consent' as const, label: t`Consent`, content: <ConsentPanel contactId={contact.id} /> }] : []),
              { value: 'merges', label: t`Merges`, content: <MergeHistory contactId={contact.id} /> },
            ]}
          />
        </div>
      </div>
      {mayManage && merge !== undefined ? (
        <MergeDialog
          contact={contact}
          otherId={merge === 'choose' ? null : merge}
          onChoose={(otherId) => go({ ...tabSearch, merge: otherId ?? 'choose' })}
          onClose={() => go(tabSearch)}
        />
      ) : null}
      {dialog === 'export' ? <PersonExportDialog contactId={contact.id} onClose={() => setDialog(null)} /> : null}
      {dialog === 'erase' ? <EraseDialog contactId={contact.id} name={contactLabel(contact)} onClose={() => setDialog(null)} /> : null}
      {dialog === 'child' ? <ChildReportDialog contact={contact} onClose={() => setDialog(null)} /> : null}
      {dialog === 'block' ? <BlockDialog contact={contact} onClose={() => setDialog(null)} /> : null}
    </Frame>
  );
}
