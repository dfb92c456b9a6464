import { KabarError } from '@kabar/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useWorkspace } from '#features/session';
import { inboxKeys } from './keys.ts';

/** A file of a message: on its way, here under an address of this page, gone, or not loaded for another reason. */
export type MediaState =
  | { kind: 'idle' }
  | { kind: 'loading' }
  | { kind: 'ready'; url: string; blob: Blob }
  | { kind: 'gone' }
  | { kind: 'failed'; error: unknown; retry: () => void };

/** An address for a blob while the calling component is on screen. */
function useObjectUrl(blob: Blob | undefined): string | null {
  const [made, setMade] = useState<{ blob: Blob; url: string } | null>(null);
  useEffect(() => {
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    setMade({ blob, url });
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return made && made.blob === blob ? made.url : null;
}

/** Loads the bytes of a file once it is wanted. They stay in the cache for a few minutes, so that scrolling back costs nothing. */
export function useMediaContent(mediaId: string | null, wanted: boolean): MediaState {
  const { api, workspace } = useWorkspace();
  const query = useQuery({
    queryKey: inboxKeys.mediaContent(workspace.id, mediaId ?? ''),
    queryFn: ({ signal }) => api.media.download(mediaId ?? '', { signal, timeoutMs: 120_000 }),
    enabled: wanted && mediaId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
  });
  const url = useObjectUrl(query.data);
  if (mediaId === null || (!wanted && !query.data)) return { kind: 'idle' };
  if (query.data) return url === null ? { kind: 'loading' } : { kind: 'ready', url, blob: query.data };
  if (query.error) {
    const isGone = query.error instanceof KabarError && (query.error.code === 'media_gone' || query.error.code === 'not_found');
    return isGone ? { kind: 'gone' } : { kind: 'failed', error: query.error, retry: () => void query.refetch() };
  }
  return { kind: 'loading' };
}
