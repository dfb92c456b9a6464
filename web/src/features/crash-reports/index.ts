import { lazyRouteComponent } from '@tanstack/react-router';

export { tellOfCrash, watchCrashes } from './watch-crashes.ts';
export const CrashReportsPage = lazyRouteComponent(() => import('./pages/CrashReportsPage.tsx'), 'CrashReportsPage');
