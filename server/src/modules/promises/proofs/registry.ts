import { ofAccounts } from './of-accounts.ts';
import { ofContacts } from './of-contacts.ts';
import { ofData } from './of-data.ts';
import { ofEncryption } from './of-encryption.ts';
import { ofMessages } from './of-messages.ts';
import { ofNothing } from './of-nothing.ts';
import { ofNotices } from './of-notices.ts';
import { ofOperation } from './of-operation.ts';
import type { Proof } from './proof.ts';

/** Every proof that rows of the ledger share. An empty list is a proof that nobody has written, and counts as missing. */
export const proofs = {
  ...ofNotices,
  ...ofAccounts,
  ...ofEncryption,
  ...ofMessages,
  ...ofContacts,
  ...ofData,
  ...ofOperation,
  ...ofNothing,
} satisfies Record<string, readonly Proof[]>;
