import { lazyRouteComponent } from '@tanstack/react-router';

export const DeletionPage = lazyRouteComponent(() => import('./pages/DeletionPage.tsx'), 'DeletionPage');
export const PublicStartPage = lazyRouteComponent(() => import('./pages/PublicStartPage.tsx'), 'PublicStartPage');
export const MyDataPage = lazyRouteComponent(() => import('./pages/MyDataPage.tsx'), 'MyDataPage');
export const RequestStatusPage = lazyRouteComponent(() => import('./pages/RequestStatusPage.tsx'), 'RequestStatusPage');
export const PublicPageSettingsPage = lazyRouteComponent(() => import('./pages/PublicPageSettingsPage.tsx'), 'PublicPageSettingsPage');
