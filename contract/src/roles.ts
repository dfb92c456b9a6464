import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { PERMISSION_NAMES, ROLES, type Permission } from './permissions.ts';

const permissionNames = PERMISSION_NAMES as [Permission, ...Permission[]];

/** A role by its name, where it is built in, or by its id, where the workspace made it. */
export const RoleRef = z.union([z.enum(ROLES), idSchema('role')]).meta({
  description: 'owner, admin, manager or agent; or the id of a role of the workspace',
  examples: ['agent'],
});
export type RoleRef = z.infer<typeof RoleRef>;

/**
 * What a role lets its members see of the inbox. `all`: everything; `agents`: as the rule for agents says; `chosen`: conversations on
 * chosen numbers and of chosen teams. What is assigned to somebody they always see.
 */
export const ROLE_SIGHTS = ['all', 'agents', 'chosen'] as const;
export type RoleSight = (typeof ROLE_SIGHTS)[number];

const NumberIds = z.array(idSchema('number')).max(200);
const TeamIds = z.array(idSchema('team')).max(200);

const RoleName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')
  .refine((name) => !ROLES.some((role) => role === name.toLowerCase()), 'must not be the name of a built-in role');
const RoleDescription = z
  .string()
  .trim()
  .max(300)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');
const RolePermissions = z
  .array(z.enum(permissionNames))
  .max(PERMISSION_NAMES.length)
  .overwrite((names) => PERMISSION_NAMES.filter((name) => names.includes(name)));

/** A role as members have it: one of the four that every workspace has, or one it made itself. */
export const WorkspaceRole = z.object({
  id: RoleRef,
  name: z.string().describe('For a built-in role the same as `id`'),
  description: z.string(),
  is_built_in: z.boolean(),
  permissions: z
    .array(z.enum(permissionNames))
    .describe('What it allows. With `sight` other than `all`, what concerns the whole workspace is never among them'),
  sight: z.enum(ROLE_SIGHTS),
  number_ids: z.array(idSchema('number')).describe('With `sight: chosen`: conversations on these numbers are seen'),
  team_ids: z.array(idSchema('team')).describe('With `sight: chosen`: conversations of these teams are seen, on whatever number'),
  member_count: z.number().int(),
  created_at: Timestamp.nullable(),
  updated_at: Timestamp.nullable(),
});
export type WorkspaceRole = z.infer<typeof WorkspaceRole>;

/** Answer of `GET /v1/roles`: the built-in ones from the most to the least powerful, then the own ones by name. */
export const RoleList = z.object({ data: z.array(WorkspaceRole) });
export type RoleList = z.infer<typeof RoleList>;

export const CreateRoleRequest = z.strictObject({
  name: RoleName,
  description: RoleDescription.default(''),
  permissions: RolePermissions,
  sight: z.enum(ROLE_SIGHTS).default('all'),
  number_ids: NumberIds.default([]),
  team_ids: TeamIds.default([]),
});
export type CreateRoleRequest = z.infer<typeof CreateRoleRequest>;

/** What is given replaces what was there; what is left out stays. */
export const UpdateRoleRequest = z.strictObject({
  name: RoleName.optional(),
  description: RoleDescription.optional(),
  permissions: RolePermissions.optional(),
  sight: z.enum(ROLE_SIGHTS).optional(),
  number_ids: NumberIds.optional(),
  team_ids: TeamIds.optional(),
});
export type UpdateRoleRequest = z.infer<typeof UpdateRoleRequest>;

export const DeleteRoleQuery = z.object({
  move_to: RoleRef.optional().describe('The role that its members and open invitations get instead; needed while there are any'),
});
export type DeleteRoleQuery = z.infer<typeof DeleteRoleQuery>;

/** Chosen numbers and teams: a conversation is seen that is on one of the numbers or belongs to one of the teams. */
export const SightLimits = z.object({ number_ids: z.array(idSchema('number')), team_ids: z.array(idSchema('team')) });
export type SightLimits = z.infer<typeof SightLimits>;

/** `limits` null: nothing beyond what the role says. */
export const UpdateMemberLimitsRequest = z.strictObject({
  limits: z.strictObject({ number_ids: NumberIds.default([]), team_ids: TeamIds.default([]) }).nullable(),
});
export type UpdateMemberLimitsRequest = z.infer<typeof UpdateMemberLimitsRequest>;
