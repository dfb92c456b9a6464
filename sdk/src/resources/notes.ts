import type { CreateNoteRequest, NoteResponse, UpdateNoteRequest } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output } from '../wire-types.ts';

/** Notes of members in a conversation; read them with `conversations.entries`. */
export function createNotes(http: Transport) {
  return {
    /** Writes a note and tells whom it mentions. Sent once, however often it is tried. */
    create: (conversationId: string, body: Input<typeof CreateNoteRequest>, options?: CallOptions) =>
      http.json<Output<typeof NoteResponse>>({
        method: 'POST',
        path: pathOf`/v1/conversations/${conversationId}/notes`,
        json: body,
        ...options,
      }),
    /** The whole note as it shall be. Errors: `permission_denied` for somebody else's. */
    update: (conversationId: string, entryId: string, body: Input<typeof UpdateNoteRequest>, options?: CallOptions) =>
      http.json<Output<typeof NoteResponse>>({
        method: 'PATCH',
        path: pathOf`/v1/conversations/${conversationId}/notes/${entryId}`,
        json: body,
        ...options,
      }),
    /** The text is gone for good; that there was a note stays. Errors: `permission_denied` for somebody else's. */
    remove: (conversationId: string, entryId: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/conversations/${conversationId}/notes/${entryId}`, ...options }),
  };
}
