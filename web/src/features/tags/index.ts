import { lazyRouteComponent } from '@tanstack/react-router';

export { useTags } from './api/queries.ts';
export { TagChip } from './components/TagChip.tsx';
export { TagDot } from './components/TagDot.tsx';
export const TagsPage = lazyRouteComponent(() => import('./pages/TagsPage.tsx'), 'TagsPage');
