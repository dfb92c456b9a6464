export type { AssignmentContext } from './assignment-context.ts';
export { createAssignmentEngine, type AssignmentEngine } from './assignment-engine.ts';
export { assignmentRoutes } from './routes.ts';
export { assignmentPersonalData } from './personal-data.ts';
