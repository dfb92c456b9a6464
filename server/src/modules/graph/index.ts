export type { GraphContext } from './graph-context.ts';
export { graphPersonalData } from './personal-data.ts';
export { renderWebhooks } from './render-webhooks.ts';
export { graphRoutes } from './routes.ts';
