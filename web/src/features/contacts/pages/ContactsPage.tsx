import type { Contact, Segment } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { ContactRound, Download, FileUp, ListFilter, Pencil, SearchX, UserPlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { usePermission, useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { useNarrow } from '#lib/use-narrow.ts';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useSegmentWork } from '../api/mutations.ts';
import { useContactCount, useContacts, useFoundContacts, useSegments } from '../api/queries.ts';
import { ContactCards } from '../components/list/ContactCards.tsx';
import { ContactFilterChips } from '../components/list/ContactFilterChips.tsx';
import { ContactTable } from '../components/list/ContactTable.tsx';
import { EndOfList } from '../components/list/EndOfList.tsx';
import { ExportDialog } from '../components/list/ExportDialog.tsx';
import { FilterSheet } from '../components/list/FilterSheet.tsx';
import { NewContactDialog } from '../components/list/NewContactDialog.tsx';
import { SegmentDialog } from '../components/list/SegmentDialog.tsx';
import { SegmentMenu, SegmentNav } from '../components/list/SegmentNav.tsx';
import { SelectionBar } from '../components/list/SelectionBar.tsx';
import { useCountText } from '../components/use-count-text.ts';
import { useRowKeys } from '../components/use-row-keys.ts';
import { isEmptyFilter, type ContactsSearch } from '../fns/contact-search.ts';

const noContacts: readonly Contact[] = [];
const noSegments: readonly Segment[] = [];
const restMs = 250;

/** What is searched for stands behind the `#`: no server sees it there. */
function useSearchText(): [shown: string, wanted: string, put: (text: string) => void] {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate({ from: '/w/$slug/contacts' });
  const wanted = decodeURIComponent(hash);
  const [text, setText] = useState(wanted);
  const [shownFor, setShownFor] = useState(wanted);
  if (shownFor !== wanted) {
    setShownFor(wanted);
    if (text.trim() !== wanted) setText(wanted);
  }
  useEffect(() => {
    if (text.trim() === wanted) return;
    const timer = setTimeout(() => void navigate({ search: true, hash: encodeURIComponent(text.trim()), replace: true }), restMs);
    return () => clearTimeout(timer);
  }, [text, wanted, navigate]);
  return [text, wanted, setText];
}

/** Everybody the workspace knows: by segment, filtered, or searched for. */
export function ContactsPage() {
  const { t, i18n } = useLingui();
  const segmentWork = useSegmentWork();
  const { workspace } = useWorkspace();
  const slug = workspace.slug;
  const search = useSearch({ from: '/w/$slug/contacts' });
  const navigate = useNavigate({ from: '/w/$slug/contacts' });
  const narrow = useNarrow();
  const mayWrite = usePermission('contacts:write');
  const mayManage = usePermission('contacts:manage');
  const mayExport = usePermission('contacts:export');
  const [text, wanted, setText] = useSearchText();
  const searchRef = useRef<HTMLInputElement>(null);
  const [dialog, setDialog] = useState<'filter' | 'export' | 'segment' | 'change-segment' | 'segment-filter' | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const selection = { segment: search.segment, filter: search.filter, sort: search.sort };
  const searching = wanted !== '';
  const listed = useContacts(selection, !searching);
  const found = useFoundContacts(wanted);
  const list = searching ? found : listed;
  const segments = useSegments().data ?? noSegments;
  const segment = segments.find(({ id }) => id === search.segment) ?? null;
  const narrowed = !isEmptyFilter(search.filter);
  const { data: count } = useContactCount({ segment: search.segment, filter: search.filter }, !searching);
  const countText = useCountText();
  const contacts = list.data ?? noContacts;
  const chosen = contacts.filter(({ id }) => selected.has(id));
  const close = (): void => setDialog(null);

  function go(next: ContactsSearch, replace = true): void {
    setSelected(new Set());
    void navigate({ search: next, hash: '', replace });
  }
  const { new: isNew, ...place } = search;
  const openNew = (open: boolean): void => void navigate({ search: open ? { ...place, new: true } : place, hash: true, replace: !open });

  const group = t`Contacts`;
  useRowKeys(group);
  useActions([
    { id: 'contacts-search', label: t`Search contacts`, group, keys: '/', keysOnly: true, run: () => searchRef.current?.focus() },
    { id: 'contacts-filter', label: t`Filter contacts`, group, keys: 'f', run: () => setDialog('filter') },
    ...(mayWrite ? [{ id: 'contacts-new', label: t`New contact`, group, keys: 'n', keysOnly: true, run: () => openNew(true) }] : []),
    ...(mayExport ? [{ id: 'contacts-export', label: t`Export contacts`, group, run: () => setDialog('export') }] : []),
    ...(chosen.length > 0
      ? [{ id: 'contacts-none', label: t`Choose none`, group, keys: 'escape', run: () => setSelected(new Set()) }]
      : []),
  ]);

  const newButton = mayWrite ? (
    <Button variant="primary" icon={<UserPlus aria-hidden />} onClick={() => openNew(true)}>
      <Trans>New contact</Trans>
    </Button>
  ) : null;
  const importLink = mayManage ? (
    <ButtonLink to="/w/$slug/contacts/imports" params={{ slug }} icon={<FileUp aria-hidden />}>
      <Trans>Import</Trans>
    </ButtonLink>
  ) : null;
  const end = (
    <EndOfList
      hasMore={list.hasNextPage}
      loading={list.isFetchingNextPage}
      error={list.isFetchNextPageError ? list.error : null}
      onLoadMore={() => void list.fetchNextPage()}
    />
  );
  const nothing = searching ? (
    <EmptyState
      picture={<SearchX />}
      title={<Trans>Nobody found</Trans>}
      action={
        <Button onClick={() => setText('')}>
          <Trans>Show all</Trans>
        </Button>
      }
    >
      <Trans>No contact has this name or number. A number is found when it is written whole.</Trans>
    </EmptyState>
  ) : narrowed || search.segment !== undefined ? (
    <EmptyState
      picture={<SearchX />}
      title={<Trans>Nobody fits</Trans>}
      action={
        <Button onClick={() => go({})}>
          <Trans>Show all contacts</Trans>
        </Button>
      }
    >
      {narrowed ? <Trans>No contact fits all of this at the moment.</Trans> : <Trans>Nobody is in this segment at the moment.</Trans>}
    </EmptyState>
  ) : (
    <EmptyState
      picture={<ContactRound />}
      title={<Trans>No contacts yet</Trans>}
      action={
        <>
          {importLink}
          {newButton}
        </>
      }
    >
      <Trans>
        Whoever writes to one of your numbers appears here by themselves. Customers you know already can be imported from a CSV file.
      </Trans>
    </EmptyState>
  );

  return (
    <Page
      width="wide"
      title={t`Contacts`}
      description={t`Everybody who has written to you or was added, with what you know about them.`}
      action={
        <>
          {importLink}
          {mayExport ? (
            <IconButton variant="outline" label={t`Export contacts`} icon={<Download aria-hidden />} onClick={() => setDialog('export')} />
          ) : null}
          {newButton}
        </>
      }
    >
      <div className="grid gap-5 xl:grid-cols-[13rem_minmax(0,1fr)]">
        {narrow ? null : (
          <div className="max-xl:hidden">
            <SegmentNav segments={segments} current={search.segment} slug={slug} />
          </div>
        )}
        <div className="flex min-w-0 flex-col gap-3">
          <div className="xl:hidden">
            <SegmentMenu
              segments={segments}
              current={search.segment}
              onGo={(next) => go(next === undefined ? {} : { segment: next }, false)}
            />
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <SearchInput
              ref={searchRef}
              label={t`Name or whole phone number`}
              clearLabel={t`Empty the search`}
              value={text}
              onValueChange={setText}
              className="min-w-40 flex-1 max-sm:w-full max-sm:flex-none"
            />
            <Button icon={<ListFilter aria-hidden />} disabled={searching} onClick={() => setDialog('filter')}>
              <Trans>Filter</Trans>
            </Button>
            <Select
              label={t`Sort by`}
              className="w-auto"
              disabled={searching}
              value={search.sort ?? 'activity'}
              onValueChange={(sort) => {
                const { sort: _before, ...rest } = place;
                go(sort === 'created' ? { ...rest, sort } : rest);
              }}
              options={[
                { value: 'activity', label: t`Wrote last first` },
                { value: 'created', label: t`Newest first` },
              ]}
            />
          </div>
          {searching ? (
            <p className="text-13 text-weak">
              <Trans>Searching all contacts.</Trans>
            </p>
          ) : narrowed || segment ? (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
              {search.filter && narrowed ? (
                <ContactFilterChips
                  filter={search.filter}
                  onChange={(filter) => {
                    const { filter: _before, ...rest } = place;
                    go(isEmptyFilter(filter) ? rest : { ...rest, filter });
                  }}
                  // What narrows a segment further is no filter of its own.
                  onSave={mayWrite && search.segment === undefined ? () => setDialog('segment') : null}
                />
              ) : null}
              {segment && mayWrite && (!segment.shared || mayManage) ? (
                <>
                  <Button size="sm" variant="ghost" icon={<Pencil aria-hidden />} onClick={() => setDialog('change-segment')}>
                    <Trans>Change the segment</Trans>
                  </Button>
                  <Button size="sm" variant="ghost" icon={<ListFilter aria-hidden />} onClick={() => setDialog('segment-filter')}>
                    <Trans>Change its conditions</Trans>
                  </Button>
                </>
              ) : null}
            </div>
          ) : null}
          {list.data ? <ErrorBanner error={list.isFetchNextPageError ? null : list.error} onRetry={() => void list.refetch()} /> : null}
          <Card flush>
            {list.isPending ? (
              <RowSkeletons label={t`Loading the contacts`} rows={8} />
            ) : !list.data ? (
              <ErrorState error={list.error} onRetry={() => void list.refetch()} />
            ) : contacts.length === 0 && !list.hasNextPage ? (
              nothing
            ) : (
              <>
                {chosen.length > 0 ? <SelectionBar chosen={chosen} onClear={() => setSelected(new Set())} /> : null}
                {narrow ? (
                  <ContactCards
                    contacts={contacts}
                    slug={slug}
                    onNearEnd={() => {
                      if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
                    }}
                    footer={end}
                  />
                ) : (
                  <ContactTable
                    contacts={contacts}
                    slug={slug}
                    selected={mayWrite ? selected : null}
                    onSelectedChange={setSelected}
                    footer={end}
                  />
                )}
              </>
            )}
          </Card>
          {count && !searching && contacts.length > 0 ? (
            <p className="px-1 text-13 text-weak tabular-nums" role="status">
              {t`${plural(count.count, { one: `${countText(count)} contact`, other: `${countText(count)} contacts` })}`}
            </p>
          ) : null}
        </div>
      </div>
      {dialog === 'filter' ? (
        <FilterSheet
          filter={search.filter}
          segment={search.segment}
          onClose={close}
          onApply={(filter) => {
            const { filter: _before, ...rest } = place;
            close();
            go(isEmptyFilter(filter) ? rest : { ...rest, filter });
          }}
        />
      ) : null}
      {dialog === 'segment-filter' && segment ? (
        <FilterSheet
          filter={segment.filter}
          segment={undefined}
          onClose={close}
          onApply={(filter) => {
            close();
            segmentWork.change.mutate(
              { id: segment.id, body: { filter } },
              {
                onSuccess: () => notify({ title: t`Segment saved` }),
                onError: (error) => notify({ tone: 'bad', title: t`Not changed`, description: errorSentence(error, i18n) }),
              },
            );
          }}
        />
      ) : null}
      {dialog === 'export' ? <ExportDialog filter={search.filter} segment={search.segment} onClose={close} /> : null}
      {dialog === 'segment' || dialog === 'change-segment' ? (
        <SegmentDialog
          segment={dialog === 'segment' ? null : segment}
          filter={dialog === 'segment' ? (search.filter ?? null) : null}
          onClose={close}
          onSaved={(saved) => {
            close();
            notify({ title: t`Segment saved` });
            go({ segment: saved.id }, false);
          }}
          onDeleted={() => {
            close();
            go({});
          }}
        />
      ) : null}
      {mayWrite && isNew === true ? (
        <NewContactDialog
          slug={slug}
          onClose={() => openNew(false)}
          onCreated={(contact) =>
            void navigate({ to: '/w/$slug/contacts/$contactId', params: { slug, contactId: contact.id }, search: {} })
          }
        />
      ) : null}
    </Page>
  );
}
