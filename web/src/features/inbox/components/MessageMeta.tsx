import type { Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Megaphone } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { StatusIcon } from './StatusIcon.tsx';

/** Time and ticks inside a bubble; a press opens the whole story of the message. */
export function MessageMeta({ message, onDetails }: { message: Message; onDetails: (() => void) | null }) {
  const { t } = useLingui();
  const format = useFormat();
  const at = format.dateTime(message.occurred_at);
  const body = (
    <>
      {message.edited_at && !message.revoked_at ? <Trans>edited</Trans> : null}
      {message.category === 'marketing' && message.author.kind !== 'member' ? (
        <Megaphone aria-label={t`Marketing`} className="size-3.5" />
      ) : null}
      <time dateTime={message.occurred_at}>{format.time(message.occurred_at)}</time>
      {message.direction === 'out' ? <StatusIcon status={message.status} /> : null}
    </>
  );
  const look = 'ml-3 inline-flex h-4 items-center gap-1 rounded-[4px] text-12 text-weak tabular-nums';
  return onDetails ? (
    <button type="button" title={at} onClick={onDetails} className={`touch-target ${look} hover:text-strong`}>
      <span className="sr-only">
        <Trans>Details of the message:</Trans>
      </span>
      {body}
    </button>
  ) : (
    <span title={at} className={look}>
      {body}
    </span>
  );
}
