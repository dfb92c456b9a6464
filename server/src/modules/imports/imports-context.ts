import type { AuditContext } from '#modules/audit';
import type { ConsentRecorder } from '#modules/consent';
import type { ContactsContext } from '#modules/contacts';
import type { SealedStorage } from '#platform/storage/sealed-storage';

/** What imports need. */
export type ImportsContext = ContactsContext & {
  audit: AuditContext;
  storage: SealedStorage;
  consent: ConsentRecorder;
};
