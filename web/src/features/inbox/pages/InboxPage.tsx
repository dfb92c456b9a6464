import { Trans, useLingui } from '@lingui/react/macro';
import { MessagesSquare } from 'lucide-react';
import { EmptyState } from '#ui/EmptyState.tsx';

/** Conversations with customers. */
export function InboxPage() {
  const { t } = useLingui();
  return (
    <div className="flex h-full items-center">
      <title>{`${t`Inbox`} · Kabar`}</title>
      <EmptyState picture={<MessagesSquare aria-hidden />} title={<Trans>No conversations yet</Trans>}>
        <Trans>When a customer writes to one of your numbers, the conversation appears here.</Trans>
      </EmptyState>
    </div>
  );
}
