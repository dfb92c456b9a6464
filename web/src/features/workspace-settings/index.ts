import { lazyRouteComponent } from '@tanstack/react-router';

export const WorkspaceSettingsPage = lazyRouteComponent(() => import('./pages/WorkspaceSettingsPage.tsx'), 'WorkspaceSettingsPage');
