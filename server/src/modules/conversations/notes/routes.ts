import { CreateNoteRequest, ID_PREFIXES, idSchema, NoteResponse, UpdateNoteRequest } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { deleteNote, updateNoteText } from './change-note.ts';
import { createNote } from './create-note.ts';
import type { NotesContext } from './notes-context.ts';

const shared = { tag: 'Conversations', auth: 'workspace', permission: 'conversations:write' } as const;
const NoteParams = z.object({ id: idSchema('conversation'), entry_id: idSchema('entry') });

/** The dashboard keeps notes that could not be sent, and sends them when it is back on the network. */
const noteKeysKeptMs = 7 * 24 * 3_600_000;

/** Routes under `/v1/conversations/:id/notes`. */
export function noteRoutes(ctx: NotesContext): Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'POST',
      path: '/v1/conversations/:id/notes',
      summary: 'Write a note',
      description: 'For your team; the customer never sees it. Mentioned members are told when they may see the conversation.',
      params: z.object({ id: idSchema('conversation') }),
      body: CreateNoteRequest,
      responses: { 201: NoteResponse },
      idempotencyKeptMs: noteKeysKeptMs,
      handler: ({ actor, params, body }) => createNote(ctx, actor, uuidOf(ID_PREFIXES.conversation, params.id), body),
    }),
    defineRoute({
      ...shared,
      method: 'PATCH',
      path: '/v1/conversations/:id/notes/:entry_id',
      summary: 'Change a note',
      description: 'By its author, or with the permission inbox:configure.',
      params: NoteParams,
      body: UpdateNoteRequest,
      responses: { 200: NoteResponse },
      handler: ({ actor, params, body }) => updateNoteText(ctx, actor, placeOf(params), body),
    }),
    defineRoute({
      ...shared,
      method: 'DELETE',
      path: '/v1/conversations/:id/notes/:entry_id',
      summary: 'Delete a note',
      description: 'By its author, or with the permission inbox:configure. Its text is gone for good; that there was a note stays.',
      params: NoteParams,
      responses: { 204: null },
      handler: ({ actor, params }) => deleteNote(ctx, actor, placeOf(params)),
    }),
  ];
}

function placeOf(params: { id: string; entry_id: string }): { conversationId: string; entryId: string } {
  return { conversationId: uuidOf(ID_PREFIXES.conversation, params.id), entryId: uuidOf(ID_PREFIXES.entry, params.entry_id) };
}

function uuidOf(prefix: string, publicId: string): string {
  const id = fromPublicId(prefix, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
