export type { GraphContext } from './graph-context.ts';
export { graphRoutes } from './routes.ts';
