import type { ContactsContext } from '#modules/contacts';

/** What the contact form needs. */
export type ContactFormsContext = ContactsContext & {
  /** Counts an attempt of a network that nobody is signed in from. Errors: `rate_limited`. */
  countFlow(clientIp: string): Promise<void>;
};
