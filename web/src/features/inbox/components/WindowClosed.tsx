import type { Conversation } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { LayoutTemplate, Lock } from 'lucide-react';
import { usePermission } from '#features/session';
import { Button } from '#ui/Button.tsx';

/** Stands in place of the text box while only templates are possible. */
export function WindowClosed({
  conversation,
  hasDraft,
  onTemplate,
}: {
  conversation: Conversation;
  hasDraft: boolean;
  onTemplate: () => void;
}) {
  const maySend = usePermission('messages:send');
  return (
    <div className="shrink-0 border-t border-line bg-surface-1 px-4 py-3">
      <div role="status" className="mx-auto flex max-w-180 flex-wrap items-center gap-x-4 gap-y-2">
        <Lock aria-hidden className="size-4.5 shrink-0 text-weak" />
        <p className="min-w-0 flex-1 basis-60 text-13 text-pretty text-normal">
          {conversation.window.expires_at === null ? (
            <Trans>Messages are only possible with a template: the customer has not written in the last 24 hours.</Trans>
          ) : (
            <Trans>Messages are only possible with a template now: 24 hours have passed since the customer's last message.</Trans>
          )}{' '}
          {hasDraft ? <Trans>What you typed is kept and comes back when the customer writes.</Trans> : null}
        </p>
        {maySend ? (
          <Button variant="primary" icon={<LayoutTemplate aria-hidden />} onClick={onTemplate}>
            <Trans>Choose a template</Trans>
          </Button>
        ) : null}
      </div>
    </div>
  );
}
