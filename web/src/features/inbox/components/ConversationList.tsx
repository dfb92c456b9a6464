import type { Conversation, WhatsAppNumber } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ArrowUp, CheckCheck, MessagesSquare } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { usePermission } from '#features/session';
import { cn } from '#lib/cn.ts';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { LoadMore } from '#ui/LoadMore.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { VirtualList } from '#ui/VirtualList.tsx';
import type { ListFilter } from '../api/keys.ts';
import { useConversations } from '../api/queries.ts';
import { shortNumberLabels } from '../fns/number-labels.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { useSteadyRows } from './use-steady-rows.ts';

/** Props of ConversationList. */
export interface ConversationListProps {
  slug: string;
  filter: ListFilter;
  onFilterChange: (filter: ListFilter) => void;
  numbers: readonly WhatsAppNumber[];
  openId: string | null;
}

function FilterButton({ pressed, onClick, children }: { pressed: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className={cn(
        'touch-target h-7 rounded-full px-3 text-13 font-medium transition-colors',
        pressed ? 'bg-accent-soft text-accent-text' : 'text-weak hover:bg-surface-2 hover:text-strong',
      )}
    >
      {children}
    </button>
  );
}

/** Short name of a number: what the business called it, else the phone number. */
export function useNumberLabel(): (number: WhatsAppNumber) => string {
  const format = useFormat();
  return (number) => number.verified_name ?? format.phone(number.display_phone_number);
}

function NothingHere({
  filter,
  slug,
  numbers,
  onFilterChange,
}: Pick<ConversationListProps, 'filter' | 'slug' | 'numbers' | 'onFilterChange'>) {
  const maySetUp = usePermission('numbers:write');
  const hasPhone = numbers.some(({ provider, status }) => provider === 'emulator' && status !== 'disconnected');
  if (filter.unread) {
    return (
      <EmptyState
        compact
        picture={<CheckCheck />}
        title={<Trans>Everything is read</Trans>}
        action={
          <Button onClick={() => onFilterChange({ ...filter, unread: false })}>
            <Trans>Show all conversations</Trans>
          </Button>
        }
      >
        <Trans>New messages of customers appear here by themselves.</Trans>
      </EmptyState>
    );
  }
  if (filter.numberId !== null) {
    return (
      <EmptyState
        compact
        picture={<MessagesSquare />}
        title={<Trans>Nobody has written to this number yet</Trans>}
        action={
          <Button onClick={() => onFilterChange({ ...filter, numberId: null })}>
            <Trans>Show all numbers</Trans>
          </Button>
        }
      >
        <Trans>When a customer writes to this number, the conversation appears here.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      compact
      picture={<MessagesSquare />}
      title={<Trans>No conversations yet</Trans>}
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

/** The list of conversations with its filters. */
export function ConversationList({ slug, filter, onFilterChange, numbers, openId }: ConversationListProps) {
  const { t, i18n } = useLingui();
  const list = useConversations(filter, openId);
  const steady = useSteadyRows(list.conversations ?? noConversations, `${filter.numberId} ${filter.unread}`);
  const paneRef = useRef<HTMLDivElement>(null);
  const [reveal, setReveal] = useState<number | undefined>(undefined);
  const numberLabel = useNumberLabel();
  const format = useFormat();
  // With one number chosen, its name on every row says nothing.
  const labels =
    numbers.length > 1 && filter.numberId === null
      ? shortNumberLabels(numbers.map((number) => ({ ...number, phone: format.phone(number.display_phone_number) })))
      : null;
  const rows = steady.rows;
  const waitingCount = steady.waitingCount;

  /** Moves the focus by one row from where it is, else from the open conversation. */
  function step(by: 1 | -1): void {
    const focused = document.activeElement?.closest<HTMLElement>('[data-conversation]')?.dataset['conversation'];
    const from = rows.findIndex((row) => row.id === (focused ?? openId));
    const next = from === -1 ? (by === 1 ? 0 : -1) : from + by;
    const target = rows[next];
    if (!target) return;
    steady.touch();
    setReveal(next);
    // The row may only come into the page with the scroll.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        paneRef.current?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(target.id)}"]`)?.focus({ preventScroll: true });
        setReveal(undefined);
      }),
    );
  }

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
    {
      id: 'inbox-unread-filter',
      label: filter.unread ? t`Show all conversations` : t`Show unread conversations only`,
      group: t`Inbox`,
      run: () => onFilterChange({ ...filter, unread: !filter.unread }),
    },
  ]);

  return (
    <section aria-label={t`Conversations`} className="flex h-full min-h-0 flex-col bg-surface-1">
      <header className="flex shrink-0 flex-col gap-2 border-b border-line px-3 pt-3 pb-2">
        <div className="flex h-8 items-center justify-between gap-2">
          <h1 className="text-16 font-semibold text-strong">
            <Trans>Inbox</Trans>
          </h1>
          {numbers.length > 1 ? (
            <Select
              size="sm"
              className="w-auto max-w-48"
              label={t`Number`}
              value={filter.numberId ?? 'all'}
              onValueChange={(value) => onFilterChange({ ...filter, numberId: value === 'all' ? null : value })}
              options={[
                { value: 'all', label: t`All numbers` },
                ...numbers.map((number) => ({ value: number.id as string, label: numberLabel(number) })),
              ]}
            />
          ) : null}
        </div>
        <div role="group" aria-label={t`Show`} className="-ml-1 flex gap-1">
          <FilterButton pressed={!filter.unread} onClick={() => onFilterChange({ ...filter, unread: false })}>
            <Trans>All</Trans>
          </FilterButton>
          <FilterButton pressed={filter.unread} onClick={() => onFilterChange({ ...filter, unread: true })}>
            <Trans>Unread</Trans>
          </FilterButton>
        </div>
      </header>
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
        {list.conversations === null ? (
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
              <ConversationRow conversation={row} slug={slug} active={row.id === openId} numberLabel={labels?.get(row.number_id) ?? null} />
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

const noConversations: readonly Conversation[] = [];
