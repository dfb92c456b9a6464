import { lazyRouteComponent } from '@tanstack/react-router';

export { playgroundSearch } from './fns/playground-search.ts';
export { curlOf, typescriptOf } from './fns/request-code.ts';
export const PlaygroundPage = lazyRouteComponent(() => import('./pages/PlaygroundPage.tsx'), 'PlaygroundPage');
