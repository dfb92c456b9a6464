import { erasePersonalValues } from '#modules/audit';
import type { ContactsContext } from '#modules/contacts';
import type { ErasureContext } from '#modules/erasure';
import type { ExportsContext } from '#modules/exports';
import type { ImportsContext } from '#modules/imports';
import type { MediaContext } from '#modules/media';
import type { Context } from './context.ts';
import { erasureHooks } from './erasure-hooks.ts';
import { catalogue } from './personal-data.ts';

/** What erasing takes from the modules below it. */
export type ErasureNeeds = { contacts: ContactsContext; media: MediaContext; exports: ExportsContext; imports: ImportsContext };

/** What erasing people works with; a restore builds the same to replay the log. */
export function composeErasure({ metrics }: Pick<Context, 'metrics'>, { contacts, media, exports, imports }: ErasureNeeds): ErasureContext {
  return {
    ...contacts,
    metrics,
    catalogue,
    storage: media.storage,
    hooks: erasureHooks({ media, imports, exports }),
    holdsOn: async () => [],
    keptUntil: async () => null,
    onStop: async (tx, workspaceId, targetIds) => {
      await erasePersonalValues(tx, workspaceId, targetIds);
    },
  };
}
