import type { Route } from '#platform/http/route';
import type { GraphContext } from './graph-context.ts';
import { unknownPathRoutes } from './graph-routes.ts';
import { mediaRoutes } from './media-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { nodeRoutes } from './node-routes.ts';
import { numberRoutes } from './number-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** Routes under `/graph/v{N}`, as Meta's Cloud API answers them. */
export function graphRoutes(ctx: GraphContext): Route[] {
  return [
    ...messageRoutes(ctx),
    ...mediaRoutes(ctx),
    ...templateRoutes(ctx),
    ...numberRoutes(ctx),
    ...tokenRoutes(ctx),
    ...nodeRoutes(ctx),
    ...unknownPathRoutes(),
  ];
}
