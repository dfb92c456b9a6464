import type { FormerSigningKey } from '#modules/keyring';
import type { SigningKey } from '#platform/crypto/signed-document';
import type { Database } from '#platform/db/database';
import type { Log } from '#platform/log';
import type { ListableStorage } from '#platform/storage/object-storage';
import type { AuditContext } from './append-audit.ts';

/** What anchors the chains outside the database. */
export type AnchorContext = AuditContext & {
  db: Database;
  log: Log;
  /** The place of the checkpoints: a folder or a bucket that the database cannot write. */
  checkpoints: { label: string; kind: 'folder' | 's3'; storage: ListableStorage };
  signingKey(): Promise<SigningKey>;
  /** Keys that signed checkpoints before it. */
  formerSigningKeys(): Promise<readonly FormerSigningKey[]>;
};
