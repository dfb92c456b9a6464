import { lazyRouteComponent } from '@tanstack/react-router';

export { auditSearch } from './fns/audit-search.ts';
export const AuditPage = lazyRouteComponent(() => import('./pages/AuditPage.tsx'), 'AuditPage');
