import type { Readable } from 'node:stream';
import type { ContactsContext } from '#modules/contacts';
import type { SealedStorage } from '#platform/storage/sealed-storage';

/** A file of a message, ready to be read. */
export type ExportedFile = { mimeType: string; filename: string | null; sizeBytes: number; open(): Promise<Readable> };

/** What exports need. */
export type ExportsContext = ContactsContext & {
  storage: SealedStorage;
  /** Opens a stored file; null when it is gone or never arrived. */
  openFile(workspaceId: string, mediaId: string): Promise<ExportedFile | null>;
};
