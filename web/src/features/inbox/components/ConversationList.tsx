import type { BulkAction, BulkChange, Conversation, Member, Tag, WhatsAppNumber } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ArrowUp, CheckCheck, MessagesSquare, SearchX } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { useMembers } from '#features/members';
import { usePermission, useWorkspace } from '#features/session';
import { useTags } from '#features/tags';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { LoadMore } from '#ui/LoadMore.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { VirtualList } from '#ui/VirtualList.tsx';
import { useConversations } from '../api/queries.ts';
import { useWork } from '../api/work.ts';
import { narrowingsOf, type ListFilter } from '../fns/inbox-search.ts';
import { shortNumberLabels } from '../fns/number-labels.ts';
import { filterKey } from '../fns/places.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { BulkBar } from './list/BulkBar.tsx';
import { BulkProgress } from './list/BulkProgress.tsx';
import { ListHeader } from './list/ListHeader.tsx';
import { useSelection } from './list/use-selection.ts';
import { useSteadyRows } from './use-steady-rows.ts';

/** Props of ConversationList. */
export interface ConversationListProps {
  slug: string;
  filter: ListFilter;
  savedId: string | undefined;
  onFilterChange: (filter: ListFilter, savedId: string | undefined) => void;
  numbers: readonly WhatsAppNumber[];
  openId: string | null;
}

/** Short name of a number: what the business called it, else the phone number. */
export function useNumberLabel(): (number: WhatsAppNumber) => string {
  const format = useFormat();
  return (number) => number.verified_name ?? format.phone(number.display_phone_number);
}

/** What the list says when it is empty: why, and what to do next. */
function NothingHere(props: Pick<ConversationListProps, 'filter' | 'slug' | 'numbers' | 'onFilterChange'>) {
  const { filter, slug, numbers, onFilterChange } = props;
  const { t } = useLingui();
  const maySetUp = usePermission('numbers:write');
  const hasPhone = numbers.some(({ provider, status }) => provider === 'emulator' && status !== 'disconnected');
  const narrowed = narrowingsOf(filter).length > 0;
  const showAll = (
    <Button onClick={() => onFilterChange({}, undefined)}>
      <Trans>Show all conversations</Trans>
    </Button>
  );
  if (filter.unread === 'true' && narrowingsOf(filter).length === 1) {
    return (
      <EmptyState compact picture={<CheckCheck />} title={<Trans>Everything is read</Trans>} action={showAll}>
        <Trans>New messages of customers appear here by themselves.</Trans>
      </EmptyState>
    );
  }
  if (narrowed) {
    return (
      <EmptyState compact picture={<SearchX />} title={<Trans>Nothing matches these filters</Trans>} action={showAll}>
        <Trans>Take a filter away above, or look at all conversations.</Trans>
      </EmptyState>
    );
  }
  if (filter.view === 'mine' || filter.view === 'unassigned' || filter.status !== undefined || filter.sort !== undefined) {
    const title =
      filter.status === 'snoozed'
        ? t`Nothing is snoozed`
        : filter.status === 'resolved'
          ? t`Nothing is resolved yet`
          : filter.view === 'mine'
            ? t`Nothing is assigned to you`
            : filter.view === 'unassigned'
              ? t`Everything has somebody`
              : t`Nobody waits for an answer`;
    return (
      <EmptyState compact picture={<CheckCheck />} title={title} action={showAll}>
        {filter.view === 'mine' ? (
          <Trans>Take a conversation with the key A, or wait until one is assigned to you.</Trans>
        ) : (
          <Trans>Conversations appear here by themselves.</Trans>
        )}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      compact
      picture={<MessagesSquare />}
      title={<Trans>No open conversations</Trans>}
      action={
        maySetUp ? (
          <Button variant="primary" nativeButton={false} render={<Link to="/w/$slug/first-steps" params={{ slug }} />}>
            <Trans>To the first steps</Trans>
          </Button>
        ) : null
      }
      link={
        hasPhone ? (
          <a href="/phone" target="_blank" rel="noreferrer" className="text-accent-text underline underline-offset-3">
            <Trans>Open the simulated phone</Trans>
          </a>
        ) : null
      }
    >
      <Trans>When a customer writes to one of your numbers, the conversation appears here. Try it: write “hello” from a phone.</Trans>
    </EmptyState>
  );
}

/** The list of conversations: where one is, what narrows it, the rows, and what can be done to several. */
export function ConversationList({ slug, filter, savedId, onFilterChange, numbers, openId }: ConversationListProps) {
  const { t, i18n } = useLingui();
  const list = useConversations(filter, openId, false);
  const pinned = useConversations(filter, openId, true);
  const key = `${filterKey(filter)} ${savedId ?? ''}`;
  const steady = useSteadyRows(list.conversations ?? noConversations, key);
  const selection = useSelection(key);
  const paneRef = useRef<HTMLDivElement>(null);
  // Where the focus is on its way to: the next key may come before it is there.
  const goingTo = useRef<string | null>(null);
  const [reveal, setReveal] = useState<number | undefined>(undefined);
  const [bulk, setBulk] = useState<BulkAction | null>(null);
  const work = useWork();
  const mayWork = usePermission('conversations:write');
  const { data: members = noMembers } = useMembers();
  const { data: tags = noTags } = useTags();
  const { memberId } = useWorkspace();
  const format = useFormat();
  // With one number chosen, its name on every row says nothing.
  const labels =
    numbers.length > 1 && filter.number_id === undefined
      ? shortNumberLabels(numbers.map((number) => ({ ...number, phone: format.phone(number.display_phone_number) })))
      : null;
  const rows = [...(pinned.conversations ?? noConversations), ...steady.rows];
  const rowIds: readonly string[] = rows.map(({ id }) => id);
  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const waitingCount = steady.waitingCount;
  const selecting = selection.ids.size > 0;
  const showsAssignees = filter.view !== 'mine' && filter.view !== 'unassigned';

  function focusedId(): string | null {
    if (goingTo.current !== null) return goingTo.current;
    return document.activeElement?.closest<HTMLElement>('[data-conversation]')?.dataset['conversation'] ?? openId;
  }

  /** Moves the focus by one row from where it is, else from the open conversation. */
  function step(by: 1 | -1): void {
    const from = rowIds.indexOf(focusedId() ?? '');
    const next = from === -1 ? (by === 1 ? 0 : -1) : from + by;
    const target = rows[next];
    if (!target) return;
    steady.touch();
    setReveal(next);
    goingTo.current = target.id;
    // The row may only come into the page with the scroll.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        paneRef.current?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(target.id)}"]`)?.focus({ preventScroll: true });
        setReveal(undefined);
        goingTo.current = null;
      }),
    );
  }

  const handleSelect = useCallback(
    (id: string, extend: boolean) => {
      if (extend) selection.extend(id, rowIds);
      else selection.toggle(id);
    },
    [selection, rowIds],
  );

  async function handleBulk(change: BulkChange): Promise<void> {
    const action = await work.changeMany(
      selection.everything ? { filter } : { conversation_ids: chosen.slice(0, mostAtOnce).map(({ id }) => id) },
      change,
    );
    if (action === null) return;
    setBulk(action);
    // What was tagged may get a second tag; what was resolved is out of sight.
    if (change.add_tag_ids === undefined && change.remove_tag_ids === undefined) selection.clear();
  }
  const handleUndo = useCallback(
    (id: string) => {
      void work.undoMany(id);
    },
    [work],
  );
  const handleDone = useCallback(() => setBulk((current) => current), []);

  useActions([
    { id: 'inbox-next', label: t`Next conversation`, group: t`Inbox`, keys: 'j', keysOnly: true, run: () => step(1) },
    { id: 'inbox-previous', label: t`Previous conversation`, group: t`Inbox`, keys: 'k', keysOnly: true, run: () => step(-1) },
    {
      id: 'inbox-open',
      label: t`Open the conversation`,
      group: t`Inbox`,
      keys: 'enter',
      keysOnly: true,
      native: true,
      run: () => undefined,
    },
    ...(mayWork
      ? [
          {
            id: 'inbox-choose',
            label: t`Choose the conversation for several`,
            group: t`Inbox`,
            keys: 'x',
            keysOnly: true,
            run: () => {
              const id = focusedId();
              if (id !== null && rowIds.includes(id)) selection.toggle(id);
            },
          },
        ]
      : []),
    ...(selecting ? [{ id: 'inbox-choose-none', label: t`Choose none`, group: t`Inbox`, keys: 'escape', run: selection.clear }] : []),
  ]);

  const isLoading = list.conversations === null;
  return (
    <section aria-label={t`Conversations`} className="flex h-full min-h-0 flex-col bg-surface-1">
      <ListHeader
        filter={filter}
        savedId={savedId}
        numbers={numbers}
        onFilterChange={onFilterChange}
        bulkBar={
          selecting ? (
            <BulkBar
              selection={selection}
              loadedIds={rowIds}
              hasMore={list.hasMore}
              commonTagIds={tags.filter((tag) => chosen.every((row) => row.tag_ids.includes(tag.id))).map(({ id }) => id)}
              resolved={chosen.length > 0 && chosen.every(({ status }) => status === 'resolved')}
              busy={bulk !== null && bulk.status === 'running' && list.loadingMore}
              onChange={(change) => void handleBulk(change)}
            />
          ) : null
        }
      />
      {bulk === null ? null : <BulkProgress key={bulk.id} action={bulk} onUndo={handleUndo} onDone={handleDone} />}
      <div
        ref={paneRef}
        className="relative min-h-0 flex-1"
        onPointerMove={steady.touch}
        onPointerLeave={steady.release}
        onScrollCapture={(event) => steady.scrolled((event.target as HTMLElement).scrollTop)}
      >
        {waitingCount > 0 ? (
          <Button
            size="sm"
            variant="primary"
            icon={<ArrowUp aria-hidden />}
            className="absolute top-2 left-1/2 z-10 -translate-x-1/2 rounded-full shadow-popup"
            onClick={() => {
              paneRef.current?.querySelector('[role="list"]')?.parentElement?.scrollTo({ top: 0 });
              steady.scrolled(0);
              steady.release();
            }}
          >
            {t`${plural(waitingCount, { one: '# with news', other: '# with news' })}`}
          </Button>
        ) : null}
        {isLoading ? (
          list.error ? (
            <ErrorState error={list.error} onRetry={list.retry} />
          ) : (
            <RowSkeletons label={t`Loading the conversations`} rows={9} />
          )
        ) : rows.length === 0 && !list.hasMore ? (
          <NothingHere filter={filter} slug={slug} numbers={numbers} onFilterChange={onFilterChange} />
        ) : (
          <VirtualList<Conversation>
            label={t`Conversations`}
            items={rows}
            itemKey={(row) => row.id}
            estimatePx={64}
            onNearEnd={list.loadMore}
            activeIndex={reveal}
            renderItem={(row) => (
              <ConversationRow
                conversation={row}
                slug={slug}
                active={row.id === openId}
                numberLabel={labels?.get(row.number_id) ?? null}
                assignee={
                  showsAssignees && row.assignee_id !== null && row.assignee_id !== memberId
                    ? (members.find(({ id }) => id === row.assignee_id) ?? null)
                    : null
                }
                tags={tags}
                selected={selection.ids.has(row.id)}
                selecting={selecting}
                onSelect={mayWork ? handleSelect : null}
              />
            )}
            footer={
              list.hasMore || list.error ? (
                <LoadMore
                  hasMore={list.hasMore}
                  loading={list.loadingMore}
                  onLoadMore={list.error ? list.retry : list.loadMore}
                  error={list.error ? errorSentence(list.error, i18n) : undefined}
                />
              ) : null
            }
          />
        )}
      </div>
    </section>
  );
}

/** The API takes this many by name; more go by their filter. */
const mostAtOnce = 500;
const noMembers: readonly Member[] = [];
const noTags: readonly Tag[] = [];
const noConversations: readonly Conversation[] = [];
