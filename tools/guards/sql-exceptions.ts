/** Statement files that read the database's own clock, each with the reason why a parameter would be wrong there. */
export const clockExceptions: Readonly<Record<string, string>> = {
  'server/src/platform/rate-limit/rate-limit.sql.ts': 'All processes share the buckets, so one clock must fill them.',
  'server/src/platform/idempotency/idempotency.sql.ts':
    'Whether a process that runs a request still lives is judged between processes, so by one clock.',
  'server/src/platform/leases/leases.sql.ts': 'A lease holds between processes, so one clock must judge it for all of them.',
  'server/src/modules/messages/dispatch/dispatch.sql.ts': 'The lease that allows a claim is judged by the clock that judges leases.',
};

/** Tables that a second module writes, as `table: { module: reason }`. The first owner is the module named like it. */
export const sharedTables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  idempotent_requests: {
    'modules/messages':
      'An accepted message and the key of its request are one statement: that is what makes accepting it once a fact, also in a batch.',
  },
  events: {
    'modules/messages':
      'An accepted message and the news of it are one statement: a second one would cost the hot path a round trip per batch.',
  },
  erasure_log: {
    'modules/encryption':
      'Hashes in its marks go up when an index key changes; the database lets nothing else of a line change, and who does it must know all places of hashes.',
  },
  conversations: {
    'modules/messages': 'A message and the line it makes in the list of conversations are one statement of the accepting transaction.',
  },
};
