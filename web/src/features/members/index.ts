export { memberKeys } from './api/keys.ts';
export { useChangeRole, useInvite, useRemoveMember, useWithdrawInvitation } from './api/mutations.ts';
export { useMembers, usePendingInvitations } from './api/queries.ts';
export { useLimitMember, useRemoveRole, useRoles, useSaveRole } from './api/roles.ts';
export { RoleSelect } from './components/RoleSelect.tsx';
export { builtInRole, mayDealWith, roleHints, roleOrder } from './fns/role-options.ts';
