import type { Readable } from 'node:stream';
import type { ContactsContext } from '#modules/contacts';
import type { Catalogue } from '#platform/personal-data/catalogue';
import type { PersonIds } from '#platform/personal-data/person-rows';
import type { SealedStorage } from '#platform/storage/sealed-storage';

/** A file of a message, ready to be read. */
export type ExportedFile = { mimeType: string; filename: string | null; sizeBytes: number; open(): Promise<Readable> };

/** What exports need. */
export type ExportsContext = ContactsContext & {
  storage: SealedStorage;
  /** What every part of the server declares to store about people. */
  catalogue: Catalogue;
  /** What stores say of a person that hold several people in one row and are opened and looked through. */
  readOpened(person: PersonIds): AsyncGenerator<{ table: string; row: Record<string, unknown> }>;
  /** Opens a stored file; null when it is gone or never arrived. */
  openFile(workspaceId: string, mediaId: string): Promise<ExportedFile | null>;
};
