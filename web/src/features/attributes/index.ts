export { useAttributes } from './api/queries.ts';
