import { z } from 'zod';
import { idSchema } from './ids.ts';
import { UNKNOWN_RULES } from './numbers.ts';
import { Timestamp } from './pagination.ts';
import { PERMISSION_NAMES, type Permission } from './permissions.ts';
import { RoleRef, SightLimits, UpdateMemberLimitsRequest } from './roles.ts';

/** A name that people see: no control characters, so that it fits a line of a mail and a column of the database. */
export const DisplayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

export const WorkspaceSlug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/, '3 to 40 lower-case letters, digits and dashes');

export const Workspace = z.object({
  id: idSchema('workspace'),
  name: z.string(),
  slug: z.string(),
  time_zone: z.string().describe('IANA name, e.g. Asia/Jakarta'),
  unknown_rule: z.enum(UNKNOWN_RULES).describe('What happens to messages whose outcome is unknown: hold for a decision, or send again'),
  deletes_at: Timestamp.nullable().describe(
    'Set while the workspace is closing: read-only, and deleted at this time unless it is reopened',
  ),
  created_at: Timestamp,
});
export type Workspace = z.infer<typeof Workspace>;

export const CreateWorkspaceRequest = z.strictObject({
  name: DisplayName,
  slug: WorkspaceSlug.optional(),
  time_zone: z.string().max(60).optional(),
});
export type CreateWorkspaceRequest = z.infer<typeof CreateWorkspaceRequest>;

export const UpdateWorkspaceRequest = z.strictObject({
  name: DisplayName.optional(),
  slug: WorkspaceSlug.optional(),
  time_zone: z.string().max(60).optional(),
  unknown_rule: z.enum(UNKNOWN_RULES).optional(),
});
export type UpdateWorkspaceRequest = z.infer<typeof UpdateWorkspaceRequest>;

export const User = z.object({
  id: idSchema('user'),
  name: z.string(),
  email: z.string(),
  email_verified: z.boolean(),
  language: z.enum(['en', 'id']),
});
export type User = z.infer<typeof User>;

const RoleName = z.string().nullable().describe('Name of a role of the workspace; null for a built-in one');
const permissionNames = PERMISSION_NAMES as [Permission, ...Permission[]];

/** `GET /v1/me`: who is signed in and where they belong. */
export const Me = z.object({
  user: User,
  is_operator: z.boolean().describe('Whether this person runs the installation itself'),
  memberships: z.array(
    z.object({
      workspace: Workspace,
      member_id: idSchema('member'),
      role: RoleRef,
      role_name: RoleName,
      permissions: z.array(z.enum(permissionNames)),
      sign_in_needed: z
        .enum(['second_factor', 'single_sign_on', 'own_sign_in'])
        .nullable()
        .describe('What keeps this session out of the workspace; null when it opens'),
      second_factor_from: Timestamp.nullable().describe('From when on the workspace asks for a second factor, if this session has none'),
    }),
  ),
});
export type Me = z.infer<typeof Me>;

export const UpdateMeRequest = z.strictObject({ name: DisplayName.optional(), language: z.enum(['en', 'id']).optional() });
export type UpdateMeRequest = z.infer<typeof UpdateMeRequest>;

export const Member = z.object({
  id: idSchema('member'),
  user_id: idSchema('user'),
  name: z.string(),
  email: z.string(),
  role: RoleRef,
  role_name: RoleName,
  limits: SightLimits.nullable().describe('What the member sees at most, beside what the role says; null: nothing beyond the role'),
  joined_at: Timestamp,
});
export type Member = z.infer<typeof Member>;

export const UpdateMemberRequest = z.strictObject({ role: RoleRef });
export type UpdateMemberRequest = z.infer<typeof UpdateMemberRequest>;

export const Invitation = z.object({
  id: idSchema('invitation'),
  email: z.string(),
  role: RoleRef,
  role_name: RoleName,
  limits: SightLimits.nullable().describe('What the new member sees at most, beside what the role says; null: no limits'),
  status: z.enum(['pending', 'accepted', 'withdrawn', 'expired']),
  invited_by: z.string(),
  created_at: Timestamp,
  expires_at: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;

export const CreateInvitationRequest = z.strictObject({
  email: z.email().max(254),
  role: RoleRef,
  limits: UpdateMemberLimitsRequest.shape.limits
    .optional()
    .describe('Chosen numbers and teams that the new member sees at most, beside what the role says; owners cannot be limited'),
});
export type CreateInvitationRequest = z.infer<typeof CreateInvitationRequest>;

/** What the holder of an invitation link sees before signing in. */
export const InvitationPreview = z.object({
  workspace_name: z.string(),
  email: z.string(),
  role: RoleRef,
  role_name: RoleName,
  expires_at: Timestamp,
});
export type InvitationPreview = z.infer<typeof InvitationPreview>;

export const InvitationToken = z.strictObject({ token: z.string().min(20).max(200) });

/** Bodies of the account flows under `/v1/auth`. */
export const SignUpRequest = z.strictObject({
  name: DisplayName,
  email: z.email().max(254),
  password: z.string().min(1).max(1024),
  language: z.enum(['en', 'id']).default('en'),
  of_age: z
    .literal(true, 'must be true: accounts are for people of at least 18 years')
    .describe('The person says that they are at least 18'),
  accepted_notice_id: idSchema('notice')
    .optional()
    .describe(
      'The notice of `GET /v1/legal/notice` that the person accepts; needed as soon as one is published. It is never taken for consent to processing',
    ),
});
export type SignUpRequest = z.infer<typeof SignUpRequest>;

/** The same for a known and an unknown address. `required`: no session before the link in the mail was opened. */
export const SignUpResponse = z.object({ email_confirmation: z.enum(['required', 'optional']) });
export type SignUpResponse = z.infer<typeof SignUpResponse>;

export const SignInRequest = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(1024) });
export type SignInRequest = z.infer<typeof SignInRequest>;

export const ForgotPasswordRequest = z.strictObject({ email: z.email().max(254) });
export const ResetPasswordRequest = z.strictObject({ token: z.string().min(20).max(200), password: z.string().min(1).max(1024) });

export const VerifyEmailRequest = z.strictObject({ token: z.string().min(20).max(2_000) });
