import { lazyRouteComponent } from '@tanstack/react-router';

export { memberKeys } from './api/keys.ts';
export const MembersPage = lazyRouteComponent(() => import('./pages/MembersPage.tsx'), 'MembersPage');
