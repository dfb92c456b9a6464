import { lazyRouteComponent } from '@tanstack/react-router';

export const ImportsPage = lazyRouteComponent(() => import('./pages/ImportsPage.tsx'), 'ImportsPage');
export const NewImportPage = lazyRouteComponent(() => import('./pages/NewImportPage.tsx'), 'NewImportPage');
export const ImportPage = lazyRouteComponent(() => import('./pages/ImportPage.tsx'), 'ImportPage');
