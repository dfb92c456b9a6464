import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** Roles that somebody who comes through a provider may be given by it being so. */
export const JOIN_ROLES = ['admin', 'manager', 'agent'] as const;

/** What such a person becomes: a built-in role, or the id of a role of the workspace. Nobody becomes an owner by coming. */
export const JoinRole = z.union([z.enum(JOIN_ROLES), idSchema('role')]).meta({
  description: 'admin, manager or agent; or the id of a role of the workspace',
  examples: ['agent'],
});
export type JoinRole = z.infer<typeof JoinRole>;

/** Days that members may be given to set up a second factor. */
export const MAX_FACTOR_GRACE_DAYS = 30;

const DomainName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, 'a domain such as example.com')
  .meta({ examples: ['example.com'] });

export const SignInDomain = z.object({
  id: idSchema('signInDomain'),
  domain: z.string(),
  record: z.object({ type: z.literal('TXT'), name: z.string(), value: z.string() }).describe('What has to stand in DNS'),
  verified_at: Timestamp.nullable(),
  created_at: Timestamp,
});
export type SignInDomain = z.infer<typeof SignInDomain>;

export const AddSignInDomainRequest = z.strictObject({ domain: DomainName });

export const SingleSignOnProvider = z.object({
  issuer: z.string().describe('Address of the provider; its settings are read from `/.well-known/openid-configuration` below it'),
  client_id: z.string(),
  has_secret: z.boolean(),
  may_join: z.boolean().describe('Whether somebody whom the provider vouches for becomes a member without an invitation'),
  join_role: JoinRole,
  is_on: z.boolean(),
  proved_at: Timestamp.nullable().describe('When somebody last came in with exactly these settings'),
});
export type SingleSignOnProvider = z.infer<typeof SingleSignOnProvider>;

export const SingleSignOn = z.object({
  provider: SingleSignOnProvider.nullable(),
  callback_url: z.string().describe('To be entered at the provider as the redirect address'),
  domains: z.array(SignInDomain),
});
export type SingleSignOn = z.infer<typeof SingleSignOn>;

export const PutSingleSignOnProviderRequest = z.strictObject({
  issuer: z.url().max(500),
  client_id: z.string().trim().min(1).max(300),
  client_secret: z.string().min(1).max(1_000).nullable().optional().describe('Left out: the stored one stays. null: none'),
  may_join: z.boolean(),
  join_role: JoinRole.describe('With `may_join`, never more than whoever sets it may do'),
  is_on: z.boolean(),
});
export type PutSingleSignOnProviderRequest = z.infer<typeof PutSingleSignOnProviderRequest>;

const NextPath = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])[^\p{Cc}\\]*$/u, 'a path of the dashboard')
  .meta({ examples: ['/w/kopi-merdeka/inbox'] });

export const BeginSingleSignOnRequest = z.strictObject({ email: z.email().max(254), next: NextPath.optional() });
export const StepUpBySingleSignOnRequest = z.strictObject({ next: NextPath });

/** Where the browser has to go; null when nobody's provider speaks for that address. */
export const SingleSignOnStart = z.object({ url: z.string().nullable() });
export type SingleSignOnStart = z.infer<typeof SingleSignOnStart>;

/** What the provider sends the browser back with. */
export const SingleSignOnReturn = z.looseObject({
  code: z.string().max(4_000).optional(),
  state: z.string().max(500).optional(),
  iss: z.string().max(500).optional(),
  error: z.string().max(200).optional(),
});

/** Why a sign-in at a provider came to nothing; stands behind `?single_sign_on=` on the sign-in page. */
export const SINGLE_SIGN_ON_FAILURES = [
  'expired',
  'refused_there',
  'not_trusted',
  'other_domain',
  'not_admitted',
  'other_person',
  'unreachable',
] as const;
export type SingleSignOnFailure = (typeof SINGLE_SIGN_ON_FAILURES)[number];

/** What a workspace asks of its members' sign-ins. */
export const SignInRules = z.object({
  second_factor: z.object({
    is_required: z.boolean(),
    from: Timestamp.nullable().describe('From when on nobody comes in without one'),
    missing: z
      .array(z.object({ member_id: idSchema('member'), name: z.string(), email: z.string() }))
      .describe('Members without one, the first 100'),
    missing_count: z.number().int(),
  }),
  single_sign_on_only: z.boolean(),
});
export type SignInRules = z.infer<typeof SignInRules>;

export const UpdateSecondFactorRuleRequest = z.strictObject({
  is_required: z.boolean(),
  grace_days: z.number().int().min(0).max(MAX_FACTOR_GRACE_DAYS).default(7),
});

export const UpdateSingleSignOnOnlyRequest = z.strictObject({ is_on: z.boolean() });
