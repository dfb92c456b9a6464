export {
  EVERYBODY,
  contactVisibleWhere,
  isVisible,
  isWithinLimits,
  viewerName,
  visibleWhere,
  type Limits,
  type SightFacts,
  type Viewer,
  numbersWithin,
} from './viewer.ts';
export { createViewers, limitedMemberOf, type Viewers } from './viewers.ts';
export { removeFromTeams } from './change-team.ts';
export { teamsRoutes } from './routes.ts';
export type { TeamsContext } from './teams-context.ts';
export { teamsPersonalData } from './personal-data.ts';
