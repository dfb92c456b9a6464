export { useTags } from './api/queries.ts';
export { TagChip } from './components/TagChip.tsx';
export { TagDot } from './components/TagDot.tsx';
