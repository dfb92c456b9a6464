import { BrowserChoice, CountUsageRequest, SetBrowserChoiceRequest, UsageStatistics, UsageStatisticsQuery } from '@kabar/contract';
import { requireOwnOrigin } from '#platform/http/authenticate';
import { defineRoute, type Route } from '#platform/http/route';
import type { AnalyticsContext } from './analytics-context.ts';
import { browserChoice, setBrowserChoice } from './browser-choice.ts';
import { countUsage } from './count-usage.ts';
import { usageStatistics } from './usage-statistics.ts';

const tag = 'Cookies and statistics';

/** Routes of the choice a browser makes, of counting, and of the operator's figures. */
export function analyticsRoutes(ctx: AnalyticsContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/browser-choice',
      summary: 'Get what this browser chose',
      description:
        'About the browser that asks, from its own cookie. Without anything that needs a yes, `asks` is false and nobody is asked.',
      tag,
      auth: 'public',
      responses: { 200: BrowserChoice },
      handler: async ({ raw }) => browserChoice(ctx, raw.headers),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/browser-choice',
      summary: 'Allow or refuse usage statistics in this browser',
      description: 'Kept in a cookie of this browser for 180 days, and in no other place. Holds from the next request on.',
      tag,
      auth: 'public',
      body: SetBrowserChoiceRequest,
      responses: { 200: BrowserChoice },
      handler: async ({ raw, reply, body }) => {
        requireOwnOrigin(raw, ctx.ownOrigins);
        const { choice, cookies } = setBrowserChoice(ctx, raw.headers, body.statistics);
        reply.header('set-cookie', cookies);
        return choice;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/usage-counts',
      summary: 'Count this browser for pages and features',
      description:
        'Counted only where the operator wants statistics, this browser allowed them, and it sends no signal against it; otherwise nothing happens. No person, workspace, address or time of day is stored.',
      tag,
      auth: 'person',
      body: CountUsageRequest,
      responses: { 204: null },
      handler: async ({ raw, reply, body }) => {
        const cookie = await countUsage(ctx, raw.headers, body.items);
        if (cookie !== null) reply.header('set-cookie', cookie);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/operator/usage-statistics',
      summary: 'Get usage statistics',
      description: 'In how many browsers pages and features of the dashboard were used in a month. Small figures are left out.',
      tag,
      auth: 'operator',
      query: UsageStatisticsQuery,
      responses: { 200: UsageStatistics },
      handler: ({ query }) => usageStatistics(ctx, query.month),
    }),
  ];
}
