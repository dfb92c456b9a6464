import type { CreateMediaLinkRequest, Media, MediaLink, MediaSettings, MediaUsage, UpdateMediaSettingsRequest } from '@kabar/contract';
import { multipartStream } from '../multipart-stream.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Options of `media.upload`. */
export type UploadOptions = CallOptions & {
  /** Name the receiver sees for documents. Default: the name of the `File`, or `file`. */
  filename?: string | undefined;
  /** Hands the file to WhatsApp for this number at once, so that the first send is not slowed down. */
  numberId?: string | undefined;
  /** Kind to send it as; default: by its type. A picture that is too large for one can go as `document`. */
  as?: 'image' | 'video' | 'audio' | 'document' | 'sticker' | undefined;
  /** Makes pictures smaller, upright and free of metadata. Default: as the workspace's settings say. */
  compress?: boolean | undefined;
};

/** Files of messages. */
export function createMedia(http: Transport) {
  return {
    /**
     * Stores a file to be sent; use the `id` of the answer in a message. The type is read from the bytes, not believed. A `Blob` that
     * stands for a file (`openAsBlob` of `node:fs`) is read while it is sent. So is a stream, which Node.js can send and browsers mostly cannot; it can be
     * read once only, so a call with one is not repeated.
     * Errors: `media_not_usable`, `body_too_large`.
     */
    upload: (file: Blob | ReadableStream<Uint8Array>, options: UploadOptions = {}) => {
      const { filename, numberId, as, compress, ...call } = options;
      const spec = { method: 'POST', path: '/v1/media', query: { number_id: numberId, as, compress } } as const;
      if (file instanceof ReadableStream) return http.json<Media>({ ...spec, ...multipartStream(file, filename ?? 'file'), ...call });
      const form = new FormData();
      form.append('file', file, filename ?? (file instanceof File ? file.name : 'file'));
      return http.json<Media>({ ...spec, form, ...call });
    },
    get: (id: string, options?: CallOptions) => http.json<Media>({ method: 'GET', path: pathOf`/v1/media/${id}`, ...options }),
    /** The bytes, with their type. Errors: `media_gone`. */
    download: (id: string, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/media/${id}/content`, accept: '*/*', ...options }),
    /** The bytes as they come, for files that should not be held in memory. Errors: `media_gone`. */
    stream: (id: string, options?: CallOptions) =>
      http.download({ method: 'GET', path: pathOf`/v1/media/${id}/content`, accept: '*/*', ...options }),
    /** The small picture of a picture, WebP. Errors: `not_found` where there is none. */
    thumbnail: (id: string, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/media/${id}/thumbnail`, accept: '*/*', ...options }),
    /** An address that works for five minutes without signing in. */
    link: (id: string, body: Input<typeof CreateMediaLinkRequest> = {}, options?: CallOptions) =>
      http.json<MediaLink>({ method: 'POST', path: pathOf`/v1/media/${id}/link`, json: body, ...options }),
    /** Removes an upload that nothing uses. Errors: `conflict` when something does. */
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/media/${id}`, ...options }),
    /** How much space the files of the workspace take, and how much they may. */
    usage: (options?: CallOptions) => http.json<MediaUsage>({ method: 'GET', path: '/v1/media-usage', ...options }),
    settings: (options?: CallOptions) => http.json<MediaSettings>({ method: 'GET', path: '/v1/media-settings', ...options }),
    updateSettings: (body: Input<typeof UpdateMediaSettingsRequest>, options?: CallOptions) =>
      http.json<MediaSettings>({ method: 'PATCH', path: '/v1/media-settings', json: body, ...options }),
  };
}
