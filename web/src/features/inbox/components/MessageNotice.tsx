import type { Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { usePermission } from '#features/session';
import { cn } from '#lib/cn.ts';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { contentAgain } from '../fns/content-again.ts';
import { statusTone, statusWords } from '../fns/status-words.ts';
import { newSendKey } from '../outbox/send-key.ts';
import { useDesk, useOutboxEntries } from '../outbox/use-outbox.ts';
import { useThreadContext } from './thread-context.ts';

const tones = { warn: 'text-warn', bad: 'text-bad', muted: 'text-weak' } as const;
const linkStyles = 'touch-target rounded-[3px] font-medium underline underline-offset-2';

function UnsentNotice({ message }: { message: Message }) {
  const { t, i18n } = useLingui();
  const { outbox, drafts } = useDesk();
  const entry = useOutboxEntries(message.conversation_id).find(({ key }) => key === message.client_ref);
  if (!entry) return null;
  if (entry.state.kind === 'uploading') {
    const percent = Math.round(entry.state.share * 100);
    return (
      <div className="mt-1 flex w-64 max-w-full items-center gap-2 px-2 text-12 text-weak tabular-nums">
        <div
          role="progressbar"
          aria-label={t`Uploading`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-surface-3"
        >
          <div style={{ width: `${percent}%` }} className="h-full rounded-full bg-accent transition-[width]" />
        </div>
        {percent} %
        <button type="button" className={linkStyles} onClick={() => outbox.remove(entry.key)}>
          <Trans>Cancel</Trans>
        </button>
      </div>
    );
  }
  if (entry.state.kind !== 'unsent') return null;
  const text = entry.content.type === 'text' ? (entry.content.text?.body ?? null) : null;
  return (
    <div role="alert" className="mt-1 flex max-w-full flex-wrap justify-end gap-x-3 gap-y-1 px-2 text-12 text-bad">
      <span className="wrap-anywhere">
        <Trans>Not sent: {errorSentence(entry.state.error, i18n)}</Trans>
      </span>
      <button type="button" className={linkStyles} onClick={() => outbox.retry(entry.key)}>
        <Trans>Try again</Trans>
      </button>
      {text === null ? null : (
        <button
          type="button"
          className={linkStyles}
          onClick={() => {
            const draft = { text, replyToId: entry.content.context?.message_id ?? null, key: entry.key, error: null };
            if (drafts.restore(entry.to.conversationId, draft)) outbox.remove(entry.key);
          }}
        >
          <Trans>Edit</Trans>
        </button>
      )}
      <button type="button" className={linkStyles} onClick={() => outbox.remove(entry.key)}>
        <Trans>Discard</Trans>
      </button>
    </div>
  );
}

/** What a state means where a tick is not enough: why a message did not go out, and what to do about it. */
export function MessageNotice({ message }: { message: Message }) {
  const { i18n } = useLingui();
  const say = useServerWords();
  const format = useFormat();
  const { showDetails } = useThreadContext();
  const { outbox } = useDesk();
  const maySend = usePermission('messages:send');
  const again = contentAgain(message);
  if (message.direction !== 'out') return null;
  if (message.id === message.client_ref) return <UnsentNotice message={message} />;
  const tone = statusTone(message);
  if (tone === 'quiet') {
    return message.status === 'queued' && message.scheduled_at !== null && Date.parse(message.scheduled_at) > Date.now() ? (
      <p className="mt-0.5 px-2 text-12 text-weak">
        <Trans>Goes out {format.dateTime(message.scheduled_at)}</Trans>
      </p>
    ) : null;
  }
  const reason = message.reason;
  return (
    <p className={cn('mt-0.5 max-w-full px-2 text-right text-12 wrap-anywhere', tones[tone])}>
      <span className="font-medium">
        {i18n._(statusWords[message.status])}
        {reason && message.status !== 'cancelled' && say(reason.title) !== i18n._(statusWords[message.status])
          ? `: ${say(reason.title)}`
          : null}
      </span>
      {reason && tone !== 'muted' ? <> · {say(reason.next_step)}</> : null}{' '}
      {again === null || !maySend ? null : (
        <>
          <button
            type="button"
            className={linkStyles}
            onClick={() =>
              outbox.send(
                newSendKey(),
                { conversationId: message.conversation_id, numberId: message.number_id, contactId: message.contact_id },
                again,
              )
            }
          >
            <Trans>Send again</Trans>
          </button>{' '}
        </>
      )}
      <button type="button" className={linkStyles} onClick={() => showDetails(message)}>
        <Trans>Details</Trans>
      </button>
    </p>
  );
}
