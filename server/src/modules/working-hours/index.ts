export { addWorkingMs, alwaysOpen, closedSince, isOpenAt, nextOpening, readSchedule, workingMs, type Hours } from './hours.ts';
export { loadHours, type HoursBook } from './load-hours.ts';
export { workingHoursRoutes } from './routes.ts';
export { auditActorOf, type WorkingHoursContext } from './working-hours-context.ts';
export { formatDay, instantOf, parseDay } from './zoned-time.ts';
export { workingHoursPersonalData } from './personal-data.ts';
