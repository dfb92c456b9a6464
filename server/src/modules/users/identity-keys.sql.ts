import type { Statement } from '#platform/db/tx';

/** The wrapped key of one purpose. Relies on the primary key. */
export function selectIdentityKey(purpose: string): Statement {
  return { text: `select wrapped from identity_keys where purpose = $1`, values: [purpose] };
}

/** Stores a wrapped key unless another process was first. */
export function insertIdentityKey(purpose: string, wrapped: Buffer, at: Date): Statement {
  return {
    text: `insert into identity_keys (purpose, wrapped, created_at) values ($1, $2, $3) on conflict (purpose) do nothing`,
    values: [purpose, wrapped, at],
  };
}
