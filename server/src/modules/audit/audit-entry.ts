import { createHash } from 'node:crypto';
import { installationId } from '#modules/keyring';
import { canonicalJson } from '#platform/crypto/canonical-json';
import type { JsonValue } from '#platform/crypto/canonical-json';

/** Chain of acts that belong to no workspace (sign-up, sign-in, password reset): the installation's own, see the key ring. */
export const ACCOUNT_CHAIN: string = installationId;

/** Who did it. Ids are database ids. */
export type AuditActor = { kind: 'user' | 'api_key'; id: string } | { kind: 'system'; id: null };

/** A value about a person. The chain holds a keyed commitment to it; the value itself lies beside it, sealed. */
export type Personal = { readonly personal: string };

/** Marks a value as being about a person: a name, an address, a network address. */
export function personal(value: string): Personal {
  return { personal: value };
}

/** A changed field's value: plain, or marked as personal. */
export type AuditValue = JsonValue | Personal | undefined;

/** One act to be recorded. `action` is `noun.past_verb`; `before` and `after` hold the changed fields only. */
export type AuditEntryInput = {
  actor: AuditActor;
  action: string;
  /** `id` is a public id. */
  target?: { kind: string; id: string };
  before?: Readonly<Record<string, AuditValue>>;
  after?: Readonly<Record<string, AuditValue>>;
};

/** A stored event, as the chain hashes it. */
export type ChainedEvent = {
  workspace_id: string;
  seq: number;
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  action: string;
  target_kind: string | null;
  target_id: string | null;
  before: JsonValue;
  after: JsonValue;
  /** Null for events from before origins were kept. */
  origin: JsonValue;
  prev_hash: Buffer;
};

/** Hash before the first event of every chain. */
export const GENESIS_HASH: Buffer = Buffer.alloc(32);

/**
 * SHA-256 over the canonical JSON of everything the event says and the hash of the event before it. The sealed personal
 * values are not part of it, so that they can be destroyed while the chain stays whole.
 */
export function hashEvent(event: ChainedEvent): Buffer {
  const text = canonicalJson({
    action: event.action,
    actor_id: event.actor_id,
    actor_kind: event.actor_kind,
    after: event.after,
    at: event.at.toISOString(),
    before: event.before,
    id: event.id,
    ...(event.origin === null ? {} : { origin: event.origin }),
    prev_hash: event.prev_hash.toString('hex'),
    seq: event.seq,
    target_id: event.target_id,
    target_kind: event.target_kind,
    workspace_id: event.workspace_id,
  });
  return createHash('sha256').update(text, 'utf8').digest();
}
