import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { publicId } from './present-workspace.ts';
import { selectOwned, type OwnedRow } from './workspaces.sql.ts';

/** A workspace as whoever runs the installation finds it at the command line, with its longest-standing owner. `id` and `ownerId` are database ids. */
export type OwnedWorkspace = { id: string; publicId: string; slug: string; ownerId: string };

/** All workspaces of the installation that have an owner, by short name: for commands of whoever runs it, who stand outside of all of them. */
export async function listOwned(db: Database): Promise<OwnedWorkspace[]> {
  const rows = await engineQuery<OwnedRow>(db, selectOwned());
  return rows.map(({ id, slug, owner_id: ownerId }) => ({ id, publicId: publicId('workspace', id), slug, ownerId }));
}
