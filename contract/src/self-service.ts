import { z } from 'zod';
import { AttributeValue } from './attributes.ts';
import { MARKETING_CHOICES } from './consent.ts';
import { ContactIdentifier } from './contacts.ts';
import { Timestamp } from './pagination.ts';
import { PRIVACY_REQUEST_KINDS } from './privacy-requests.ts';

/** Languages of the pages for customers. */
export const SELF_SERVICE_LANGUAGES = ['en', 'id'] as const;
export type SelfServiceLanguage = (typeof SELF_SERVICE_LANGUAGES)[number];

/** Words that a customer writes, as a whole message and in any case, to be sent the link or to ask for erasure. */
export const SELF_SERVICE_KEYWORDS = {
  access: ['data', 'my data', 'data saya', 'privacy', 'privasi'],
  erase: ['erase my data', 'delete my data', 'hapus data', 'hapus data saya'],
} as const;

const word = z.string().trim().min(2).max(40);

const settingsFields = {
  enabled: z.boolean().describe('Whether the page is there at all'),
  title: z.string().trim().min(1).max(80).nullable().describe('Null: the name of the workspace'),
  intro: z.string().trim().min(1).max(500).nullable().describe('A sentence or two of your own at the top'),
  mark: z.string().trim().min(1).max(3).nullable().describe('One to three letters in place of a logo; null: from the title'),
  color: z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #0a7d5a'),
  language: z.enum(SELF_SERVICE_LANGUAGES).describe('For visitors whose browser asks for neither'),
  contact: z.string().trim().min(1).max(300).nullable().describe('How else people reach you: mail address, telephone, office'),
  keywords_enabled: z.boolean().describe('Whether words in messages are answered'),
  access_words: z.array(word).max(10).describe('Beside the built-in words'),
  erase_words: z.array(word).max(10).describe('Beside the built-in words'),
};

/** Body of `PATCH /v1/privacy/public-page`; what is left out stays. */
export const UpdateSelfServiceSettings = z.strictObject(settingsFields).partial();
export type UpdateSelfServiceSettings = z.infer<typeof UpdateSelfServiceSettings>;

/** The page for customers as the workspace set it up. */
export const SelfServiceSettings = z.object({ ...settingsFields, url: z.string(), updated_at: Timestamp.nullable() });
export type SelfServiceSettings = z.infer<typeof SelfServiceSettings>;

/** Answer of `GET /v1/public/{slug}`: what anybody sees. */
export const PublicPage = z.object({
  title: z.string(),
  intro: z.string().nullable(),
  mark: z.string(),
  color: z.string(),
  language: z.enum(SELF_SERVICE_LANGUAGES),
  contact: z.string().nullable(),
  numbers: z.array(z.object({ display: z.string(), link: z.string().describe('Opens WhatsApp with a word that is answered') })),
  has_notice: z.boolean().describe('Whether a privacy notice is published at `/p/{slug}/privacy`'),
  word: z.string().nullable().describe('What to write to be sent a link; null when words are not answered'),
  signed_in: z.boolean().describe('Whether this browser proved whose data it may see here'),
});
export type PublicPage = z.infer<typeof PublicPage>;

const phone = z.string().trim().min(5).max(40);

/** Body of `POST /v1/public/{slug}/codes` and of `…/stop`. The answer is the same for every number. */
export const PublicPhoneRequest = z.strictObject({ phone });
export type PublicPhoneRequest = z.infer<typeof PublicPhoneRequest>;

/** Body of `POST /v1/public/{slug}/session`: number and code, or what stood behind the # of the link. */
export const OpenPublicSessionRequest = z.union([
  z.strictObject({
    phone,
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/, 'must be six digits')
      .meta({ examples: ['123456'] }),
  }),
  z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
]);
export type OpenPublicSessionRequest = z.infer<typeof OpenPublicSessionRequest>;

export const PublicSession = z.object({ expires_at: Timestamp });
export type PublicSession = z.infer<typeof PublicSession>;

const count = z.number().int().min(0);

/** Answer of `GET /v1/public/{slug}/me`: what is held about the person, as an overview; the export has all of it. */
export const HeldData = z.object({
  name: z.string().nullable(),
  profile_name: z.string().nullable(),
  identifiers: z.array(ContactIdentifier.pick({ kind: true, value: true })),
  details: z.array(z.object({ label: z.string(), value: AttributeValue })),
  tags: z.array(z.string()),
  stage: z.string().nullable(),
  country: z.string().nullable(),
  source: z.string(),
  since: Timestamp,
  last_seen_at: Timestamp.nullable(),
  restricted: z.boolean(),
  counts: z.object({ conversations: count, messages_from_you: count, messages_to_you: count, files: count, notes: count }),
  marketing: z.enum(MARKETING_CHOICES),
  consents: z.array(
    z.object({
      purpose: z.string(),
      state: z.enum(['given', 'withdrawn', 'objected', 'resumed', 'unset']),
      source: z.string().nullable(),
      since: Timestamp.nullable(),
    }),
  ),
  session_expires_at: Timestamp,
});
export type HeldData = z.infer<typeof HeldData>;

/** Body of `POST /v1/public/{slug}/me/consents`: withdraws what was agreed to, or objects where nothing was. */
export const RefusePurposeRequest = z.strictObject({ purpose: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/) });
export type RefusePurposeRequest = z.infer<typeof RefusePurposeRequest>;

/** What a person can ask for on the page. Objecting and withdrawing take effect at once and are no requests. */
export const SELF_REQUEST_KINDS = [
  'access',
  'portability',
  'rectify',
  'erase',
  'restrict',
] as const satisfies readonly (typeof PRIVACY_REQUEST_KINDS)[number][];
export type SelfRequestKind = (typeof SELF_REQUEST_KINDS)[number];

/** Body of `POST /v1/public/{slug}/me/requests`. */
export const OpenSelfRequest = z.strictObject({
  kind: z.enum(SELF_REQUEST_KINDS),
  note: z.string().trim().min(1).max(2000).optional().describe('What is wrong and how it is right; needed to correct something'),
});
export type OpenSelfRequest = z.infer<typeof OpenSelfRequest>;

/** How far a request is, in the words of whoever asked. `waiting`: for a person of the business; `will_begin`: by itself, unless taken back. */
export const SELF_REQUEST_STATES = [
  'waiting',
  'will_begin',
  'working',
  'done',
  'partly_done',
  'refused',
  'cancelled',
  'same_as_earlier',
] as const;

/** What anybody sees who knows the reference: nothing about the person. */
export const RequestStatus = z.object({
  reference: z.string(),
  kind: z.enum(PRIVACY_REQUEST_KINDS),
  state: z.enum(SELF_REQUEST_STATES),
  received_at: Timestamp,
  due_at: Timestamp,
  begins_at: Timestamp.nullable().describe('When it begins by itself; until then it can be taken back'),
  closed_at: Timestamp.nullable(),
  authority: z.object({ name: z.string(), url: z.string() }).nullable().describe('Where to complain'),
});
export type RequestStatus = z.infer<typeof RequestStatus>;

/** A request as the person sees it after proving who they are. */
export const SelfRequest = RequestStatus.extend({
  can_cancel: z.boolean(),
  file: z.object({ size_bytes: z.number().int(), until: Timestamp }).nullable(),
  refusal: z.string().nullable(),
  kept: z.array(z.object({ what: z.string(), because: z.string(), until: Timestamp.nullable() })),
});
export type SelfRequest = z.infer<typeof SelfRequest>;

export const SelfRequestList = z.object({ data: z.array(SelfRequest) });
export type SelfRequestList = z.infer<typeof SelfRequestList>;

/** Answer of `GET /v1/public/{slug}/deletions/{code}`: nothing was stored under the id that Meta told. */
export const DeletionStatus = z.object({ code: z.string(), asked_on: z.iso.date() });
export type DeletionStatus = z.infer<typeof DeletionStatus>;
