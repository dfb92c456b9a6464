import type { Media } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions } from '../wire-types.ts';

/** Options of `media.upload`. */
export type UploadOptions = CallOptions & {
  /** Name the receiver sees for documents. Default: the name of the `File`, or `file`. */
  filename?: string | undefined;
  /** Hands the file to WhatsApp for this number at once, so that the first send is not slowed down. */
  numberId?: string | undefined;
  /** Kind to send it as; default: by its type. A picture that is too large for one can go as `document`. */
  as?: 'image' | 'video' | 'audio' | 'document' | 'sticker' | undefined;
};

/** Files of messages. */
export function createMedia(http: Transport) {
  return {
    /**
     * Stores a file to be sent; use the `id` of the answer in a message. The type is read from the bytes, not believed.
     * Errors: `media_not_usable`, `body_too_large`.
     */
    upload: (file: Blob, options: UploadOptions = {}) => {
      const { filename, numberId, as, ...call } = options;
      const form = new FormData();
      form.append('file', file, filename ?? (file instanceof File ? file.name : 'file'));
      return http.json<Media>({ method: 'POST', path: '/v1/media', query: { number_id: numberId, as }, form, ...call });
    },
    get: (id: string, options?: CallOptions) => http.json<Media>({ method: 'GET', path: pathOf`/v1/media/${id}`, ...options }),
    /** The bytes, with their type. Errors: `media_gone`. */
    download: (id: string, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/media/${id}/content`, accept: '*/*', ...options }),
  };
}
