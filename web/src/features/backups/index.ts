import { lazyRouteComponent } from '@tanstack/react-router';

export { BackupAlarmBanner } from './components/BackupAlarmBanner.tsx';
export const BackupsPage = lazyRouteComponent(() => import('./pages/BackupsPage.tsx'), 'BackupsPage');
