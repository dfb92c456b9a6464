import { erasePersonalValues } from '#modules/audit';
import type { ContactsContext } from '#modules/contacts';
import type { ErasureContext } from '#modules/erasure';
import type { ExportsContext } from '#modules/exports';
import type { ImportsContext } from '#modules/imports';
import type { MediaContext } from '#modules/media';
import { holdsOnPerson, isStillSilent, keptUntil } from '#modules/retention';
import { leaveWorkspace, type WorkspacesContext } from '#modules/workspaces';
import { installationCeilings } from './compose-retention.ts';
import type { Context } from './context.ts';
import { erasureHooks } from './erasure-hooks.ts';
import { catalogue } from './personal-data.ts';

/** What erasing takes from the modules below it. */
export type ErasureNeeds = {
  contacts: ContactsContext;
  media: MediaContext;
  exports: ExportsContext;
  imports: ImportsContext;
  workspaces: WorkspacesContext;
};

/** What erasing people works with; a restore builds the same to replay the log. */
export function composeErasure(
  {
    metrics,
    config,
    mails,
  }: { metrics: Context['metrics']; config: Parameters<typeof installationCeilings>[0]; mails: Pick<Context['mails'], 'add'> },
  { contacts, media, exports, imports, workspaces }: ErasureNeeds,
): ErasureContext {
  return {
    ...contacts,
    metrics,
    catalogue,
    storage: media.storage,
    hooks: erasureHooks({ media, imports, exports }),
    holdsOn: (workspaceId, contactIds) => holdsOnPerson(contacts, workspaceId, contactIds),
    keptUntil: (workspaceId, cls, from) => keptUntil({ db: contacts.db, ceilings: installationCeilings(config) }, workspaceId, cls, from),
    isStillSilent: (tx, workspaceId, contactId) =>
      isStillSilent({ db: contacts.db, clock: contacts.clock, ceilings: installationCeilings(config) }, tx, workspaceId, contactId),
    leaveWorkspace: (tx, userId, isForced) => leaveWorkspace(workspaces, tx, userId, isForced),
    addMail: (tx, mail, options) => mails.add(tx, mail, options),
    onStop: async (tx, workspaceId, targetIds) => {
      await erasePersonalValues(tx, workspaceId, targetIds);
    },
  };
}
