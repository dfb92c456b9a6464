import { useLingui } from '@lingui/react/macro';
import { Download, FileText, Play } from 'lucide-react';
import { useState } from 'react';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Spinner } from '#ui/Spinner.tsx';
import { useMediaContent } from '../api/media.ts';
import { MediaFailed, MediaGone } from './MediaStates.tsx';

/** A video that is loaded when somebody wants to see it. `url` is given for a file of this page. */
export function VideoPart({ mediaId, url, label }: { mediaId: string | null; url: string | null; label: string }) {
  const { t } = useLingui();
  const [wanted, setWanted] = useState(false);
  const state = useMediaContent(mediaId, wanted);
  const source = url ?? (state.kind === 'ready' ? state.url : null);
  if (state.kind === 'gone') return <MediaGone />;
  if (state.kind === 'failed') return <MediaFailed state={state} />;
  if (source !== null) {
    return (
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- customers send no captions for the deaf with their videos
      <video src={source} controls autoPlay={wanted} aria-label={label} className="max-h-80 w-full max-w-80 rounded-card bg-surface-3" />
    );
  }
  return (
    <button
      type="button"
      aria-label={t`Load and play: ${label}`}
      onClick={() => setWanted(true)}
      className="flex h-40 w-64 max-w-full items-center justify-center rounded-card bg-surface-3 text-normal hover:text-strong"
    >
      <span className="flex size-12 items-center justify-center rounded-full bg-surface-1">
        {wanted ? <Spinner className="size-5" /> : <Play aria-hidden fill="currentColor" className="size-5" />}
      </span>
    </button>
  );
}

/** A document to download. */
export function DocumentPart({ mediaId, name, sizeBytes }: { mediaId: string | null; name: string; sizeBytes: number | null }) {
  const { t } = useLingui();
  const format = useFormat();
  const [wanted, setWanted] = useState(false);
  const state = useMediaContent(mediaId, wanted);
  const [saved, setSaved] = useState(false);
  if (wanted && state.kind === 'ready' && !saved) {
    // The press was the wish to have it: hand it over as soon as it is here.
    setSaved(true);
    queueMicrotask(() => saveBlob(state.blob, name));
  }
  if (state.kind === 'gone') return <MediaGone />;
  if (state.kind === 'failed') return <MediaFailed state={state} />;
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase();
  return (
    <button
      type="button"
      disabled={mediaId === null}
      aria-label={t`Download ${name}`}
      onClick={() => {
        if (state.kind === 'ready') saveBlob(state.blob, name);
        setWanted(true);
      }}
      className="flex w-64 max-w-full items-center gap-3 rounded-card bg-surface-1/55 p-2 text-left hover:not-disabled:bg-surface-1"
    >
      <span className="flex size-10 shrink-0 items-center justify-center rounded-control bg-accent-soft text-accent-text">
        <FileText aria-hidden className="size-5" />
      </span>
      <span className="min-w-0 flex-1">
        <span dir="auto" className="line-clamp-2 text-13 font-medium wrap-anywhere text-strong">
          {name}
        </span>
        <span className="block text-12 text-weak">
          {[extension, sizeBytes === null ? null : format.bytes(sizeBytes)].filter(Boolean).join(' · ')}
        </span>
      </span>
      {mediaId === null ? null : state.kind === 'loading' ? <Spinner /> : <Download aria-hidden className="size-4 shrink-0 text-weak" />}
    </button>
  );
}
