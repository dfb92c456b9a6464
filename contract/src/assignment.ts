import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { ROLES } from './permissions.ts';

/** What a member says of themselves. `busy`: keeps what they have, gets nothing new; `away`: not at the desk. */
export const PRESENCE_CHOICES = ['online', 'away', 'busy'] as const;
export type PresenceChoice = (typeof PRESENCE_CHOICES)[number];

/** What others see. `offline`: no open dashboard for a minute. */
export const MEMBER_PRESENCE_STATES = [...PRESENCE_CHOICES, 'offline'] as const;
export type MemberPresenceState = (typeof MEMBER_PRESENCE_STATES)[number];

/** Where a member is. */
export const MemberPresence = z.object({
  member_id: idSchema('member'),
  state: z.enum(MEMBER_PRESENCE_STATES),
  choice: z.enum(PRESENCE_CHOICES).describe('What they chose; counts while their dashboard is open'),
  last_seen_at: Timestamp.nullable(),
  open_conversations: z.number().int().min(0).describe('Open conversations assigned to them'),
});
export type MemberPresence = z.infer<typeof MemberPresence>;

/** Answer of `GET /v1/member-presence`: every member of the workspace. */
export const MemberPresenceList = z.object({ data: z.array(MemberPresence) });
export type MemberPresenceList = z.infer<typeof MemberPresenceList>;

/**
 * Body of `POST /v1/me/presence`. An open dashboard sends it every 25 seconds; after 60 seconds without one the member is
 * offline. `choice` changes what they say of themselves and stays until changed. `leaving`: the dashboard is being closed.
 */
export const ReportPresenceRequest = z.strictObject({
  choice: z.enum(PRESENCE_CHOICES).optional(),
  leaving: z.boolean().optional(),
});
export type ReportPresenceRequest = z.infer<typeof ReportPresenceRequest>;

/** How often an open dashboard reports, and after how long without a report its member is offline. Milliseconds. */
export const PRESENCE_REPORT_EVERY_MS = 25_000;
export const PRESENCE_OFFLINE_AFTER_MS = 60_000;

/** `round_robin`: whoever waited longest for one; `by_load`: whoever has the fewest open conversations. */
export const ASSIGNMENT_MODES = ['off', 'round_robin', 'by_load'] as const;
export type AssignmentMode = (typeof ASSIGNMENT_MODES)[number];

/** Kinds of roles whose members can take part in assignment. */
export const ASSIGNED_ROLES = [...ROLES, 'custom'] as const;
export type AssignedRole = (typeof ASSIGNED_ROLES)[number];

/**
 * Who gets conversations in which a customer waits and that belong to nobody. Members are taken from the team of the conversation;
 * without one, from those who serve the number.
 */
export const AssignmentRule = z.strictObject({
  mode: z.enum(ASSIGNMENT_MODES),
  max_open: z.number().int().min(1).max(1000).nullable().default(null).describe('Nobody gets more open conversations than this'),
  roles: z
    .array(z.enum(ASSIGNED_ROLES))
    .min(1)
    .max(ASSIGNED_ROLES.length)
    .default(['agent'])
    .describe('Members with these roles take part; `custom`: those with a role of the workspace that may send messages'),
  only_online: z.boolean().default(true),
  only_within_working_hours: z.boolean().default(true),
  reassign_when_offline: z
    .boolean()
    .default(false)
    .describe('When a resolved or snoozed conversation comes back and its member is offline, somebody else gets it'),
});
export type AssignmentRule = z.infer<typeof AssignmentRule>;

const StoredAssignmentRule = AssignmentRule.extend({ updated_at: Timestamp.nullable().describe('Null until somebody set it') });

/** Answer of `GET /v1/assignment-rules`. A team that is not in the list follows the workspace. */
export const AssignmentSettings = z.object({
  workspace: StoredAssignmentRule,
  teams: z.array(StoredAssignmentRule.extend({ team_id: idSchema('team') })),
});
export type AssignmentSettings = z.infer<typeof AssignmentSettings>;
