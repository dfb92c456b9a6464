import { lazyRouteComponent } from '@tanstack/react-router';

export { playgroundSearch } from './fns/playground-search.ts';
export const PlaygroundPage = lazyRouteComponent(() => import('./pages/PlaygroundPage.tsx'), 'PlaygroundPage');
