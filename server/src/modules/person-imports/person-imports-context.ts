import type { ConsentRecorder } from '#modules/consent';
import type { ContactsContext } from '#modules/contacts';
import type { StoredFile } from '#modules/media';
import type { SealedStorage } from '#platform/storage/sealed-storage';

/** What bringing in a person needs. */
export type PersonImportsContext = ContactsContext & {
  storage: SealedStorage;
  consent: ConsentRecorder;
  /** Stores a file as one of a contact's; null where it is not kept (malware, too large, no space left). */
  storeFile(file: StoredFile): Promise<string | null>;
};
