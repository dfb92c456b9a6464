import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/**
 * What a customer can do about a purpose: agree (`given`), take the agreement back (`withdrawn`), object without ever having
 * agreed (`objected`), and come back after a stop (`resumed`).
 */
export const CONSENT_STATES = ['given', 'withdrawn', 'objected', 'resumed'] as const;
export type ConsentStateName = (typeof CONSENT_STATES)[number];

/**
 * Where the word of the customer came from. `whatsapp_keyword`: they wrote STOP or START; `whatsapp_button`: they pressed a
 * button of a message; `whatsapp_preferences`: they chose in WhatsApp itself; the others were told to us by somebody.
 */
export const CONSENT_SOURCES = [
  'whatsapp_keyword',
  'whatsapp_button',
  'whatsapp_preferences',
  'form',
  'paper',
  'agent',
  'api',
  'import',
] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

/** Sources that a person or program can name; the others are known only from WhatsApp. */
export const TOLD_SOURCES = ['form', 'paper', 'agent', 'api'] as const;

/** Why the workspace may process at all, in the words of the privacy laws. */
export const LEGAL_BASES = ['consent', 'contract', 'legitimate_interest', 'legal_obligation'] as const;

/**
 * Name of a purpose. Two are built in: `marketing`, which the send gate asks about for marketing messages, and `messages`,
 * every message at all: who objects to it gets none.
 */
export const ConsentPurposeKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/, 'must be lower-case letters, digits and _')
  .meta({ examples: ['marketing'] });

/** A finer part of a purpose, e.g. `newsletter`; absent: all of it. Kept and shown; the send gate asks for the whole purpose. */
const ConsentCategory = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'must be lower-case letters, digits and _');

/** Languages in which Kabar knows words of stopping and coming back, and has confirmations of its own. */
export const CONSENT_LANGUAGES = ['en', 'id', 'hi', 'es', 'pt', 'ar'] as const;
export type ConsentLanguage = (typeof CONSENT_LANGUAGES)[number];

/** Tag of a language, e.g. `en` or `pt-BR`. */
const LanguageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'must be a language tag such as en or pt-BR');

/** What proves a record. `text` is sealed under the contact's key and destroyed with it. */
export const ConsentEvidence = z.object({
  message_id: idSchema('message').nullable(),
  media_id: idSchema('media').nullable(),
  text: z.string().nullable().describe('In the words of whoever recorded it; null when there is none or it can no longer be read'),
});

/** One entry of the ledger. Never changed and never deleted; a later one only comes after it. */
export const ConsentRecord = z.object({
  id: idSchema('consentRecord'),
  contact_id: idSchema('contact').describe('The contact as it was when this was recorded'),
  purpose: ConsentPurposeKey,
  category: z.string().nullable(),
  state: z.enum(CONSENT_STATES),
  source: z.enum(CONSENT_SOURCES),
  legal_basis: z.enum(LEGAL_BASES).nullable(),
  wording_id: idSchema('consentWording').nullable().describe('The words the customer agreed to'),
  evidence: ConsentEvidence,
  actor: z.object({ kind: z.enum(['contact', 'member', 'api_key', 'system']), id: z.string().nullable() }),
  supersedes: idSchema('consentRecord').nullable().describe('The record about the same purpose that was the newest until then'),
  occurred_at: Timestamp.describe('When the customer did it'),
  recorded_at: Timestamp,
});
export type ConsentRecord = z.infer<typeof ConsentRecord>;

/** What holds now for one purpose. `unset`: nobody ever said anything. */
export const ConsentState = z.object({
  purpose: ConsentPurposeKey,
  category: z.string().nullable(),
  state: z.enum(['unset', ...CONSENT_STATES]),
  source: z.enum(CONSENT_SOURCES).nullable(),
  since: Timestamp.nullable(),
  record_id: idSchema('consentRecord').nullable(),
});
export type ConsentState = z.infer<typeof ConsentState>;

/**
 * What a contact's choice about marketing comes to, as the contact itself shows it: `stopped` whenever marketing may not be
 * sent because of a stop, an objection or a suppression; `given` and `resumed` as recorded; `unset` when nothing is known.
 */
export const MARKETING_CHOICES = ['unset', 'given', 'stopped', 'resumed'] as const;
export type MarketingChoiceName = (typeof MARKETING_CHOICES)[number];

/** `GET /v1/contacts/{id}/consents`: what holds now, whether marketing may be sent now, and the newest of the history. */
export const ContactConsents = z.object({
  contact_id: idSchema('contact'),
  marketing: z.enum(MARKETING_CHOICES),
  may_send: z
    .object({
      marketing: z.object({
        allowed: z.boolean(),
        reason: z.enum(['marketing_stopped', 'contact_suppressed', 'consent_missing']).nullable(),
      }),
      other: z.object({ allowed: z.boolean(), reason: z.enum(['contact_suppressed']).nullable() }),
    })
    .describe('What the send gate would say about consent at this moment'),
  states: z.array(ConsentState),
  suppressions: z.array(z.lazy(() => Suppression)),
  history: z.array(ConsentRecord),
  next_cursor: z.string().nullable(),
});
export type ContactConsents = z.infer<typeof ContactConsents>;

const recordFields = {
  purpose: ConsentPurposeKey.default('marketing'),
  category: ConsentCategory.optional(),
  state: z.enum(CONSENT_STATES),
  source: z.enum(TOLD_SOURCES).optional().describe('Left out: `agent` for a member, `api` for a key'),
  legal_basis: z.enum(LEGAL_BASES).optional(),
  wording_id: idSchema('consentWording').optional(),
  evidence: z
    .strictObject({
      message_id: idSchema('message').optional(),
      media_id: idSchema('media').optional(),
      text: z.string().trim().min(3).max(2000).optional().describe('How you know, in your own words'),
    })
    .optional(),
  occurred_at: Timestamp.optional().describe('When the customer did it; now when left out, and never in the future'),
};

/**
 * Body of `POST /v1/contacts/{id}/consents`. A stop needs no evidence and always counts. `given` and `resumed` lift an earlier stop
 * only with evidence and when the customer did it after the stop; otherwise they are kept in the history and change nothing.
 */
export const RecordConsentRequest = z.strictObject(recordFields);
export type RecordConsentRequest = z.infer<typeof RecordConsentRequest>;

/** One row of `POST /v1/consents`: the contact by our id, or by phone number or BSUID, which makes it when there is none. */
export const BulkConsentItem = z.strictObject({
  contact_id: idSchema('contact').optional(),
  phone: z.string().min(5).max(40).optional(),
  bsuid: z.string().min(4).max(200).optional(),
  ...recordFields,
});

export const BulkConsentRequest = z.strictObject({ consents: z.array(BulkConsentItem).min(1).max(1000) });
export type BulkConsentRequest = z.infer<typeof BulkConsentRequest>;

/** Answer of `POST /v1/consents`: rows in the order given; a refused row does not touch its neighbours. An unknown id refuses the request. */
export const BulkConsentResponse = z.object({
  recorded_count: z.number().int(),
  refused_count: z.number().int(),
  results: z.array(
    z.object({
      contact_id: idSchema('contact').nullable(),
      record_id: idSchema('consentRecord').nullable(),
      state: z
        .enum(['unset', ...CONSENT_STATES])
        .nullable()
        .describe('What holds for the purpose after this row'),
      refused: z.enum(['recipient_invalid', 'conflict', 'validation_failed']).nullable(),
    }),
  ),
});
export type BulkConsentResponse = z.infer<typeof BulkConsentResponse>;

/** What is not sent to somebody suppressed: marketing, or nothing at all. */
export const SUPPRESSION_SCOPES = ['marketing', 'all'] as const;
export type SuppressionScope = (typeof SUPPRESSION_SCOPES)[number];

/**
 * One identifier of a person that must not be written to. Only a keyed hash of the identifier is kept, so that it holds after the
 * person was erased and when they are imported again.
 */
export const Suppression = z.object({
  id: idSchema('suppression'),
  identifier_kind: z.enum(['phone', 'bsuid', 'parent_bsuid', 'username', 'lid']),
  hash: z.string().describe('First 16 hexadecimal digits of the keyed hash; the same person has another one in another workspace'),
  scope: z.enum(SUPPRESSION_SCOPES),
  source: z.enum([...CONSENT_SOURCES, 'manual']),
  reason: z.string().nullable().describe('Written by whoever added it; null for what the customer did themselves'),
  since: Timestamp,
  contact_id: idSchema('contact').nullable().describe('Who has this identifier now; null when nobody does'),
  created_at: Timestamp,
});
export type Suppression = z.infer<typeof Suppression>;

export const ListSuppressionsQuery = PageQuery.extend({
  scope: z.enum(SUPPRESSION_SCOPES).optional(),
  source: z.enum([...CONSENT_SOURCES, 'manual']).optional(),
  phone: z.string().max(40).optional().describe('Finds one exact number, in any usual spelling'),
  contact_id: idSchema('contact').optional(),
});
export type ListSuppressionsQuery = z.infer<typeof ListSuppressionsQuery>;

/** Body of `POST /v1/suppressions`: a phone number or BSUID that nobody may write to, whether it is a contact or not. */
export const CreateSuppressionRequest = z.strictObject({
  phone: z.string().min(5).max(40).optional(),
  bsuid: z.string().min(4).max(200).optional(),
  scope: z.enum(SUPPRESSION_SCOPES).default('marketing'),
  reason: z.string().trim().min(3).max(500),
});
export type CreateSuppressionRequest = z.infer<typeof CreateSuppressionRequest>;

/** Body of `POST /v1/suppressions/{id}/lift`. Lifts what stands for the same person and scope; the evidence is kept. */
export const LiftSuppressionRequest = z.strictObject({
  evidence: z.strictObject({
    text: z.string().trim().min(3).max(2000).describe('How you know that the customer wants to be written to again'),
    message_id: idSchema('message').optional(),
    media_id: idSchema('media').optional(),
  }),
});
export type LiftSuppressionRequest = z.infer<typeof LiftSuppressionRequest>;

/** Words that customers were asked with. A version is never changed once a record names it. */
export const ConsentWording = z.object({
  id: idSchema('consentWording'),
  purpose: ConsentPurposeKey,
  version: z.number().int().min(1),
  texts: z.record(LanguageTag, z.string()).describe('The words by language'),
  valid_from: Timestamp,
  used: z.boolean().describe('True once a record names it; it can then neither be changed nor deleted'),
  created_at: Timestamp,
});
export type ConsentWording = z.infer<typeof ConsentWording>;

const WordingTexts = z
  .record(LanguageTag, z.string().trim().min(1).max(4000))
  .refine((texts) => Object.keys(texts).length > 0, 'must hold at least one language')
  .meta({ examples: [{ id: 'Kirim saya kabar tentang promo', en: 'Send me news about offers' }] });

/** Body of `POST /v1/consent-wordings`: becomes the next version for its purpose. */
export const CreateConsentWordingRequest = z.strictObject({
  purpose: ConsentPurposeKey,
  texts: WordingTexts,
  valid_from: Timestamp.optional(),
});
export type CreateConsentWordingRequest = z.infer<typeof CreateConsentWordingRequest>;

export const UpdateConsentWordingRequest = z.strictObject({ texts: WordingTexts.optional(), valid_from: Timestamp.optional() });
export type UpdateConsentWordingRequest = z.infer<typeof UpdateConsentWordingRequest>;

export const ListConsentWordingsQuery = PageQuery.extend({ purpose: ConsentPurposeKey.optional() });
export type ListConsentWordingsQuery = z.infer<typeof ListConsentWordingsQuery>;

/** When marketing may be sent: only after the customer agreed, or until they object. */
export const MARKETING_RULES = ['opt_in', 'no_objection'] as const;
export type MarketingRule = (typeof MARKETING_RULES)[number];

const Keywords = z.array(z.string().trim().min(1).max(60)).max(50);
const ConfirmationTexts = z.partialRecord(z.enum(CONSENT_LANGUAGES), z.string().trim().min(1).max(1000));

const settingsFields = {
  marketing_rule: z.enum(MARKETING_RULES),
  purposes: z
    .array(z.strictObject({ key: ConsentPurposeKey, name: z.string().trim().min(1).max(80) }))
    .max(30)
    .describe('What customers can agree to. `marketing` and `messages` are always among them.'),
  stop_keywords: z
    .partialRecord(z.enum(CONSENT_LANGUAGES), Keywords)
    .describe('Your own words, beside those Kabar knows; one counts when it is the whole message'),
  start_keywords: z.partialRecord(z.enum(CONSENT_LANGUAGES), Keywords),
  stop_buttons: Keywords.describe('Payloads or labels of your own buttons that mean stop'),
  start_buttons: Keywords,
  confirm: z.boolean().describe('Whether a customer who stopped or came back is told so, once'),
  confirm_again_after_days: z.number().int().min(1).max(365).describe('A second stop within this time is not confirmed again'),
  stop_confirmations: ConfirmationTexts.describe('Your words instead of those in `default_stop_confirmations`'),
  start_confirmations: ConfirmationTexts,
  default_language: z.enum(CONSENT_LANGUAGES).describe('For a customer whose language the keyword does not tell, e.g. STOP'),
};

export const ConsentSettings = z.object({
  ...settingsFields,
  default_stop_confirmations: z.record(z.enum(CONSENT_LANGUAGES), z.string()),
  default_start_confirmations: z.record(z.enum(CONSENT_LANGUAGES), z.string()),
  updated_at: Timestamp.nullable().describe('Null while everything is as Kabar came'),
});
export type ConsentSettings = z.infer<typeof ConsentSettings>;

/** Body of `PATCH /v1/consent-settings`: what is left out stays. */
export const UpdateConsentSettingsRequest = z.strictObject(settingsFields).partial();
export type UpdateConsentSettingsRequest = z.infer<typeof UpdateConsentSettingsRequest>;

/** Answer of `POST /v1/consent-settings/try`: what Kabar would make of a message with the words of the workspace. */
export const TryConsentWordsRequest = z.strictObject({ text: z.string().min(1).max(4096) });
export const TryConsentWordsResponse = z.object({
  meaning: z.enum(['stop', 'start', 'doubt', 'none']),
  language: z.enum(CONSENT_LANGUAGES).nullable(),
});

/**
 * A message that may or may not mean stop: a person decides. Stands in the thread as an entry of kind `consent_doubt` whose data
 * holds `consent_doubt_id` and `message_id`.
 */
export const ConsentDoubt = z.object({
  id: idSchema('consentDoubt'),
  contact_id: idSchema('contact'),
  conversation_id: idSchema('conversation'),
  message_id: idSchema('message'),
  status: z.enum(['open', 'stopped', 'not_meant']),
  decided_by: idSchema('member').nullable(),
  decided_at: Timestamp.nullable(),
  created_at: Timestamp,
});
export type ConsentDoubt = z.infer<typeof ConsentDoubt>;

export const ListConsentDoubtsQuery = PageQuery.extend({
  conversation_id: idSchema('conversation').optional(),
  status: z.enum(['open', 'stopped', 'not_meant']).default('open'),
});
export type ListConsentDoubtsQuery = z.infer<typeof ListConsentDoubtsQuery>;

/** Body of `POST /v1/consent-doubts/{id}/decide`. */
export const DecideConsentDoubtRequest = z.strictObject({ decision: z.enum(['stop_marketing', 'not_meant']) });
export type DecideConsentDoubtRequest = z.infer<typeof DecideConsentDoubtRequest>;
