import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { MessageSquareText } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useNumbers } from '#features/numbers';
import { useWorkspace } from '#features/session';
import { useStored } from '#lib/stored.ts';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SplitPanes } from '#ui/SplitPanes.tsx';
import { useUnreadCount } from '../api/queries.ts';
import { ConversationList } from '../components/ConversationList.tsx';
import { OpenConversation } from '../components/OpenConversation.tsx';
import { useWidth } from '../components/use-width.ts';
import { inboxSearch, listFilterOf, type ListFilter } from '../fns/inbox-search.ts';
import { filterKey } from '../fns/places.ts';

function NothingOpen() {
  return (
    <div className="flex h-full items-center bg-thread">
      <EmptyState picture={<MessageSquareText />} title={<Trans>Choose a conversation</Trans>}>
        <Trans>Its messages appear here. With J and K you walk through the list, Enter opens.</Trans>
      </EmptyState>
    </div>
  );
}

/** The same object for filters that mean the same, so that nothing below is drawn anew for another message in the address. */
function useStable(filter: ListFilter): ListFilter {
  const key = filterKey(filter);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key says all that the filter says
  return useMemo(() => filter, [key]);
}

/** Conversations with customers: the list, the open thread, and who the customer is. */
export function InboxPage() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const slug = workspace.slug;
  const search = useSearch({ from: '/w/$slug/inbox' });
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const width = useWidth();
  const numbers = useNumbers();
  const unreadCount = useUnreadCount();
  const [customerPane, setCustomerPane] = useStored('inbox.customer', 'open');
  const filter = useStable(listFilterOf(search));
  const openId = conversationId ?? null;

  const setSearch = useCallback(
    (change: Partial<typeof search>, replace: boolean) => {
      if (openId === null) return;
      void navigate({
        to: '/w/$slug/inbox/$conversationId',
        params: { slug, conversationId: openId },
        search: (before) => ({ ...inboxSearch({ ...before }), ...change }),
        replace,
      });
    },
    [navigate, slug, openId],
  );

  const list = (
    <ConversationList
      slug={slug}
      filter={filter}
      savedId={search.saved}
      numbers={numbers.data ?? []}
      openId={openId}
      onFilterChange={(next, saved) =>
        void navigate({
          to: openId === null ? '/w/$slug/inbox' : '/w/$slug/inbox/$conversationId',
          params: { slug, ...(openId === null ? {} : { conversationId: openId }) },
          search: ({ message, story, panel }) => ({ ...next, saved, message, story, panel }),
        })
      }
    />
  );
  const open =
    openId === null ? (
      <NothingOpen />
    ) : (
      <OpenConversation
        key={openId}
        conversationId={openId}
        slug={slug}
        numbers={numbers.data ?? []}
        wide={width === 'wide'}
        messageId={search.message ?? null}
        storyId={search.story ?? null}
        customerOpen={width === 'wide' ? customerPane === 'open' : search.panel === 'customer'}
        onCustomerOpenChange={(next) => {
          if (width === 'wide') setCustomerPane(next ? 'open' : 'closed');
          else setSearch({ panel: next ? 'customer' : undefined }, !next);
        }}
        onSearchChange={setSearch}
      />
    );
  return (
    <div className="h-full">
      <title>{unreadCount ? `(${unreadCount}) ${t`Inbox`} · Kabar` : `${t`Inbox`} · Kabar`}</title>
      {width === 'phone' && openId !== null ? <h1 className="sr-only">{t`Inbox`}</h1> : null}
      {width === 'phone' ? (
        openId === null ? (
          list
        ) : (
          open
        )
      ) : (
        <SplitPanes
          id="inbox"
          start={{ label: t`Conversations`, widthPx: width === 'wide' ? 320 : 300, minPx: 260, maxPx: 460, content: list }}
          main={open}
        />
      )}
    </div>
  );
}
