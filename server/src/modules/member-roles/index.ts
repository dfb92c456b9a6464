export type { MemberRolesContext } from './member-roles-context.ts';
export { invitationLimits } from './limit-new-member.ts';
export { memberRolesRoutes } from './routes.ts';
export { memberRolesPersonalData } from './personal-data.ts';
