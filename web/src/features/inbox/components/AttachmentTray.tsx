import { Trans, useLingui } from '@lingui/react/macro';
import { FileText, Film, Music, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { IconButton } from '#ui/IconButton.tsx';
import type { Attachment } from './use-attachments.ts';

const icons = { image: FileText, sticker: FileText, video: Film, audio: Music, document: FileText } as const;

function Thumb({ attachment }: { attachment: Attachment }) {
  const isPicture = attachment.kind === 'image';
  const [url, setUrl] = useState<string | null>(null);
  const { file } = attachment;
  useEffect(() => {
    if (!isPicture) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, isPicture]);
  const Icon = icons[attachment.kind];
  return url === null ? (
    <span className="flex size-12 shrink-0 items-center justify-center rounded-control bg-accent-soft text-accent-text">
      <Icon aria-hidden className="size-5" />
    </span>
  ) : (
    <img src={url} alt="" className="size-12 shrink-0 rounded-control object-cover" />
  );
}

/** Files that go out with the next press of Send. The text of the box becomes the caption of the first that can carry one. */
export function AttachmentTray({ attachments, onRemove }: { attachments: readonly Attachment[]; onRemove: (id: string) => void }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t`Files to send`} className="mb-2 flex flex-wrap gap-2">
      {attachments.map((attachment) => {
        const name = attachment.file.name;
        return (
          <li key={attachment.id} className="flex max-w-full items-center gap-2 rounded-card border border-line bg-surface-2 p-1.5">
            <Thumb attachment={attachment} />
            <div className="max-w-48 min-w-0">
              <p dir="auto" className="truncate text-13 font-medium text-strong">
                {name}
              </p>
              <p className="text-12 text-weak">{format.bytes(attachment.file.size)}</p>
              {attachment.note ? <p className="text-12 text-pretty text-info">{i18n._(attachment.note)}</p> : null}
            </div>
            <IconButton size="sm" label={t`Remove ${name}`} icon={<X aria-hidden />} onClick={() => onRemove(attachment.id)} />
          </li>
        );
      })}
      <li className="sr-only">
        <Trans>The text below becomes the caption.</Trans>
      </li>
    </ul>
  );
}
