import { createKabar } from '@kabar/sdk';
import { uploadingFetch } from '#lib/uploading-fetch.ts';
import type { FileKind } from '../fns/file-rules.ts';

/** Uploads a file for a message, with `numberId` to WhatsApp at once, and gives its media id. Large files on slow lines may take up to ten minutes. */
export async function uploadFile(
  workspaceId: string,
  file: File,
  kind: FileKind,
  options: { numberId?: string; onProgress: (share: number) => void; signal: AbortSignal },
): Promise<string> {
  const api = createKabar({ credentials: 'same-origin', workspaceId, fetch: uploadingFetch(options.onProgress) });
  const media = await api.media.upload(file, { numberId: options.numberId, as: kind, signal: options.signal, timeoutMs: 600_000 });
  return media.id;
}
