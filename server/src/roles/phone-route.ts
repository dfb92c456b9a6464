import { defineRoute } from '#platform/http/route';
import type { Route } from '#platform/http/route';

/** `GET /phone`: the way from the dashboard to the simulated phones, where the emulator runs beside this process. */
export function phoneRoute(emulatorUrl: string | null): Route[] {
  if (emulatorUrl === null) return [];
  return [
    defineRoute({
      method: 'GET',
      path: '/phone',
      summary: 'Open the simulated phones',
      tag: 'System',
      auth: 'public',
      hidden: true,
      responses: { 302: null },
      handler: async ({ reply }) => reply.redirect(`${emulatorUrl}/phone`),
    }),
  ];
}
