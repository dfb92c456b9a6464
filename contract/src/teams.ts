import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { DisplayName } from './workspaces.ts';

/** Members who work together, and the numbers that are theirs. A number without a team is everybody's. */
export const Team = z.object({
  id: idSchema('team'),
  name: z.string(),
  member_ids: z.array(idSchema('member')),
  number_ids: z.array(idSchema('number')),
  created_at: Timestamp,
});
export type Team = z.infer<typeof Team>;

const TeamMembers = z.array(idSchema('member')).max(500);
const TeamNumbers = z.array(idSchema('number')).max(500);

export const CreateTeamRequest = z.strictObject({
  name: DisplayName,
  member_ids: TeamMembers.default([]),
  number_ids: TeamNumbers.default([]),
});
export type CreateTeamRequest = z.infer<typeof CreateTeamRequest>;

/** What is given replaces what was there; what is left out stays. */
export const UpdateTeamRequest = z.strictObject({
  name: DisplayName.optional(),
  member_ids: TeamMembers.optional(),
  number_ids: TeamNumbers.optional(),
});
export type UpdateTeamRequest = z.infer<typeof UpdateTeamRequest>;

/** Answer of `GET /v1/teams`: all teams by name. A workspace has at most 200. */
export const TeamList = z.object({ data: z.array(Team) });
export type TeamList = z.infer<typeof TeamList>;

/**
 * How much of the inbox members with the role agent see. `everything`: what belongs to their teams, and all of the numbers
 * they serve; `teams`: what belongs to their teams, and what belongs to no team on the numbers they serve; `assigned`: only
 * what is assigned to them. What is assigned to them they always see. Owners, admins, managers and API keys see all.
 */
export const AGENTS_SEE = ['everything', 'teams', 'assigned'] as const;
export type AgentsSee = (typeof AGENTS_SEE)[number];

export const VisibilityRule = z.object({ agents_see: z.enum(AGENTS_SEE) });
export type VisibilityRule = z.infer<typeof VisibilityRule>;

export const UpdateVisibilityRuleRequest = z.strictObject({ agents_see: z.enum(AGENTS_SEE) });
export type UpdateVisibilityRuleRequest = z.infer<typeof UpdateVisibilityRuleRequest>;
