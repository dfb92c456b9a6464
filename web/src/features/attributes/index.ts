import { lazyRouteComponent } from '@tanstack/react-router';

export { useAttributes } from './api/queries.ts';
export { useStages } from './api/stages.ts';
export const AttributesPage = lazyRouteComponent(() => import('./pages/AttributesPage.tsx'), 'AttributesPage');
export const StagesPage = lazyRouteComponent(() => import('./pages/StagesPage.tsx'), 'StagesPage');
