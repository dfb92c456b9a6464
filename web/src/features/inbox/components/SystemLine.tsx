import type { Message } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { Info } from 'lucide-react';
import { textAt } from '../fns/read-content.ts';

/** A line about the customer's account: a changed number or id. */
export function SystemLine({ message }: { message: Message }) {
  const body = textAt(message.content, 'body');
  return (
    <div data-message={message.id} className="flex justify-center px-4 pb-2.5">
      <p className="flex max-w-140 items-start gap-1.5 rounded-card bg-surface-1 px-3 py-1.5 text-12 wrap-anywhere text-weak">
        <Info aria-hidden className="mt-px size-3.5 shrink-0" />
        <span dir="auto">{body || <Trans>Something about the customer's account changed.</Trans>}</span>
      </p>
    </div>
  );
}
