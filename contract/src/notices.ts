import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { TwoLanguages } from './promises.ts';

/** Pages that a notice consists of. */
export const NOTICE_PAGES = ['privacy', 'cookies', 'subprocessors', 'security', 'data-deletion', 'retention'] as const;
export type NoticePage = (typeof NOTICE_PAGES)[number];

/** Parts of a page, in their order. */
export const NOTICE_SECTIONS = [
  'who',
  'what',
  'why',
  'recipients',
  'how_long',
  'security',
  'rights',
  'children',
  'transfers',
  'cookies',
  'changes',
  'contact',
] as const;
export type NoticeSection = (typeof NOTICE_SECTIONS)[number];

export const NOTICE_LANGUAGES = ['en', 'id'] as const;
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number];

const line = (most: number) => z.string().trim().min(1).max(most).nullable();

/** What only people know: who is responsible and how to reach them. Null: not given yet. */
export const NoticeFacts = z.object({
  controller_name: line(200).describe('The business as it is registered'),
  controller_address: line(400),
  privacy_email: z.email().max(200).nullable(),
  phone: line(40),
  website: z
    .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
    .max(300)
    .nullable(),
  officer: line(200).describe('Data protection officer or representative, where there is one'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters such as ID')
    .nullable()
    .describe('Where the business is, by ISO 3166-1'),
  about: z.object({ en: line(1_000), id: line(1_000) }).describe('In own words: what people are written to about'),
});
export type NoticeFacts = z.infer<typeof NoticeFacts>;

export const NOTICE_FACT_NAMES = ['controller_name', 'controller_address', 'privacy_email', 'country'] as const;

/** Body of `PATCH /v1/notice/facts`; what is left out stays. */
export const UpdateNoticeFactsRequest = z.strictObject(NoticeFacts.shape).partial();
export type UpdateNoticeFactsRequest = z.infer<typeof UpdateNoticeFactsRequest>;

/** One sentence as it was or would be published. */
export const NoticeSentence = z.object({
  key: z.string(),
  page: z.enum(NOTICE_PAGES),
  section: z.enum(NOTICE_SECTIONS),
  promises: z.array(z.string()).describe('Promises that must be proven for it to stand'),
  text: TwoLanguages,
});
export type NoticeSentence = z.infer<typeof NoticeSentence>;

/** What publishing would change. `dropped` ones stood before and do not any more. */
export const NoticeChange = z.object({
  kind: z.enum(['added', 'dropped', 'changed']),
  page: z.enum(NOTICE_PAGES),
  section: z.enum(NOTICE_SECTIONS),
  before: TwoLanguages.nullable(),
  after: TwoLanguages.nullable(),
  is_material: z.boolean(),
});
export type NoticeChange = z.infer<typeof NoticeChange>;

/** `upcoming`: announced, counts from its date. `current`: counts now. `past`: counted before. */
export const NOTICE_STATES = ['upcoming', 'current', 'past'] as const;

export const NoticeVersion = z.object({
  id: idSchema('notice'),
  number: z.number().int(),
  state: z.enum(NOTICE_STATES),
  is_material: z.boolean(),
  effective_at: Timestamp,
  published_at: Timestamp,
  sentence_count: z.number().int(),
  announced: z
    .object({ mailed: z.number().int(), accepted: z.number().int().nullable() })
    .describe('Mails put out; acceptances where account holders accept it'),
});
export type NoticeVersion = z.infer<typeof NoticeVersion>;

/** A version with all it says and what it changed. */
export const NoticeVersionDetail = NoticeVersion.extend({ sentences: z.array(NoticeSentence), changes: z.array(NoticeChange) });
export type NoticeVersionDetail = z.infer<typeof NoticeVersionDetail>;

/** The notice as it would be published now. */
export const NoticeDraft = z.object({
  facts: NoticeFacts,
  missing: z.array(z.string()).describe('Facts and sections without which it cannot be published; empty when it can'),
  sentences: z.array(NoticeSentence),
  changes: z.array(NoticeChange).describe('Against the newest published version'),
  is_material: z.boolean().describe('Whether account holders must hear of it 30 days ahead'),
  earliest_effective_at: Timestamp,
  silent: z
    .array(z.object({ key: z.string(), page: z.enum(NOTICE_PAGES), section: z.enum(NOTICE_SECTIONS), waits_for: z.array(z.string()) }))
    .describe('Sentences that cannot stand now, with the promises they wait for'),
  dropped: z.array(NoticeSentence).describe('Sentences of the published version that are not true at this moment and are not shown'),
  versions: z.array(NoticeVersion),
  urls: z.array(z.object({ page: z.enum(NOTICE_PAGES), url: z.string() })),
});
export type NoticeDraft = z.infer<typeof NoticeDraft>;

/** Body of `POST /v1/notice/versions`. */
export const PublishNoticeRequest = z.strictObject({
  effective_at: Timestamp,
  is_material: z.boolean().default(false).describe('A change that Kabar calls material stays so'),
});
export type PublishNoticeRequest = z.infer<typeof PublishNoticeRequest>;

/** What somebody with an account should know of the notice of the installation. */
export const NoticeForMe = z.object({
  to_accept: z
    .object({ id: idSchema('notice'), number: z.number().int(), effective_at: Timestamp, changes: z.array(NoticeChange) })
    .nullable()
    .describe('A version that counts and that you have not accepted yet'),
  upcoming: z
    .object({ id: idSchema('notice'), number: z.number().int(), effective_at: Timestamp, changes: z.array(NoticeChange) })
    .nullable(),
  url: z.string(),
});
export type NoticeForMe = z.infer<typeof NoticeForMe>;

/** Body of `POST /v1/me/notice`: accepting is agreeing to the terms of use; it is never consent to processing. */
export const AcceptNoticeRequest = z.strictObject({ notice_id: idSchema('notice') });
export type AcceptNoticeRequest = z.infer<typeof AcceptNoticeRequest>;

/** Which notice counts for people without an account yet. */
export const PublicNotice = z.object({ id: idSchema('notice').nullable(), effective_at: Timestamp.nullable(), url: z.string() });
export type PublicNotice = z.infer<typeof PublicNotice>;
