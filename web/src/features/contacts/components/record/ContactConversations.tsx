import type { ContactSummary, Conversation } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useNumbers } from '#features/numbers';
import { useFormat } from '#lib/use-format.ts';
import { Badge, CountBadge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useContactConversations } from '../../api/queries.ts';

function Row({ conversation, slug }: { conversation: Conversation; slug: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const { data: numbers = [] } = useNumbers();
  const number = numbers.find(({ id }) => id === conversation.number_id);
  const unread = conversation.unread_count;
  const last = conversation.last_message;
  return (
    <Link
      to="/w/$slug/inbox/$conversationId"
      params={{ slug, conversationId: conversation.id }}
      search={{ status: 'any' }}
      className="flex min-h-16 items-center gap-3 border-b border-line px-4 py-2.5 -outline-offset-2 group-last/row:border-b-0 hover:bg-surface-2 sm:px-5"
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span dir="auto" className="truncate text-14 font-medium text-strong">
            {number ? (number.verified_name ?? format.phone(number.display_phone_number)) : t`Another number`}
          </span>
          <Badge tone={conversation.status === 'open' ? 'accent' : 'neutral'}>
            {conversation.status === 'open' ? t`Open` : conversation.status === 'snoozed' ? t`Snoozed` : t`Resolved`}
          </Badge>
        </span>
        <span dir="auto" className="block truncate text-13 text-weak">
          {last?.preview || (last ? t`A message without text` : t`Nothing was written yet`)}
        </span>
      </span>
      <CountBadge count={unread} label={t`${unread} unread`} />
      <RelativeTime at={conversation.last_activity_at} style="list" className="text-12 text-weak tabular-nums" />
    </Link>
  );
}

/** The conversations of a contact, one per number of the workspace. */
export function ContactConversations({ contact, slug }: { contact: Pick<ContactSummary, 'id'>; slug: string }) {
  const { t } = useLingui();
  const conversations = useContactConversations(contact.id, true);
  if (conversations.isPending) return <RowSkeletons label={t`Loading the conversations`} rows={2} />;
  if (!conversations.data) return <ErrorState error={conversations.error} onRetry={() => void conversations.refetch()} />;
  if (conversations.data.length === 0) {
    return (
      <EmptyState compact picture={<MessagesSquare />} title={<Trans>No conversation yet</Trans>}>
        <Trans>It begins when they write to one of your numbers, or when a template is sent to them.</Trans>
      </EmptyState>
    );
  }
  return (
    <Card flush>
      <ul>
        {conversations.data.map((conversation) => (
          <li key={conversation.id} className="group/row">
            <Row conversation={conversation} slug={slug} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
