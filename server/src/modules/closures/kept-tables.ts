/** Why rows of a deleted workspace stay, and for how long. */
export type KeptTable = { because: string; years: number };

/**
 * What stays of a deleted workspace: rows without a readable word, because every key of the workspace is destroyed. All other tables are emptied.
 *
 * The years are obeyed by the database, too (`kabar_is_past_keeping`). Sources: GDPR art. 7(1) and UU PDP art. 24 (the controller must be able to prove consent) with the usual
 * limitation of claims; DPDP Rules 2025, rule 6(1)(e) (logs of one year at least) — as read in the facts of 2026-11-20.
 */
export const keptTables: Readonly<Record<string, KeptTable>> = {
  consent_records: { because: 'Proof that messages were sent with consent', years: 5 },
  suppressions: { because: 'Who must not be written to, as hashes that nobody can compare any more', years: 5 },
  audit_events: { because: 'Proof of who did what in the workspace', years: 2 },
};

/** Tables that deletion leaves alone: about closing itself, or without a word about anybody. */
export const untouchedTables: ReadonlySet<string> = new Set([
  'workspace_closures',
  // Tombstones of destroyed keys.
  'workspace_keys',
  'contact_keys',
  'index_keys',
  'payload_keys',
  // The end of the audit chain: a number and a hash.
  'audit_heads',
  // Ids only, and dropped with their partition within days.
  'events',
  // Keyed hashes, so that a restored backup is erased again.
  'erasure_log',
]);
