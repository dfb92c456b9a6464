import { engineQuery } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import { deviceWords, placeWords } from './security-mails.ts';
import { selectWhereabouts } from './sessions/sessions.sql.ts';
import type { UsersContext } from './users-context.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Who did something, for a mail about it: a name, and roughly where from. `where` is null for an API key and for a session that is gone. */
export type Acting = { kind: 'user' | 'api_key'; name: string; where: Whereabouts | null };

/** Reads where the session of whoever acts began. Asked outside of transactions: sessions are hidden from whoever serves workspaces. */
export async function readActing(ctx: Pick<UsersContext, 'db'>, actor: WorkspaceActor): Promise<Acting> {
  if (actor.kind === 'api_key') return { kind: 'api_key', name: actor.name, where: null };
  const [where] = await engineQuery<Whereabouts>(ctx.db, selectWhereabouts(actor.sessionId));
  return { kind: 'user', name: actor.name, where: where ?? null };
}

/** Who it was in the words of a mail: `Rani (Firefox on Linux, 203.0.*)`. */
export function actingWords({ kind, name, where }: Acting, language: string): string {
  if (kind === 'api_key') return language === 'id' ? `kunci API “${name}”` : `the API key “${name}”`;
  return where === null ? name : `${name} (${deviceWords(where, language)}, ${placeWords(where, language)})`;
}
