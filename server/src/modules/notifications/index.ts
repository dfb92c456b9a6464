export { notificationsJobs } from './jobs.ts';
export type { NotificationsContext, NotifyDeps, Sight } from './notifications-context.ts';
export { notify, type News } from './notify.ts';
export { notificationsRoutes } from './routes.ts';
export { notificationsPersonalData } from './personal-data.ts';
export { removeNotifications } from './remove-notifications.ts';
