import { lazyRouteComponent } from '@tanstack/react-router';

export const SavedRepliesPage = lazyRouteComponent(() => import('./pages/SavedRepliesPage.tsx'), 'SavedRepliesPage');
