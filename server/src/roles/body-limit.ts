import type { Route } from '#platform/http/route';

/** Meta's deliveries come to the one route that takes raw bytes; how large they may be is a setting. */
export function withBodyLimit(route: Route, bodyLimitBytes: number): Route {
  return route.bodyKind === 'raw' ? { ...route, bodyLimitBytes } : route;
}
