export { orderErasure, runErasure, type ErasureOrder, type ErasureOutcome } from './erase-contact.ts';
export type { ErasureContext, ErasureHook, ErasureRun, HoldOnPerson } from './erasure-context.ts';
export { erasureLogCarried } from './erasures.sql.ts';
export { erasureJobs } from './jobs.ts';
export { erasurePersonalData } from './personal-data.ts';
export { planErasure, type PersonErasurePlan } from './plan-erasure.ts';
export { replayErasures, type ReplayOutcome } from './replay-erasures.ts';
export { erasureRoutes } from './routes.ts';
export { verifyErased, type ErasureFinding } from './verify-erased.ts';
