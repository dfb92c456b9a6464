import { useLingui } from '@lingui/react/macro';
import { Download, ImageOff } from 'lucide-react';
import { useState } from 'react';
import { cn } from '#lib/cn.ts';
import { Dialog } from '#ui/Dialog.tsx';
import { useMediaContent } from '../api/media.ts';
import { MediaFailed, MediaGone, MediaPlaceholder } from './MediaStates.tsx';

/** A picture under an address of this page; a press shows it large. */
export function PictureView({ url, alt, sticker = false }: { url: string; alt: string; sticker?: boolean }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [broken, setBroken] = useState(false);
  if (broken) return <MediaPlaceholder icon={<ImageOff aria-hidden />}>{t`The browser cannot show this picture.`}</MediaPlaceholder>;
  return (
    <>
      <button
        type="button"
        aria-label={t`Show large: ${alt}`}
        onClick={() => setOpen(true)}
        className={cn('block max-w-full cursor-zoom-in overflow-hidden', sticker ? 'rounded-card' : 'rounded-card bg-surface-3')}
      >
        <img
          src={url}
          alt={alt}
          onError={() => setBroken(true)}
          className={sticker ? 'size-36 object-contain' : 'max-h-80 min-h-24 max-w-full min-w-40 object-cover'}
        />
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="lg"
        title={alt}
        footer={
          <a
            href={url}
            download={alt}
            className="inline-flex h-8 items-center gap-2 rounded-control border border-line-control/60 px-3 text-14 font-medium text-strong hover:bg-surface-2 [&_svg]:size-4"
          >
            <Download aria-hidden />
            {t`Download`}
          </a>
        }
      >
        <img src={url} alt={alt} className="mx-auto max-h-[64dvh] max-w-full object-contain" />
      </Dialog>
    </>
  );
}

/** A stored picture or sticker, loaded when its row comes near the screen. */
export function Picture({ mediaId, alt, sticker = false }: { mediaId: string; alt: string; sticker?: boolean }) {
  const { t } = useLingui();
  const state = useMediaContent(mediaId, true);
  switch (state.kind) {
    case 'ready':
      return <PictureView url={state.url} alt={alt} sticker={sticker} />;
    case 'gone':
      return <MediaGone />;
    case 'failed':
      return <MediaFailed state={state} />;
    default:
      return (
        <div role="status" className={cn('animate-pulse rounded-card bg-surface-3', sticker ? 'size-36' : 'h-44 w-60 max-w-full')}>
          <span className="sr-only">{t`Loading the picture`}</span>
        </div>
      );
  }
}
