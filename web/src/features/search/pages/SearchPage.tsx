import type { ContactHit, MessageHit } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { Lock, Search as SearchIcon, SearchX, UserRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useMembers } from '#features/members';
import { useNumbers } from '#features/numbers';
import { useWorkspace } from '#features/session';
import { useTags } from '#features/tags';
import { Page } from '#frame/Page.tsx';
import { formatPhone } from '#lib/format-phone.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Input } from '#ui/Input.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useSearchResults } from '../api/queries.ts';
import { Snippet } from '../components/Snippet.tsx';
import type { SearchFilters } from '../fns/search-form.ts';

const any = 'any';

function MessageRow({ hit, slug }: { hit: MessageHit; slug: string }) {
  const { t } = useLingui();
  const { data: members = [] } = useMembers();
  const { contact } = hit;
  const name = contact.name ?? (contact.phone === null ? t`No name` : formatPhone(contact.phone));
  const author =
    hit.author.kind === 'contact'
      ? name
      : hit.author.kind === 'member'
        ? (members.find(({ id }) => id === hit.author.id)?.name ?? t`A former member`)
        : hit.author.kind === 'api_key'
          ? t`API`
          : t`Automatic`;
  return (
    <li>
      <Link
        to="/w/$slug/inbox/$conversationId"
        params={{ slug, conversationId: hit.conversation_id }}
        search={{ message: hit.message_id ?? undefined, status: 'any' }}
        className="flex gap-3 rounded-control px-3 py-2.5 hover:bg-surface-2"
      >
        <Avatar id={contact.id} name={contact.name} size="md" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-center gap-2 text-13">
            <span dir="auto" className="truncate font-medium text-strong">
              {name}
            </span>
            {hit.type === 'note' ? (
              <span className="flex shrink-0 items-center gap-1 text-weak">
                <Lock aria-hidden className="size-3.5" />
                <Trans>Note</Trans>
              </span>
            ) : null}
            {hit.author.kind === 'contact' ? null : (
              <span dir="auto" className="truncate text-weak">
                {author}
              </span>
            )}
            <span className="flex-1" />
            <RelativeTime at={hit.occurred_at} style="list" className="shrink-0 text-12 text-weak tabular-nums" />
          </span>
          <span className="line-clamp-3 text-14 text-normal">
            <Snippet snippet={hit.snippet} />
          </span>
        </span>
      </Link>
    </li>
  );
}

function ContactRow({ hit, slug }: { hit: ContactHit; slug: string }) {
  const { t } = useLingui();
  const { contact } = hit;
  const name = contact.name ?? (contact.phone === null ? t`No name` : formatPhone(contact.phone));
  const matched = hit.matches.find(({ field }) => field !== 'name');
  return (
    <li>
      <Link
        to="/w/$slug/contacts/$contactId"
        params={{ slug, contactId: contact.id }}
        className="flex min-h-12 items-center gap-3 rounded-control px-3 py-2 hover:bg-surface-2"
      >
        <Avatar id={contact.id} name={contact.name} size="md" />
        <span className="flex min-w-0 flex-1 flex-col">
          <span dir="auto" className="truncate text-14 font-medium text-strong">
            {name}
          </span>
          <span className="truncate text-13 text-weak">
            {matched ? <Snippet snippet={matched.snippet} /> : contact.phone === null ? null : formatPhone(contact.phone)}
          </span>
        </span>
        <UserRound aria-hidden className="size-4 shrink-0 text-weak" />
      </Link>
    </li>
  );
}

/** Search over everything that was written and everybody who wrote, with filters; a press jumps to the place. */
export function SearchPage() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const slug = workspace.slug;
  const filters = useSearch({ from: '/w/$slug/search' });
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const format = useFormat();
  const { data: members = [] } = useMembers();
  const { data: numbers = [] } = useNumbers();
  const { data: tags = [] } = useTags();
  const q = decode(hash);
  const [text, setText] = useState(q);
  const [shownFor, setShownFor] = useState(q);
  if (shownFor !== q) {
    setShownFor(q);
    setText(q);
  }
  const boxRef = useRef<HTMLInputElement>(null);
  useEffect(() => boxRef.current?.focus(), []);
  const results = useSearchResults(q, filters);
  const pages = results.data?.pages ?? [];
  const messages = pages.flatMap((page) => page.messages);
  const contacts = pages.flatMap((page) => page.contacts);
  const first = pages[0];
  const last = pages.at(-1);

  function go(wanted: string, next: SearchFilters): void {
    void navigate({ to: '/w/$slug/search', params: { slug }, search: next, hash: encodeURIComponent(wanted), replace: true });
  }
  // Typing searches by itself once it rests.
  useEffect(() => {
    if (text === q) return;
    const timer = setTimeout(() => go(text, filters), 250);
    return () => clearTimeout(timer);
  });
  const put = (change: SearchFilters): void => go(text, { ...filters, ...change });

  return (
    <Page title={t`Search`} description={t`Every message, note and contact of the workspace that you may see.`}>
      <form
        role="search"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          go(text, filters);
        }}
      >
        <Input
          ref={boxRef}
          type="search"
          dir="auto"
          aria-label={t`Search for`}
          placeholder={t`Words, "words together", a name, the end of a phone number`}
          maxLength={500}
          value={text}
          onValueChange={setText}
        />
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
          <Select
            label={t`Look in`}
            value={filters.in ?? any}
            onValueChange={(next) => put({ in: next === any ? undefined : next })}
            options={[
              { value: any, label: t`Everything` },
              { value: 'messages', label: t`Messages and notes` },
              { value: 'contacts', label: t`Contacts` },
            ]}
          />
          <Select
            label={t`Written by`}
            value={filters.direction === 'in' ? 'in' : (filters.member_id ?? filters.direction ?? any)}
            onValueChange={(next) =>
              put({
                direction: next === 'in' || next === 'out' ? next : undefined,
                member_id: next.startsWith('mem_') ? next : undefined,
              })
            }
            options={[
              { value: any, label: t`By anybody` },
              { value: 'in', label: t`By customers` },
              { value: 'out', label: t`By us` },
              ...members.map(({ id, name }) => ({ value: id as string, label: name })),
            ]}
          />
          <Select
            label={t`Number`}
            value={filters.number_id ?? any}
            onValueChange={(next) => put({ number_id: next === any ? undefined : next })}
            options={[
              { value: any, label: t`Any number` },
              ...numbers.map((number) => ({
                value: number.id as string,
                label: number.verified_name ?? format.phone(number.display_phone_number),
              })),
            ]}
          />
          <Select
            label={t`Tag`}
            value={filters.tag_id ?? any}
            onValueChange={(next) => put({ tag_id: next === any ? undefined : next })}
            options={[{ value: any, label: t`Any tag` }, ...tags.map(({ id, name }) => ({ value: id as string, label: name }))]}
          />
          <Select
            label={t`Kind`}
            value={filters.type ?? any}
            onValueChange={(next) => put({ type: next === any ? undefined : next })}
            options={[
              { value: any, label: t`Any kind` },
              { value: 'text', label: t`Text` },
              { value: 'note', label: t`Notes` },
              { value: 'image', label: t`Pictures` },
              { value: 'document', label: t`Documents` },
              { value: 'template', label: t`Templates` },
              { value: 'location', label: t`Places` },
            ]}
          />
          <Input
            type="date"
            aria-label={t`From the day`}
            value={filters.from ?? ''}
            max={filters.until}
            onValueChange={(next) => put({ from: next === '' ? undefined : next })}
          />
          <Input
            type="date"
            aria-label={t`Until the day`}
            value={filters.until ?? ''}
            min={filters.from}
            onValueChange={(next) => put({ until: next === '' ? undefined : next })}
          />
        </div>
      </form>
      {first?.messages_off ? (
        <Banner tone="info">
          <Trans>This workspace does not have messages and notes searched. Only customers are found, by name and number.</Trans>
        </Banner>
      ) : null}
      {first?.indexing ? (
        <Banner tone="info">
          <Trans>What was stored earlier is still being made searchable. Some hits may be missing for now.</Trans>
        </Banner>
      ) : null}
      {q.trim().length < 2 ? (
        <EmptyState picture={<SearchIcon />} title={<Trans>What are you looking for?</Trans>}>
          <Trans>All words must occur; the last one may be its beginning only. The end of a phone number finds its contact.</Trans>
        </EmptyState>
      ) : results.data === undefined ? (
        results.error ? (
          <ErrorState error={results.error} onRetry={() => void results.refetch()} />
        ) : (
          <RowSkeletons label={t`Searching`} rows={6} />
        )
      ) : messages.length === 0 && contacts.length === 0 && !last?.more ? (
        <EmptyState picture={<SearchX />} title={<Trans>Nothing fits</Trans>}>
          <Trans>Try fewer words or another spelling, or take a filter away.</Trans>
        </EmptyState>
      ) : (
        <div aria-busy={results.isPlaceholderData} className="flex flex-col gap-6">
          {contacts.length > 0 ? (
            <section>
              <h2 className="mb-1 px-3 text-13 font-semibold text-weak">
                <Trans>Contacts</Trans>
              </h2>
              <ul>
                {contacts.map((hit) => (
                  <ContactRow key={hit.contact.id} hit={hit} slug={slug} />
                ))}
              </ul>
              {first?.contacts_more && filters.in !== 'contacts' ? (
                <button
                  type="button"
                  onClick={() => put({ in: 'contacts' })}
                  className="px-3 py-1 text-13 font-medium text-accent-text underline underline-offset-3"
                >
                  <Trans>All contacts that fit</Trans>
                </button>
              ) : null}
            </section>
          ) : null}
          {messages.length > 0 ? (
            <section>
              <h2 className="mb-1 px-3 text-13 font-semibold text-weak">
                <Trans>Messages and notes</Trans>
              </h2>
              <ul>
                {messages.map((hit) => (
                  <MessageRow key={hit.message_id ?? hit.entry_id} hit={hit} slug={slug} />
                ))}
              </ul>
            </section>
          ) : null}
          {results.hasNextPage || results.error ? <NextPage query={results} /> : null}
        </div>
      )}
    </Page>
  );
}

/** The text behind the `#`; a broken one is read as it stands. */
function decode(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}
