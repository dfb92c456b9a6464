import type { IdentifierKind } from '@kabar/contract';
import { layeredHash } from '#platform/crypto/layered-hash';
import type { LayeredKey } from '#platform/crypto/layered-hash';
import { foldPhone } from './fold-phone.ts';

/** What an identifier is compared as: `phone` and `wa_id` are one kind, over the folded form. */
export type MatchKind = Exclude<IdentifierKind, 'wa_id'>;

/**
 * One thing by which a person is known. `value` of `phone` and `wa_id` is digits with country code. `scope` is the
 * WhatsApp account under which a `bsuid` was told.
 */
export type Identity = { kind: IdentifierKind; value: string; scope?: string };

const bsuidForm = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;
const parentBsuidForm = /^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}$/;

/** Whether the text has the form of a business-scoped user id, e.g. `ID.1349…`. Never throws. */
export function isBsuid(text: string): boolean {
  return bsuidForm.test(text) || parentBsuidForm.test(text);
}

/** The kind that an identity is looked up under. */
export function matchKindOf(kind: IdentifierKind): MatchKind {
  return kind === 'wa_id' ? 'phone' : kind;
}

/** The one form in which two spellings of the same identity are equal. */
export function foldIdentity({ kind, value }: Identity): string {
  if (kind === 'phone' || kind === 'wa_id') return foldPhone(value);
  if (kind === 'username') return value.replace(/^@/, '').toLowerCase();
  return value;
}

/**
 * Keyed hash for look-up under the written version of the workspace's key for contacts, or under `version`. Not to be looked up or stored directly while the key is being
 * changed: `identityHashes` sees to what is stored under an older one.
 */
export function identityHash(key: LayeredKey, identity: Identity, version = key.written): Buffer {
  return layeredHash(key, `contact:${matchKindOf(identity.kind)}`, foldIdentity(identity), version);
}
