import { createPersonMatcher, identifiersOf, type ContactsContext } from '#modules/contacts';
import type { ExportsContext } from '#modules/exports';
import { readFromDeliveries } from '#modules/intake';
import { openMedia, type MediaContext } from '#modules/media';
import { AppError } from '#platform/errors';
import { catalogue } from './personal-data.ts';

/** Builds what exports work with: the declarations of all parts, and the stores that have to be opened to find one person. */
export function composeExports(contacts: ContactsContext, media: MediaContext): ExportsContext {
  const { db, keyring } = contacts;
  return {
    ...contacts,
    storage: media.storage,
    catalogue,
    readOpened: async function* ({ workspaceId, contactIds }) {
      const identities = await identifiersOf(contacts, workspaceId, contactIds);
      const matcher = createPersonMatcher(await keyring.layeredKey(workspaceId, 'contacts'), { identities, marks: [] });
      if (identities.length > 0) yield* readFromDeliveries({ db, keyring }, workspaceId, matcher);
    },
    openFile: async (workspaceId, mediaId) =>
      openMedia(media, workspaceId, mediaId, AbortSignal.timeout(30_000)).catch((error: unknown) => {
        if (error instanceof AppError) return null; // gone, or not to be had from WhatsApp any more
        throw error;
      }),
  };
}
