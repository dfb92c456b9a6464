import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';

/** What the use cases of this module work with. `isEnabled`: the operator wants usage statistics at all. */
export type AnalyticsContext = { db: Database; clock: Clock; isEnabled: boolean; isHttps: boolean; ownOrigins: readonly string[] };

/** What of a request decides whether it may be counted. */
export type BrowserHeaders = Readonly<Record<string, string | string[] | undefined>> & { cookie?: string | undefined };
