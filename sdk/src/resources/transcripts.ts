import type { TranscriptQuery } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Query } from '../wire-types.ts';

/** Conversations as files. */
export function createTranscripts(http: Transport) {
  return {
    /** The whole conversation, oldest first. Needs `conversations:export`. */
    download: (conversationId: string, query?: Query<TranscriptQuery>, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/conversations/${conversationId}/transcript`, query, accept: '*/*', ...options }),
  };
}
