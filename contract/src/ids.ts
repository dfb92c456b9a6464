import { z } from 'zod';

/**
 * Prefix of every public id. The 26 characters behind it are the 128 bits of a UUIDv7 in Crockford base32, lower case,
 * so ids of one kind sort by the time they were made. A prefix is never reused for another kind.
 */
export const ID_PREFIXES = {
  workspace: 'wsp',
  user: 'usr',
  member: 'mem',
  invitation: 'inv',
  apiKey: 'key',
  number: 'num',
  contact: 'ctc',
  conversation: 'cnv',
  message: 'msg',
  template: 'tpl',
  media: 'med',
  delivery: 'dlv',
  unit: 'unt',
  accountEvent: 'acc',
  audit: 'aud',
  request: 'req',
  team: 'tem',
  tag: 'tag',
  entry: 'ent',
  view: 'viw',
  bulkAction: 'blk',
  savedReply: 'srp',
  notification: 'ntf',
  attribute: 'atr',
  stage: 'stg',
  identifier: 'idf',
  contactNote: 'nte',
  contactEvent: 'cev',
  segment: 'seg',
  role: 'rol',
  merge: 'mrg',
  import: 'imp',
  personImport: 'pim',
  importedRecord: 'imr',
  export: 'exp',
  consentRecord: 'cns',
  consentWording: 'cwd',
  consentDoubt: 'cdb',
  suppression: 'sup',
  workingHours: 'wrk',
  episode: 'eps',
  templateDraft: 'tpd',
  privacyRequest: 'prq',
  hold: 'hld',
  retentionRun: 'rtr',
  erasure: 'ers',
  notice: 'not',
  evidence: 'evd',
  processor: 'prc',
  transfer: 'trf',
  disclosure: 'dsc',
  incident: 'icd',
  businessTransfer: 'btf',
  backup: 'bkp',
  drill: 'drl',
  closure: 'cls',
  formMessage: 'cfm',
  childReport: 'cdr',
  sealedOpening: 'sop',
  webhookEndpoint: 'wep',
  event: 'evt',
  webhookDelivery: 'wdl',
  webhookReplay: 'wrp',
  webhookAttempt: 'wat',
  session: 'ses',
  passkey: 'psk',
  signIn: 'sgn',
  signInDomain: 'sdm',
  supportAccess: 'sac',
} as const;

/** Name of a kind of thing that has a public id. */
export type IdKind = keyof typeof ID_PREFIXES;

/** A public id of kind `K`, e.g. `msg_01jd…`. */
export type PublicId<K extends IdKind = IdKind> = `${(typeof ID_PREFIXES)[K]}_${string}`;

/** Pattern of the part behind the underscore: 26 Crockford base32 characters, of which the first is at most 7 (128 bits). */
export const ID_BODY_PATTERN = '[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}';

/** Schema of a public id of one kind; refuses ids of any other kind. */
export function idSchema<K extends IdKind>(kind: K): z.ZodType<PublicId<K>, string> {
  const prefix = ID_PREFIXES[kind];
  return z
    .string()
    .regex(new RegExp(`^${prefix}_${ID_BODY_PATTERN}$`), `must be an id that starts with ${prefix}_`)
    .meta({ description: `Id of a ${kind}`, examples: [`${prefix}_01jd8z3t5kf6v9b2m4n7p0q1rs`] }) as unknown as z.ZodType<
    PublicId<K>,
    string
  >;
}
