import type { WhatsAppNumber } from '@kabar/contract';
import { KabarError } from '@kabar/sdk';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useCallback } from 'react';
import { Button } from '#ui/Button.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { SplitPanes } from '#ui/SplitPanes.tsx';
import { useConversation } from '../api/queries.ts';
import { useNumberLabel } from './ConversationList.tsx';
import { CustomerPane } from './CustomerPane.tsx';
import { StorySheet } from './StorySheet.tsx';
import { ThreadPane } from './ThreadPane.tsx';
import { ThreadSkeleton } from './ThreadSkeleton.tsx';

/** What the address bar says about the open conversation. */
export interface OpenSearch {
  message?: string | undefined;
  story?: string | undefined;
  panel?: 'customer' | undefined;
}

/** Props of OpenConversation. */
export interface OpenConversationProps {
  conversationId: string;
  slug: string;
  numbers: readonly WhatsAppNumber[];
  wide: boolean;
  messageId: string | null;
  storyId: string | null;
  customerOpen: boolean;
  onCustomerOpenChange: (open: boolean) => void;
  onSearchChange: (change: OpenSearch, replace: boolean) => void;
}

/** The open conversation with the customer beside it. */
export function OpenConversation(props: OpenConversationProps) {
  const { conversationId, slug, numbers, wide, messageId, storyId, customerOpen, onCustomerOpenChange, onSearchChange } = props;
  const { t } = useLingui();
  const query = useConversation(conversationId);
  const conversation = query.data;
  const numberLabel = useNumberLabel();
  const number = numbers.find(({ id }) => id === conversation?.number_id) ?? null;
  const handleMessageChange = useCallback(
    (message: string | null) => onSearchChange({ message: message ?? undefined }, message === null),
    [onSearchChange],
  );

  if (!conversation) {
    if (!query.error) {
      return (
        <div className="flex h-full flex-col bg-thread">
          <ThreadSkeleton />
        </div>
      );
    }
    return (
      <div className="flex h-full items-center overflow-y-auto bg-thread">
        {query.error instanceof KabarError && query.error.code === 'not_found' ? (
          <EmptyState
            picture={<SearchX />}
            title={<Trans>This conversation does not exist (any more)</Trans>}
            action={
              <Button nativeButton={false} render={<Link to="/w/$slug/inbox" params={{ slug }} />}>
                <Trans>To the inbox</Trans>
              </Button>
            }
          >
            <Trans>It may have been joined with another one, or the link belongs to another workspace.</Trans>
          </EmptyState>
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    );
  }
  const customer = <CustomerPane key={conversation.contact.id} conversation={conversation} slug={slug} numbers={numbers} />;
  const thread = (
    <ThreadPane
      conversation={conversation}
      slug={slug}
      number={number}
      numberLabel={numbers.length > 1 && number ? numberLabel(number) : null}
      messageId={messageId}
      onMessageChange={handleMessageChange}
      onDetails={(story) => onSearchChange({ story }, false)}
      customerOpen={customerOpen}
      onCustomerToggle={() => onCustomerOpenChange(!customerOpen)}
    />
  );
  return (
    <>
      <SplitPanes
        id="inbox-open"
        main={thread}
        end={
          wide && customerOpen
            ? {
                label: t`Customer`,
                widthPx: 320,
                minPx: 260,
                maxPx: 440,
                content: (
                  <aside aria-label={t`Customer`} className="h-full overflow-y-auto bg-surface-1">
                    {customer}
                  </aside>
                ),
              }
            : undefined
        }
      />
      {!wide ? (
        <Sheet open={customerOpen} onOpenChange={onCustomerOpenChange} title={t`Customer`}>
          <div className="-mx-5">{customer}</div>
        </Sheet>
      ) : null}
      {storyId === null ? null : <StorySheet messageId={storyId} onClose={() => onSearchChange({ story: undefined }, true)} />}
    </>
  );
}
