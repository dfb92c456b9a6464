import { z } from 'zod';

/** How long a backup of keys may stand: a person erased now is unreadable in every copy after this time. */
export const keyTailHours = 72;

/** Names of the objects of one backup, below its id. */
export const objectNames = {
  summary: 'backup.json',
  identityForKeys: 'identity.age',
  identityForPassphrase: 'identity-passphrase.age',
  manifest: 'manifest.age',
} as const;

/**
 * What anybody who sees the place may read: enough to list backups and to know whether one is whole. Written last, so a backup
 * without it was never finished. No names, no content.
 */
export const BackupSummary = z.object({
  format: z.literal(1),
  id: z.string(),
  createdAt: z.iso.datetime(),
  snapshotAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  program: z.string(),
  lastMigration: z.string(),
  encryptedTo: z.array(z.string()),
  sizeBytes: z.number(),
  rowCount: z.number(),
  mediaCount: z.number(),
  /** Everything else of the backup: name below the id, bytes and SHA-256 of what lies in the place. */
  objects: z.array(z.object({ name: z.string(), sizeBytes: z.number(), sha256: z.string() })),
});
export type BackupSummary = z.infer<typeof BackupSummary>;

const TableEntry = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  rowCount: z.number(),
  partitions: z.array(z.object({ name: z.string(), bound: z.string() })),
  parts: z.array(z.string()),
});

/** What only the holder of the keys may read: everything that a restore needs to know. */
export const BackupManifest = z.object({
  format: z.literal(1),
  id: z.string(),
  snapshotAt: z.iso.datetime(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })),
  jobSchemaVersion: z.number().nullable(),
  tables: z.array(TableEntry),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
  media: z.object({ isIncluded: z.boolean(), count: z.number(), sizeBytes: z.number(), packs: z.array(z.string()) }),
});
export type BackupManifest = z.infer<typeof BackupManifest>;
export type TableEntry = z.infer<typeof TableEntry>;

/** Tables of keys: never in an ordinary backup, because a restored key would bring erased people back. */
export const keyTables = ['workspace_keys', 'contact_keys', 'index_keys', 'payload_keys', 'backup_keys', 'signing_keys'] as const;

/** Columns that copies of the keys did not have when they were made by an older program, with what they mean. */
export const keyDefaults: Readonly<Partial<Record<(typeof keyTables)[number], Record<string, unknown>>>> = { index_keys: { version: 1 } };

/** Tables whose rows mean nothing after a restore: rights of processes to work on something now, and what migrations record themselves. */
export const volatileTables = ['leases', 'kabar_migrations'] as const;
