import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { DocumentSignature } from './signing.ts';

/** What a person can ask about their own data. */
export const PRIVACY_REQUEST_KINDS = ['access', 'portability', 'rectify', 'erase', 'restrict', 'object', 'withdraw_consent'] as const;
export type PrivacyRequestKind = (typeof PRIVACY_REQUEST_KINDS)[number];

/**
 * Where a request stands. `identity_check`: who asks is not proved yet; `planned`: proved and waiting for the go; `veto_window`: it will
 * begin by itself and can still be stopped; `partial`: done except for what is named; `cancelled`: taken back.
 */
export const PRIVACY_REQUEST_STATES = [
  'received',
  'identity_check',
  'duplicate',
  'denied',
  'planned',
  'veto_window',
  'executing',
  'verifying',
  'partial',
  'done',
  'cancelled',
  'forwarded',
] as const;
export type PrivacyRequestState = (typeof PRIVACY_REQUEST_STATES)[number];

/** How a request reached us. `customer`: the person themselves, on the workspace's privacy page. */
export const PRIVACY_REQUEST_CHANNELS = ['member', 'api', 'mail', 'form', 'customer', 'whatsapp'] as const;
export type PrivacyRequestChannel = (typeof PRIVACY_REQUEST_CHANNELS)[number];

/** Languages in which Kabar answers people. */
export const PRIVACY_LANGUAGES = ['en', 'id'] as const;

/** Why a request is refused, in the words of the laws. */
export const DENIAL_REASONS = [
  'identity_not_proved',
  'not_our_data',
  'rights_of_others',
  'legal_duty_to_keep',
  'excessive_or_repeated',
  'safety_or_security',
] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];

const bases = ['ID', 'IN', 'EU', 'UK', 'US-CA', 'workspace'] as const;

/** One clock that runs for a request: of a law, or what the workspace itself promises. */
export const PrivacyClock = z.object({
  basis: z.enum(bases),
  ack_due_at: Timestamp.nullable(),
  action_due_at: Timestamp,
  extend_until: Timestamp.nullable(),
  source: z.object({ title: z.string(), url: z.string(), read_on: z.string() }).nullable(),
});
export type PrivacyClock = z.infer<typeof PrivacyClock>;

const Place = z.string().regex(/^[A-Z]{2}(-[A-Z]{2})?$/, 'must be a country such as ID, or US-CA');

/** Who asks, as it was told to us. Forgotten when the data of the person is erased. */
export const PrivacySubject = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  note: z.string().nullable().describe('What they asked for, in their own words'),
});
export type PrivacySubject = z.infer<typeof PrivacySubject>;

/** What was kept, for which reason and until when. */
export const KeptData = z.object({
  what: z.string(),
  because: z.string(),
  until: Timestamp.nullable(),
  count: z.number().int().nullable(),
});
export type KeptData = z.infer<typeof KeptData>;

/** One step of a request. `manual` ones wait for a member, the others run by themselves. */
export const PrivacyTask = z.object({
  key: z.string(),
  manual: z.boolean(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  attempts: z.number().int(),
  removed: z.number().int().nullable().describe('Rows and files that are gone'),
  kept: z.array(KeptData),
  note: z.string().nullable().describe('Of whoever did a manual step'),
  error: z.string().nullable().describe('Why it failed the last time, in plain words'),
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
});
export type PrivacyTask = z.infer<typeof PrivacyTask>;

/** What somebody has to do next for a request to go on. */
export const PRIVACY_NEXT_STEPS = [
  'find_person',
  'prove_identity',
  'enter_code',
  'start',
  'second_member',
  'wait_for_start',
  'wait_for_work',
  'manual_step',
  'look_at_failure',
  'none',
] as const;

export const PrivacyRequest = z.object({
  id: idSchema('privacyRequest'),
  kind: z.enum(PRIVACY_REQUEST_KINDS),
  kind_guessed: z.boolean().describe('Read out of a mail; look whether it is right'),
  purpose: z.string().nullable().describe('Of `object` and `withdraw_consent`; null: every purpose'),
  state: z.enum(PRIVACY_REQUEST_STATES),
  next_step: z.enum(PRIVACY_NEXT_STEPS),
  channel: z.enum(PRIVACY_REQUEST_CHANNELS),
  role: z.enum(['processor', 'controller']).describe('`controller`: about the account of somebody who uses Kabar, for the operator'),
  contact_id: idSchema('contact').nullable().describe('Whose data it is about, once found'),
  user_id: idSchema('user').nullable().describe('The account it is about, in the queue of the operator'),
  subject: PrivacySubject.nullable(),
  language: z.enum(PRIVACY_LANGUAGES),
  residence: z.string().nullable().describe('Where the person says they live'),
  is_child: z.boolean(),
  received_at: Timestamp,
  acknowledged_at: Timestamp.nullable(),
  ack_due_at: Timestamp.nullable(),
  due_at: Timestamp.describe('By when it has to be done'),
  due_basis: z.enum(bases),
  clocks: z.array(PrivacyClock),
  clock_used: z.number().min(0).describe('How much of the time is over: 0.5 is half, 1 and more is too late'),
  extend_until: Timestamp.nullable().describe('How far it can be put off; null: not at all'),
  extended: z.object({ at: Timestamp, reason: z.string() }).nullable(),
  identity: z.object({
    state: z.enum(['open', 'code_sent', 'proved', 'judged']),
    method: z.enum(['whatsapp_code', 'mail_code', 'whatsapp_sender', 'account', 'judged']).nullable(),
    at: Timestamp.nullable(),
    by: idSchema('member').nullable(),
    reason: z.string().nullable().describe('Of the member who judged it'),
    can_send_code: z.object({ whatsapp: z.boolean(), mail: z.boolean() }).nullable().describe('Null in lists'),
  }),
  approval: z.object({
    needs_second: z.boolean(),
    planned_by: idSchema('member').nullable(),
    approved_by: idSchema('member').nullable(),
  }),
  veto_until: Timestamp.nullable().describe('When it begins by itself; until then it can be stopped'),
  denial: z
    .object({ reason: z.enum(DENIAL_REASONS), text: z.string(), authority: z.object({ name: z.string(), url: z.string() }) })
    .nullable(),
  duplicate_of: idSchema('privacyRequest').nullable(),
  forwarded: z
    .object({
      direction: z.enum(['to', 'from']),
      queue: z.enum(['operator', 'workspace']),
      state: z.enum(PRIVACY_REQUEST_STATES).nullable(),
      due_at: Timestamp.nullable(),
    })
    .nullable(),
  tasks: z.array(PrivacyTask).describe('Empty in lists'),
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  has_receipt: z.boolean(),
  file: z.object({ size_bytes: z.number().int(), until: Timestamp }).nullable().describe('The copy of their data, when there is one'),
  created_at: Timestamp,
  updated_at: Timestamp,
  closed_at: Timestamp.nullable(),
});
export type PrivacyRequest = z.infer<typeof PrivacyRequest>;

/** Tabs of the list: what waits for us, what runs, what is over. */
export const PRIVACY_REQUEST_TABS = ['open', 'identity', 'decide', 'running', 'closed'] as const;
export type PrivacyRequestTab = (typeof PRIVACY_REQUEST_TABS)[number];

/** Open ones come with what is due first, closed ones newest first. */
export const ListPrivacyRequestsQuery = PageQuery.extend({
  tab: z.enum(PRIVACY_REQUEST_TABS).default('open'),
  kind: z.enum(PRIVACY_REQUEST_KINDS).optional(),
  contact_id: idSchema('contact').optional(),
});
export type ListPrivacyRequestsQuery = z.infer<typeof ListPrivacyRequestsQuery>;

export const PrivacyRequestCounts = z.object({
  open: z.number().int(),
  identity: z.number().int(),
  decide: z.number().int(),
  running: z.number().int(),
  closed: z.number().int(),
  overdue: z.number().int(),
  due_soon: z.number().int().describe('Open, with less than a day left'),
});
export type PrivacyRequestCounts = z.infer<typeof PrivacyRequestCounts>;

const subjectFields = {
  name: z.string().trim().min(1).max(200).optional(),
  phone: z.string().trim().min(5).max(40).optional(),
  email: z.email().max(320).optional(),
  note: z.string().trim().min(1).max(4000).optional().describe('What they asked for, in their own words'),
};

/** Body of `POST /v1/privacy/requests`. Say who asks: the contact, or how they can be reached. */
export const CreatePrivacyRequest = z.strictObject({
  kind: z.enum(PRIVACY_REQUEST_KINDS),
  purpose: z
    .string()
    .regex(/^[a-z][a-z0-9_]{1,39}$/)
    .optional()
    .describe('Of `object` and `withdraw_consent`; left out: every purpose'),
  contact_id: idSchema('contact').optional(),
  form_message_id: idSchema('formMessage')
    .optional()
    .describe(
      'The message of the contact form in which they ask. What is left out is taken from it; the clock runs from when it was sent, and it counts as answered',
    ),
  ...subjectFields,
  language: z.enum(PRIVACY_LANGUAGES).optional(),
  residence: Place.optional(),
  is_child: z.boolean().optional(),
  received_at: Timestamp.optional().describe('When it reached you, if earlier than now: the clock runs from then'),
});
export type CreatePrivacyRequest = z.infer<typeof CreatePrivacyRequest>;

/** Body of `PATCH /v1/privacy/requests/{id}`, while the request is not being worked on. Clocks are worked out anew from receipt. */
export const UpdatePrivacyRequest = z.strictObject({
  kind: z.enum(PRIVACY_REQUEST_KINDS).optional(),
  contact_id: idSchema('contact').optional(),
  residence: Place.nullable().optional(),
  is_child: z.boolean().optional(),
  language: z.enum(PRIVACY_LANGUAGES).optional(),
});
export type UpdatePrivacyRequest = z.infer<typeof UpdatePrivacyRequest>;

export const SendPrivacyCodeRequest = z.strictObject({ via: z.enum(['whatsapp', 'mail']) });
export const SendPrivacyCodeResponse = z.object({ via: z.enum(['whatsapp', 'mail']), expires_at: Timestamp });
export type SendPrivacyCodeResponse = z.infer<typeof SendPrivacyCodeResponse>;
export const ConfirmPrivacyCodeRequest = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'must be six digits')
    .meta({ examples: ['123456'] }),
});

const reason = z.string().trim().min(10).max(2000);
export const JudgePrivacyIdentityRequest = z.strictObject({ reason: reason.describe('How you know that it is them') });
export const DenyPrivacyRequest = z.strictObject({ reason: z.enum(DENIAL_REASONS), text: reason.describe('Told to the person') });
export const ExtendPrivacyRequest = z.strictObject({ reason: reason.describe('Told to the person') });
export const FinishPrivacyTaskRequest = z.strictObject({
  task: z.string().max(60),
  outcome: z.enum(['done', 'skipped']),
  note: z.string().trim().min(3).max(2000),
});
export const ForwardPrivacyRequest = z.strictObject({
  to: z.enum(['operator', 'workspace']),
  workspace_slug: z.string().max(80).optional().describe('Of `workspace`'),
});

/** A line of the history of a request. */
export const PrivacyRequestEvent = z.object({
  id: z.string(),
  kind: z.string(),
  actor: z.object({ kind: z.enum(['member', 'api_key', 'person', 'operator', 'system']), id: z.string().nullable() }),
  data: z.record(z.string(), z.string()),
  at: Timestamp,
});
export type PrivacyRequestEvent = z.infer<typeof PrivacyRequestEvent>;
export const PrivacyRequestHistory = z.object({ data: z.array(PrivacyRequestEvent) });

/** What a receipt says. Signed as `docs/reference/signed-documents.md` tells. */
export const PrivacyReceipt = z.object({
  document: z.object({
    format: z.literal('kabar.request_receipt'),
    version: z.literal(1),
    request_id: z.string(),
    workspace: z.string(),
    kind: z.enum(PRIVACY_REQUEST_KINDS),
    purpose: z.string().nullable(),
    received_at: Timestamp,
    due_at: Timestamp,
    due_basis: z.enum(bases),
    done_at: Timestamp,
    identity: z.string(),
    steps: z.array(z.object({ step: z.string(), outcome: z.string(), removed: z.number().int().nullable(), at: Timestamp.nullable() })),
    kept: z.array(KeptData),
    left: z
      .array(z.object({ what: z.string(), count: z.number().int() }))
      .describe('Found by the last look and not explained; empty when done'),
    verified_at: Timestamp.nullable(),
    authority: z.object({ name: z.string(), url: z.string() }),
  }),
  signature: DocumentSignature,
});
export type PrivacyReceipt = z.infer<typeof PrivacyReceipt>;

const officeFields = {
  home: z
    .enum(['ID', 'IN', 'EU', 'UK', 'US-CA'])
    .nullable()
    .describe('The law of the place where the business is; its clock runs for everybody'),
  promise_days: z.number().int().min(1).max(90).describe('Within how many days you promise an answer, whatever the law'),
  veto_days: z.number().int().min(0).max(30).describe('How long an erasure waits before it begins; shortened so that the clock is kept'),
  four_eyes: z.boolean().describe('A second member has to agree before anything is erased'),
  contact_mail: z.email().max(320).nullable().describe('Where reminders go, and what people are told to write to'),
  contact_address: z.string().trim().max(500).nullable(),
  language: z.enum(PRIVACY_LANGUAGES).describe('Of answers, when the person’s is not known'),
};

/** How the privacy office of a workspace works. */
export const PrivacyOffice = z.object({
  ...officeFields,
  mail_intake: z.object({ url: z.string(), enabled: z.boolean() }).describe('Where your mail server hands over mails of people'),
  updated_at: Timestamp.nullable(),
});
export type PrivacyOffice = z.infer<typeof PrivacyOffice>;
export const UpdatePrivacyOffice = z.strictObject(officeFields).partial();
export type UpdatePrivacyOffice = z.infer<typeof UpdatePrivacyOffice>;

/** Answer of `POST /v1/privacy/office/mail-intake`: shown once. */
export const MailIntakeSecret = z.object({ url: z.string(), secret: z.string().describe('Signs each hand-over; shown this once') });
export type MailIntakeSecret = z.infer<typeof MailIntakeSecret>;

/** Body of `POST /v1/me/privacy-requests`: about one's own account, for whoever runs the installation. */
export const CreateOwnPrivacyRequest = z.strictObject({
  kind: z.enum(PRIVACY_REQUEST_KINDS),
  note: z.string().trim().min(1).max(4000).optional(),
});
export type CreateOwnPrivacyRequest = z.infer<typeof CreateOwnPrivacyRequest>;

/** Body of `POST /v1/contacts/{id}/child-report`. `age`: how old they are, as far as somebody knows. */
export const ReportChildRequest = z.strictObject({
  age: z.number().int().min(0).max(120).optional(),
  note: z.string().trim().min(1).max(1_000).optional().describe('How it became known'),
});
export type ReportChildRequest = z.infer<typeof ReportChildRequest>;
