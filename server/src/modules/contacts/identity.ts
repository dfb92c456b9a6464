import type { KeyObject } from 'node:crypto';
import type { IdentifierKind } from '@kabar/contract';
import { keyedHash } from '#platform/crypto/keyed-hash';
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

/** Keyed hash for look-up, 32 bytes; `indexKey` is the workspace's, so equal people of two workspaces do not show as equal. */
export function identityHash(indexKey: KeyObject, identity: Identity): Buffer {
  return keyedHash(indexKey, `contact:${matchKindOf(identity.kind)}`, foldIdentity(identity));
}
