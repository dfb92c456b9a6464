import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** Kinds of notices whose promises Kabar can keep; each is also the name of a preset of retention. */
export const PROMISE_PRESETS = ['gateway-30d', 'business-12m', 'agency-90d', 'engagement-24m', 'minimal'] as const;
export type PromisePreset = (typeof PROMISE_PRESETS)[number];

/**
 * `proven`: every proof holds · `evidence`: waits for a dated record, or the one there is has run out · `not_offered`: the product, or this
 * installation, does not do it · `red`: a proof failed · `missing`: nobody has looked yet. Only what is proven may stand in a notice.
 */
export const PROMISE_STATUSES = ['proven', 'evidence', 'not_offered', 'red', 'missing'] as const;
export type PromiseStatus = (typeof PROMISE_STATUSES)[number];

/** What people, and no program, can show. */
export const EVIDENCE_KINDS = ['security_audit', 'staff_training', 'meta_terms', 'hosting_certificate', 'secure_development'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** A sentence in the two languages that notices are written in. */
export const TwoLanguages = z.object({ en: z.string(), id: z.string() });
export type TwoLanguages = z.infer<typeof TwoLanguages>;

/** `off`: the control is not switched on here, so nobody promises it. */
export const PROOF_OUTCOMES = ['passed', 'failed', 'off', 'waiting', 'expired', 'absent'] as const;
export type ProofOutcome = (typeof PROOF_OUTCOMES)[number];

/** One proof of a promise with what came of it. */
export const PromiseProof = z.object({
  kind: z.enum(['test', 'check', 'evidence']),
  name: z.string().describe('File and title of a test, key of a check, kind of evidence'),
  about: TwoLanguages.nullable().describe('What is looked at; null for tests, whose title says it'),
  outcome: z.enum(PROOF_OUTCOMES),
  at: Timestamp.nullable().describe('When that was found out; null when nobody looked'),
  finding: TwoLanguages.nullable().describe('What was found, and what to do where it is not well'),
});
export type PromiseProof = z.infer<typeof PromiseProof>;

/** A sentence that a notice may contain, with what makes and shows it true. */
export const PromiseRow = z.object({
  id: z.string().regex(/^L\d{3}$/),
  preset: z.enum(PROMISE_PRESETS),
  section: z.string().describe('Where a notice of that kind says it'),
  claim: TwoLanguages,
  controls: z.array(z.object({ id: z.string(), name: TwoLanguages, about: TwoLanguages })),
  status: z.enum(PROMISE_STATUSES),
  reason: TwoLanguages.nullable().describe('Why it is not offered'),
  proofs: z.array(PromiseProof),
  last_result_at: Timestamp.nullable().describe('Age of its oldest proof'),
});
export type PromiseRow = z.infer<typeof PromiseRow>;

export const PromiseSummary = z.object({
  total: z.number().int(),
  proven: z.number().int(),
  evidence: z.number().int(),
  not_offered: z.number().int(),
  red: z.number().int(),
  missing: z.number().int(),
});
export type PromiseSummary = z.infer<typeof PromiseSummary>;

/** Every promise as it stands for a workspace. */
export const PromiseBoard = z.object({
  summary: PromiseSummary,
  checked_at: Timestamp.nullable().describe('When this installation was last looked into'),
  tests_recorded_at: Timestamp.nullable().describe('When the tests of this release last ran; `npm run promises` runs them'),
  data: z.array(PromiseRow),
});
export type PromiseBoard = z.infer<typeof PromiseBoard>;

const title = z.string().trim().min(1).max(200);
const link = z
  .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
  .max(500)
  .meta({ examples: ['https://files.example.com/audit-2026.pdf'] });
const day = z.iso.date().meta({ examples: ['2026-11-21'] });

/** `due`: runs out within the days of its reminder. */
export const EVIDENCE_STATES = ['current', 'due', 'expired'] as const;

/** A dated record of an audit, a training, a certificate or a contract. */
export const Evidence = z.object({
  id: idSchema('evidence'),
  kind: z.enum(EVIDENCE_KINDS),
  title: z.string(),
  owner: z.string().describe('Who looks after it'),
  link: z.string().nullable(),
  reference: z.string().nullable().describe('Number or place of a document that has no address'),
  issued_on: z.string(),
  expires_on: z.string(),
  remind_days: z.number().int().describe('How many days before it runs out somebody is reminded'),
  state: z.enum(EVIDENCE_STATES),
  belongs_to: z.enum(['workspace', 'installation']).describe('Evidence of the installation counts for every workspace of it'),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Evidence = z.infer<typeof Evidence>;

export const EvidenceList = z.object({ data: z.array(Evidence) });
export type EvidenceList = z.infer<typeof EvidenceList>;

/** Body of `POST /v1/evidence`. One of `link` and `reference` says where the document is. */
export const CreateEvidenceRequest = z
  .strictObject({
    kind: z.enum(EVIDENCE_KINDS),
    title,
    owner: title,
    link: link.nullable().default(null),
    reference: title.nullable().default(null),
    issued_on: day,
    expires_on: day,
    remind_days: z.number().int().min(1).max(180).default(30),
  })
  .refine((body) => body.link !== null || body.reference !== null, {
    path: ['reference'],
    error: 'say where the document is: a link or a reference',
  })
  .refine((body) => body.expires_on > body.issued_on, { path: ['expires_on'], error: 'must be after the day it was issued' })
  .meta({
    examples: [
      {
        kind: EVIDENCE_KINDS[0],
        title: 'Audit 2026',
        owner: 'Rani',
        reference: 'A-2026-1',
        issued_on: '2026-01-15',
        expires_on: '2027-01-15',
      },
    ],
  });
export type CreateEvidenceRequest = z.infer<typeof CreateEvidenceRequest>;

/** Body of `PATCH /v1/evidence/{id}`; what is left out stays. */
export const UpdateEvidenceRequest = z.strictObject({
  title: title.optional(),
  owner: title.optional(),
  link: link.nullable().optional(),
  reference: title.nullable().optional(),
  issued_on: day.optional(),
  expires_on: day.optional(),
  remind_days: z.number().int().min(1).max(180).optional(),
});
export type UpdateEvidenceRequest = z.infer<typeof UpdateEvidenceRequest>;
