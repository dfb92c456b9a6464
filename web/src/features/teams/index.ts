export { useTeams } from './api/queries.ts';
