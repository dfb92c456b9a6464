import type { AuditContext } from '#modules/audit';
import { loadContacts, type PeopleDeps } from '#modules/contacts';
import { transcriptsRoutes } from '#modules/transcripts';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Route } from '#platform/http/route';
import type { Context } from './context.ts';

/** Joins transcripts of conversations with whoever knows the names in them. */
export function composeTranscripts(
  { db, clock, keyring }: Context,
  parts: {
    people: PeopleDeps;
    audit: AuditContext;
    publicUrl: string;
    requireConversation(actor: WorkspaceActor, conversationId: string): Promise<void>;
  },
): Route[] {
  const { people, ...rest } = parts;
  return transcriptsRoutes({
    db,
    clock,
    keyring,
    ...rest,
    nameOfContact: async (workspaceId, contactId) => {
      const contact = (await loadContacts(people, workspaceId, [contactId])).get(contactId);
      return contact?.name ?? contact?.phone ?? null;
    },
  });
}
