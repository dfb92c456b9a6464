import { lazyRouteComponent } from '@tanstack/react-router';

export { memberKeys } from './api/keys.ts';
export { useMembers } from './api/queries.ts';
export { useLimitMember, useRemoveRole, useRoles, useSaveRole } from './api/roles.ts';
export { RoleSelect } from './components/RoleSelect.tsx';
export { builtInRole, mayDealWith, roleHints } from './fns/role-options.ts';
export const MembersPage = lazyRouteComponent(() => import('./pages/MembersPage.tsx'), 'MembersPage');
