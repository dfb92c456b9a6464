import type { Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { presentError } from '#lib/present-error.ts';
import { Banner } from '#ui/Banner.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { messageLine } from '../fns/preview-line.ts';
import type { Draft } from '../outbox/drafts.ts';
import type { Attachments } from './use-attachments.ts';

const linkStyles = 'touch-target rounded-control px-1 font-semibold underline underline-offset-2';

/** Why the text in the box was not sent, what was kept, and another try. */
export function UnsentNotice({ draft, onRetry }: { draft: Draft; onRetry: () => void }) {
  const { i18n } = useLingui();
  if (draft.error === null) return null;
  const shown = presentError(draft.error, i18n);
  return (
    <Banner
      tone="bad"
      className="mb-2"
      title={<Trans>Not sent: {shown.title}</Trans>}
      action={
        <button type="button" onClick={onRetry} className={linkStyles}>
          <Trans>Try again</Trans>
        </button>
      }
    >
      <p>
        <Trans>Your text is still here.</Trans> {shown.code === 'connection_failed' ? null : (shown.detail ?? shown.text)}
      </p>
    </Banner>
  );
}

/** The message that is being answered, above the box. */
export function ReplyBar({ message, name, onCancel }: { message: Message | null; name: string; onCancel: () => void }) {
  const { t, i18n } = useLingui();
  const own = message?.direction === 'out';
  return (
    <div className="mb-2 flex items-center gap-2 rounded-control border-l-3 border-accent bg-surface-2 py-1 pr-1 pl-2.5">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-12 font-semibold text-accent-text">
          {own ? <Trans>Answer to your message</Trans> : <Trans>Answer to {name}</Trans>}
        </p>
        <p dir="auto" className="truncate text-13 text-normal">
          {message ? messageLine(message, i18n) : t`An older message`}
        </p>
      </div>
      <IconButton size="sm" label={t`Do not answer a certain message`} icon={<X aria-hidden />} onClick={onCancel} />
    </div>
  );
}

/** Files that cannot go, each with its reason. */
export function RefusedFiles({ files }: { files: Attachments }) {
  const { i18n } = useLingui();
  return (
    <>
      {files.refused.map((item) => (
        <Banner
          key={item.id}
          tone="warn"
          className="mb-2"
          title={item.file.name}
          action={
            <span className="flex gap-1">
              {item.asDocument ? (
                <button type="button" onClick={() => files.addAsDocument(item)} className={linkStyles}>
                  <Trans>Send as a document</Trans>
                </button>
              ) : null}
              <button type="button" onClick={() => files.dismiss(item.id)} className={linkStyles}>
                <Trans>Leave it out</Trans>
              </button>
            </span>
          }
        >
          {i18n._(item.reason)}
        </Banner>
      ))}
      {files.tooMany ? (
        <Banner tone="warn" className="mb-2">
          <Trans>At most ten files at a time. Send these first.</Trans>
        </Banner>
      ) : null}
    </>
  );
}
