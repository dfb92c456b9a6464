import { lazyRouteComponent } from '@tanstack/react-router';

export const FirstStepsPage = lazyRouteComponent(() => import('./pages/FirstStepsPage.tsx'), 'FirstStepsPage');
