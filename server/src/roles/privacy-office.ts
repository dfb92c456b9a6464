import { analyticsJobs, analyticsRoutes } from '#modules/analytics';
import type { AnalyticsContext } from '#modules/analytics';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** What the modules of the privacy office take from those below them. */
export type PrivacyOfficeNeeds = { publicUrl: string };

/** Builds the modules that keep the promises of the privacy office, on top of all others. */
export function composePrivacyOffice(context: Context, needs: PrivacyOfficeNeeds): Pick<Modules, 'routes' | 'jobs' | 'parts' | 'engines'> {
  const { config, db, clock } = context;
  const { publicUrl } = needs;
  const analytics: AnalyticsContext = {
    db,
    clock,
    isEnabled: config.statistics.isEnabled,
    isHttps: publicUrl.startsWith('https:'),
    ownOrigins: [new URL(publicUrl).origin],
  };
  return {
    routes: [...analyticsRoutes(analytics)],
    jobs: [...analyticsJobs(analytics)],
    parts: [],
    engines: [],
  };
}
