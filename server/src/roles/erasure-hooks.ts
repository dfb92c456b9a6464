import { createPersonMatcher } from '#modules/contacts';
import type { ErasureHook, ErasureRun } from '#modules/erasure';
import { countLists, forgetLists, type ExportsContext } from '#modules/exports';
import { countFilesOf, forgetFilesOf, type ImportsContext } from '#modules/imports';
import { countInDeliveries, eraseFromDeliveries } from '#modules/intake';
import { countMediaOf, eraseMediaOf, type MediaContext } from '#modules/media';
import { countContactsInIndex, eraseContactsFromIndex } from '#modules/search';

/** What erasing a person takes from the modules whose stores no declaration can walk through, in the order in which it is done. */
export function erasureHooks(deps: {
  media: MediaContext;
  imports: Pick<ImportsContext, 'db' | 'storage'>;
  exports: Pick<ExportsContext, 'db' | 'storage'>;
}): ErasureHook[] {
  const { media, imports, exports } = deps;
  const { db, keyring } = media;
  const matcher = async ({ workspaceId, identities, marks }: ErasureRun) =>
    createPersonMatcher(await keyring.layeredKey(workspaceId, 'contacts'), { identities, marks });
  const isKnown = ({ identities, marks }: ErasureRun): boolean => identities.length + marks.length > 0;
  return [
    {
      step: 'search_index',
      // Half of the time of a person with thousands of messages.
      isBeside: true,
      tables: ['search_documents', 'message_words', 'contact_words'],
      erase: (run) => eraseContactsFromIndex({ db }, run.workspaceId, run.contactIds),
      count: (run) => countContactsInIndex({ db }, run.workspaceId, run.contactIds),
    },
    {
      step: 'media',
      tables: ['media'],
      erase: (run) => eraseMediaOf(media, run.workspaceId, run.contactIds),
      count: (run) => countMediaOf(media, run.workspaceId, run.contactIds),
    },
    {
      step: 'webhook_deliveries',
      tables: ['intake_deliveries', 'intake_units'],
      erase: async (run) => (isKnown(run) ? eraseFromDeliveries({ db, keyring }, run.workspaceId, await matcher(run)) : {}),
      count: async (run) => (isKnown(run) ? countInDeliveries({ db, keyring }, run.workspaceId, await matcher(run)) : {}),
    },
    {
      step: 'import_files',
      tables: ['imports'],
      erase: (run) => forgetFilesOf(imports, run.workspaceId, run.contactIds),
      count: (run) => countFilesOf(imports, run.workspaceId, run.contactIds),
    },
    {
      step: 'export_lists',
      tables: [],
      erase: (run) => forgetLists(exports, run.workspaceId, run.stoppedAt),
      count: (run) => countLists(exports, run.workspaceId, run.stoppedAt),
    },
  ];
}
