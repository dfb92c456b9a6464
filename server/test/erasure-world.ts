import type { ErasureContext } from '../src/modules/erasure/index.ts';
import type { ExportsContext } from '../src/modules/exports/index.ts';
import type { MediaContext } from '../src/modules/media/index.ts';
import type { WorkspacesContext } from '../src/modules/workspaces/index.ts';
import { silentLog } from '../src/platform/log.ts';
import type { Mail } from '../src/platform/mail/mail.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import { createDiskStorage } from '../src/platform/storage/disk-storage.ts';
import { createSealedStorage } from '../src/platform/storage/sealed-storage.ts';
import { composeErasure } from '../src/roles/compose-erasure.ts';
import { composeExports } from '../src/roles/exports-context.ts';
import { contactsContext } from './contacts-world.ts';
import type { MessageWorld } from './message-world.ts';

/** What erasing works with over a world of messages; files lie in the world's folder. Jobs are counted and not run. */
export function erasureContext(
  world: MessageWorld,
  overrides: Partial<ErasureContext> = {},
): ErasureContext & { enqueued: { name: string; payload: unknown }[]; mails: Mail[] } {
  const contacts = contactsContext(world);
  const mails: Mail[] = [];
  const storage = createSealedStorage(createDiskStorage(world.folder));
  // Erasure uses of these what is given here; the rest talks to WhatsApp.
  const media = { db: contacts.db, keyring: contacts.keyring, storage } as unknown as MediaContext;
  const context = composeErasure(
    {
      metrics: createMetrics({ processMetrics: false }),
      config: { messages: { payloadRetentionDays: 7 } },
      mails: { add: async (_tx, mail) => void mails.push(mail) },
    },
    {
      contacts,
      media,
      exports: composeExports(contacts, media),
      imports: { ...contacts, storage } as never,
      // Leaving a workspace uses these alone; the rest makes and invites.
      workspaces: { ...contacts, onMemberRemoved: () => Promise.resolve() } as unknown as WorkspacesContext,
    },
  );
  return { ...context, log: silentLog, enqueued: contacts.enqueued, mails, ...overrides };
}

/** What exports work with over a world of messages; files lie in the world's folder. */
export function exportsContext(world: MessageWorld): ExportsContext {
  const contacts = contactsContext(world);
  const storage = createSealedStorage(createDiskStorage(world.folder));
  // Files that are stored are opened without anybody else.
  return composeExports(contacts, {
    db: contacts.db,
    keyring: contacts.keyring,
    clock: contacts.clock,
    log: silentLog,
    storage,
  } as unknown as MediaContext);
}
