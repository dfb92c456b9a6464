import type { Route } from '#platform/http/route';
import type { GraphContext } from './graph-context.ts';
import { unknownPathRoutes } from './graph-routes.ts';
import { messageRoutes } from './message-routes.ts';

/** Routes under `/graph/v{N}`, as Meta's Cloud API answers them. */
export function graphRoutes(ctx: GraphContext): Route[] {
  return [...messageRoutes(ctx), ...unknownPathRoutes()];
}
