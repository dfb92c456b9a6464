import { lazyRouteComponent } from '@tanstack/react-router';

export { numberKeys } from './api/keys.ts';
export { useNumbers } from './api/queries.ts';
export { useNumberScopes } from './api/use-number-scopes.ts';
export const NumbersPage = lazyRouteComponent(() => import('./pages/NumbersPage.tsx'), 'NumbersPage');
export const NumberPage = lazyRouteComponent(() => import('./pages/NumberPage.tsx'), 'NumberPage');
