import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { PERMISSION_NAMES, type Permission } from './permissions.ts';
import { Workspace } from './workspaces.ts';

/** Longest time, in hours, for which a workspace can let an operator in at once. */
export const SUPPORT_MAX_HOURS = 72;

/** `read`: looks. `help`: looks, and sets a few things right (see `SUPPORT_PERMISSIONS`). */
export const SUPPORT_LEVELS = ['read', 'help'] as const;
export type SupportLevel = (typeof SUPPORT_LEVELS)[number];

const looks = [
  'workspace:read',
  'members:read',
  'teams:read',
  'reports:read',
  'webhooks:read',
  'logs:read',
  'numbers:read',
  'contacts:read',
  'consent:read',
  'conversations:read',
  'messages:read',
  'templates:read',
  'media:read',
  'intake:read',
] as const satisfies readonly Permission[];

/**
 * What an operator may do in a workspace that let them in. Nothing else can be given: no rights, keys, exports, sealed values, sending or deleting.
 * A write is allowed on the few routes that say so, never by the permission alone.
 */
export const SUPPORT_PERMISSIONS: Readonly<Record<SupportLevel, readonly Permission[]>> = {
  read: looks,
  help: [...looks, 'inbox:configure', 'intake:replay'],
};

export const SUPPORT_STATES = ['asked', 'active', 'ended', 'declined', 'withdrawn', 'lapsed'] as const;
export type SupportState = (typeof SUPPORT_STATES)[number];

/** Why an access ended: its time was over, somebody of the workspace ended it, or an operator did. */
export const SUPPORT_ENDS = ['expired', 'workspace', 'operator'] as const;

const Reason = z.string().trim().min(5).max(500);
const Hours = z.int().min(1).max(SUPPORT_MAX_HOURS);
const Person = z.object({ id: idSchema('user'), name: z.string(), email: z.string() });

/** One time that operators were let in, or asked to be. */
export const SupportAccess = z.object({
  id: idSchema('supportAccess'),
  status: z.enum(SUPPORT_STATES),
  level: z.enum(SUPPORT_LEVELS),
  hours: z.int().positive(),
  operator: Person.nullable().describe('The only operator who is let in; null: any of the installation'),
  asked_because: z.string().nullable().describe('What the operator wrote when they asked; null when nobody asked'),
  asked_at: Timestamp.nullable(),
  granted_because: z.string().nullable(),
  granted_by: Person.nullable(),
  granted_at: Timestamp.nullable(),
  ends_at: Timestamp.nullable().describe('When it ends by itself'),
  ended_at: Timestamp.nullable(),
  ended_how: z.enum(SUPPORT_ENDS).nullable(),
  ended_by: Person.nullable(),
  entered: z.array(Person).describe('Operators who were inside, each once'),
  read_count: z.int().nonnegative().describe('Requests of operators in the workspace; each stands in the audit log'),
});
export type SupportAccess = z.infer<typeof SupportAccess>;

/** What every member sees while operators can come in. */
export const CurrentSupportAccess = z.object({ access: SupportAccess.nullable(), asked: z.array(SupportAccess) });
export type CurrentSupportAccess = z.infer<typeof CurrentSupportAccess>;

/** Body of `POST /v1/support-access`. */
export const GrantSupportRequest = z.strictObject({
  request_id: idSchema('supportAccess').optional().describe('The request of an operator that this answers; only they are let in then'),
  reason: Reason.describe('Why; the operator reads it'),
  level: z.enum(SUPPORT_LEVELS),
  hours: Hours,
});
export type GrantSupportRequest = z.infer<typeof GrantSupportRequest>;

export const SupportSettings = z.strictObject({
  only_when_asked: z.boolean().describe('Nobody is let in unless an operator asked for it with a reason'),
});
export type SupportSettings = z.infer<typeof SupportSettings>;

/** Body of `POST /v1/operator/support-access`. */
export const AskForSupportRequest = z.strictObject({
  workspace: z.string().trim().min(1).max(80).describe('Id of the workspace, or its name in the address: the part behind `/w/`'),
  reason: Reason.describe('Why; owners and admins read it'),
  level: z.enum(SUPPORT_LEVELS),
  hours: Hours,
});
export type AskForSupportRequest = z.infer<typeof AskForSupportRequest>;

/** An access as the operator sees it: nothing of the workspace but its name. */
export const OperatorSupportAccess = SupportAccess.omit({ read_count: true, granted_by: true, ended_by: true }).extend({
  workspace: z.object({ id: idSchema('workspace'), name: z.string(), slug: z.string() }),
  is_inside: z.boolean().describe('Whether this session has entered and may read'),
});
export type OperatorSupportAccess = z.infer<typeof OperatorSupportAccess>;

/** A workspace that this session has entered. */
export const EnteredWorkspace = z.object({
  access: OperatorSupportAccess,
  workspace: Workspace,
  permissions: z.array(z.enum(PERMISSION_NAMES as [Permission, ...Permission[]])),
});
export type EnteredWorkspace = z.infer<typeof EnteredWorkspace>;
