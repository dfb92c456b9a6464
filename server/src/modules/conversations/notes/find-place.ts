import { isVisible, type Viewer } from '#modules/teams';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { selectPlace, type NotePlace } from './notes.sql.ts';

/** The conversation, for somebody who sees it. Errors: `not_found`. */
export async function findPlace(tx: TenantTx, viewer: Viewer, conversationId: string): Promise<NotePlace> {
  const [place] = await tx.query<NotePlace>(selectPlace(tx.workspaceId, conversationId));
  if (place === undefined || !isVisible(viewer, place)) throw new AppError('not_found');
  return place;
}
