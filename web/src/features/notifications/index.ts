import { lazyRouteComponent } from '@tanstack/react-router';

export { NotificationBell } from './components/NotificationBell.tsx';
export const MyNotificationsPage = lazyRouteComponent(() => import('./pages/MyNotificationsPage.tsx'), 'MyNotificationsPage');
