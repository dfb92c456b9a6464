import { lazyRouteComponent } from '@tanstack/react-router';

export const ImportsPage = lazyRouteComponent(() => import('./pages/ImportsPage.tsx'), 'ImportsPage');
export const NewImportPage = lazyRouteComponent(() => import('./pages/NewImportPage.tsx'), 'NewImportPage');
export const NewPersonImportPage = lazyRouteComponent(() => import('./pages/NewPersonImportPage.tsx'), 'NewPersonImportPage');
export const PersonImportPage = lazyRouteComponent(() => import('./pages/PersonImportPage.tsx'), 'PersonImportPage');
export const ImportPage = lazyRouteComponent(() => import('./pages/ImportPage.tsx'), 'ImportPage');
