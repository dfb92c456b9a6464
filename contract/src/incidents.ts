import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { DATA_KINDS } from './processors.ts';

/** Laws that know a clock for breaches. */
export const BREACH_LAWS = ['ID', 'IN', 'EU', 'UK', 'US-CA'] as const;
export type BreachLaw = (typeof BREACH_LAWS)[number];

/** `stored`: somebody could reach what was kept at that time. `passed`: only what came and went in the time. */
export const INCIDENT_REACHES = ['stored', 'passed'] as const;
export const INCIDENT_RISKS = ['unlikely', 'possible', 'high'] as const;
export type IncidentRisk = (typeof INCIDENT_RISKS)[number];

/** What the laws want to be told, each in words. */
export const INCIDENT_FACTS = ['what_happened', 'cause', 'consequences', 'measures', 'advice', 'contact'] as const;
export type IncidentFact = (typeof INCIDENT_FACTS)[number];

const fact = z.string().trim().max(4_000);
export const IncidentFacts = z.strictObject({
  what_happened: fact.describe('What happened, when and how'),
  cause: fact,
  consequences: fact.describe('What it may mean for the people concerned'),
  measures: fact.describe('What was done and will be done'),
  advice: fact.describe('What people can do themselves'),
  contact: fact.describe('Who answers questions, and how to reach them'),
});
export type IncidentFacts = z.infer<typeof IncidentFacts>;

export const IncidentScope = z.strictObject({
  reach: z.enum(INCIDENT_REACHES).default('stored'),
  data: z.array(z.enum(DATA_KINDS)).max(DATA_KINDS.length).default([]),
  number_ids: z.array(idSchema('number')).max(100).default([]).describe('Only conversations on these numbers; empty: all'),
  api_key_ids: z.array(idSchema('apiKey')).max(100).default([]).describe('Only workspaces that these API keys open; empty: all'),
  member_ids: z.array(idSchema('member')).max(100).default([]).describe('Only workspaces that these members belong to; empty: all'),
});
export type IncidentScope = z.output<typeof IncidentScope>;

export const IncidentClock = z.object({
  key: z.string(),
  law: z.string(),
  jurisdiction: z.enum(BREACH_LAWS),
  party: z.enum(['authority', 'persons', 'workspaces']),
  authority: z.string().nullable(),
  due_at: Timestamp.nullable().describe('Null while it waits for something else'),
  is_prompt: z.boolean().describe('The law says without delay; 24 hours are our measure of it'),
  state: z.enum(['running', 'late', 'met', 'met_late', 'dismissed', 'waiting']),
  met_at: Timestamp.nullable(),
  remark: z.string().nullable().describe('How it was met (reference of the report), or why it does not apply'),
});
export type IncidentClock = z.infer<typeof IncidentClock>;

export const IncidentAffected = z.object({
  assessed_at: Timestamp,
  contact_count: z.number().int(),
  member_count: z.number().int(),
  workspace_count: z.number().int(),
  by_data: z.array(z.object({ data: z.enum(DATA_KINDS), count: z.number().int() })),
  suggested_laws: z.array(z.enum(BREACH_LAWS)).describe('From the countries of the people concerned'),
  told_count: z.number().int(),
  unreachable_count: z.number().int(),
});
export type IncidentAffected = z.infer<typeof IncidentAffected>;

export const INCIDENT_STEPS = ['describe', 'assess', 'tell_authority', 'tell_workspaces', 'tell_persons', 'close', 'done'] as const;
export type IncidentStep = (typeof INCIDENT_STEPS)[number];

export const Incident = z.object({
  id: idSchema('incident'),
  title: z.string(),
  status: z.enum(['open', 'closed']),
  next_step: z.enum(INCIDENT_STEPS),
  risk: z.enum(INCIDENT_RISKS).nullable(),
  happened_from: Timestamp,
  happened_until: Timestamp.nullable(),
  known_at: Timestamp.describe('When it became known; the clocks of the laws start here'),
  laws: z.array(z.enum(BREACH_LAWS)),
  scope: IncidentScope,
  facts: IncidentFacts,
  missing_facts: z.array(z.enum(INCIDENT_FACTS)),
  clocks: z.array(IncidentClock),
  affected: IncidentAffected.nullable(),
  told_by_operator: z.boolean().describe('Whether whoever runs the installation told the workspace of it'),
  lessons: z.string().nullable(),
  created_at: Timestamp,
  closed_at: Timestamp.nullable(),
});
export type Incident = z.infer<typeof Incident>;

/** An incident in a list. */
export const IncidentSummary = Incident.pick({
  id: true,
  title: true,
  status: true,
  next_step: true,
  risk: true,
  known_at: true,
  told_by_operator: true,
  closed_at: true,
}).extend({ next_due_at: Timestamp.nullable(), late_count: z.number().int(), contact_count: z.number().int().nullable() });
export type IncidentSummary = z.infer<typeof IncidentSummary>;
export const IncidentList = z.object({ data: z.array(IncidentSummary) });

const title = z.string().trim().min(3).max(160);
export const CreateIncidentRequest = z.strictObject({
  title,
  happened_from: Timestamp,
  happened_until: Timestamp.nullable().default(null),
  known_at: Timestamp,
  laws: z.array(z.enum(BREACH_LAWS)).min(1).max(BREACH_LAWS.length),
  risk: z.enum(INCIDENT_RISKS).nullable().default(null),
  scope: IncidentScope,
  facts: IncidentFacts.partial().default({}),
});
export type CreateIncidentRequest = z.output<typeof CreateIncidentRequest>;

/** Fields that are left out stay as they are; so do facts. */
export const UpdateIncidentRequest = z
  .strictObject({
    title,
    happened_from: Timestamp,
    happened_until: Timestamp.nullable(),
    known_at: Timestamp,
    laws: z.array(z.enum(BREACH_LAWS)).min(1).max(BREACH_LAWS.length),
    risk: z.enum(INCIDENT_RISKS).nullable(),
    scope: IncidentScope,
    facts: IncidentFacts.partial(),
  })
  .partial();
export type UpdateIncidentRequest = z.output<typeof UpdateIncidentRequest>;

/** One person concerned, with what became of telling them. */
export const IncidentPerson = z.object({
  kind: z.enum(['contact', 'member']),
  workspace_id: idSchema('workspace'),
  contact_id: idSchema('contact').nullable(),
  member_id: idSchema('member').nullable(),
  data: z.array(z.enum(DATA_KINDS)),
  outcome: z.enum(['not_told', 'sending', 'told', 'unreachable']),
  channel: z.enum(['whatsapp', 'mail', 'elsewhere']).nullable(),
  told_at: Timestamp.nullable(),
  reason: z.string().nullable().describe('Why they could not be reached: a word of ours or the reason of the message'),
});
export type IncidentPerson = z.infer<typeof IncidentPerson>;
export const ListIncidentPersonsQuery = PageQuery.extend({ outcome: z.enum(['not_told', 'told', 'unreachable']).optional() });
export type ListIncidentPersonsQuery = z.output<typeof ListIncidentPersonsQuery>;

export const IncidentEntry = z.object({
  at: Timestamp,
  kind: z.enum([
    'recorded',
    'changed',
    'assessed',
    'noted',
    'clock_met',
    'clock_dismissed',
    'persons_told',
    'workspaces_told',
    'told_by_operator',
    'reminded',
    'closed',
    'reopened',
  ]),
  by: z.string().nullable().describe('Name of who did it; null for Kabar itself'),
  text: z.string().nullable(),
  count: z.number().int().nullable(),
});
export type IncidentEntry = z.infer<typeof IncidentEntry>;
export const IncidentTimeline = z.object({ data: z.array(IncidentEntry) });

export const IncidentNoteRequest = z.strictObject({ text: z.string().trim().min(1).max(4_000) });
/** Body of meeting a clock: when and how it was met. `dismissed` with the reason why the law does not ask for it here. */
export const SettleClockRequest = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .describe('Of the clock'),
  outcome: z.enum(['met', 'dismissed']),
  at: Timestamp.optional(),
  remark: z.string().trim().min(3).max(1_000),
});
export type SettleClockRequest = z.output<typeof SettleClockRequest>;

export const DRAFT_PARTIES = ['authority', 'workspace', 'person'] as const;
export type DraftParty = (typeof DRAFT_PARTIES)[number];
export const IncidentDraftQuery = z.object({ party: z.enum(DRAFT_PARTIES), language: z.enum(['en', 'id']) });
export const IncidentDraft = z.object({
  subject: z.string(),
  text: z.string(),
  missing: z.array(z.enum(INCIDENT_FACTS)).describe('Facts that the law wants and that nobody wrote yet; they stand in the text as gaps'),
});
export type IncidentDraft = z.infer<typeof IncidentDraft>;

/** What telling the persons would do now. */
export const TellPreview = z.object({
  text: z.string(),
  whatsapp_count: z.number().int().describe('Contacts who get it in an open service window, or by the template'),
  mail_count: z.number().int().describe('Members who get it by mail'),
  unreachable_count: z.number().int().describe('Contacts whom WhatsApp does not allow to be written to now'),
});
export const TellQuery = z.object({
  language: z.enum(['en', 'id']),
  template_name: z.string().max(512).optional(),
  template_language: z.string().max(10).optional(),
});
export type TellQuery = z.output<typeof TellQuery>;
export const TellPersonsRequest = z.strictObject({
  language: z.enum(['en', 'id']),
  template: z
    .strictObject({ name: z.string().min(1).max(512), language: z.string().min(2).max(10) })
    .nullable()
    .default(null)
    .describe('An approved utility template with one variable in its body, for contacts outside the service window'),
  confirm_count: z.number().int().min(0).describe('How many the person who confirms was shown; another number refuses'),
});
export type TellPersonsRequest = z.output<typeof TellPersonsRequest>;
export const TellWorkspacesResponse = z.object({ told_count: z.number().int() });
export const CloseIncidentRequest = z.strictObject({ lessons: z.string().trim().min(10).max(8_000) });
