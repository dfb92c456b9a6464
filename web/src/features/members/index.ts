import { lazyRouteComponent } from '@tanstack/react-router';

export { memberKeys } from './api/keys.ts';
export { useMembers } from './api/queries.ts';
export const MembersPage = lazyRouteComponent(() => import('./pages/MembersPage.tsx'), 'MembersPage');
