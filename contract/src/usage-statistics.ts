import { z } from 'zod';
import { Timestamp } from './pagination.ts';

/** Answer of `GET /v1/browser-choice`: what this browser was asked and answered. */
export const BrowserChoice = z.object({
  version: z.number().int().describe('Number of the question that is put now'),
  asks: z.boolean().describe('Whether anything here needs a yes at all; without it nobody is asked'),
  statistics: z.enum(['allowed', 'refused', 'undecided']),
  decided_at: Timestamp.nullable(),
  refused_by_signal: z.boolean().describe('The browser sends `Sec-GPC: 1`, which counts as a refusal whatever else was chosen'),
});
export type BrowserChoice = z.infer<typeof BrowserChoice>;

/** Body of `PUT /v1/browser-choice`. */
export const SetBrowserChoiceRequest = z.strictObject({ statistics: z.boolean() });
export type SetBrowserChoiceRequest = z.infer<typeof SetBrowserChoiceRequest>;

/**
 * Pages that are counted, as the pattern of their address: never what stands in it. Others are
 * counted as `other`. A new one goes to the end, because browsers remember them by their place.
 */
export const USAGE_PAGES = [
  'other',
  '/new-workspace',
  '/w/$slug/inbox',
  '/w/$slug/inbox/$conversationId',
  '/w/$slug/search',
  '/w/$slug/first-steps',
  '/w/$slug/contacts',
  '/w/$slug/contacts/$contactId',
  '/w/$slug/contacts/imports',
  '/w/$slug/contacts/imports/new',
  '/w/$slug/contacts/imports/$importId',
  '/w/$slug/templates',
  '/w/$slug/templates/$templateId',
  '/w/$slug/templates/drafts/$draftId',
  '/w/$slug/numbers',
  '/w/$slug/numbers/$numberId',
  '/w/$slug/reports',
  '/w/$slug/developers',
  '/w/$slug/developers/api-keys',
  '/w/$slug/settings',
  '/w/$slug/settings/workspace',
  '/w/$slug/settings/members',
  '/w/$slug/settings/teams',
  '/w/$slug/settings/working-hours',
  '/w/$slug/settings/automatic-replies',
  '/w/$slug/settings/assignment',
  '/w/$slug/settings/targets',
  '/w/$slug/settings/satisfaction',
  '/w/$slug/settings/saved-replies',
  '/w/$slug/settings/tags',
  '/w/$slug/settings/attributes',
  '/w/$slug/settings/stages',
  '/w/$slug/settings/notifications',
  '/w/$slug/settings/consent',
  '/w/$slug/privacy/overview',
  '/operator',
  '/operator/usage-statistics',
] as const;
export type UsagePage = (typeof USAGE_PAGES)[number];

/** Things done that are counted; what they were done to is not. A new one goes to the end. */
export const USAGE_FEATURES = [
  'palette.opened',
  'keys.opened',
  'theme.changed',
  'language.changed',
  'message.sent',
  'note.written',
  'search.run',
  'report.downloaded',
] as const;
export type UsageFeature = (typeof USAGE_FEATURES)[number];

/** Periods that figures stand for, by UTC: visits have one for each day, everything else one for each month. */
export const USAGE_PERIODS = ['day', 'month'] as const;
export type UsagePeriod = (typeof USAGE_PERIODS)[number];

/** Body of `POST /v1/usage-counts`. The browser's own cookie says what it was counted for before, so nothing here names it. */
export const CountUsageRequest = z.strictObject({
  items: z
    .array(
      z.discriminatedUnion('dimension', [
        z.strictObject({ dimension: z.literal('page'), value: z.enum(USAGE_PAGES) }),
        z.strictObject({ dimension: z.literal('feature'), value: z.enum(USAGE_FEATURES) }),
        z.strictObject({
          dimension: z.literal('referrer'),
          value: z
            .string()
            .max(100)
            .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, 'must be an origin, without path and query'),
        }),
      ]),
    )
    .min(1)
    .max(20),
});
export type CountUsageRequest = z.infer<typeof CountUsageRequest>;

/** What is counted: browsers that came at all, that saw a page, used a feature, came from a site; and which kind they are. */
export const USAGE_DIMENSIONS = ['visit', 'page', 'feature', 'referrer', 'browser', 'system'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** A figure below this many browsers is never told. */
export const USAGE_MINIMUM = 10;

/** Query of `GET /v1/operator/usage-statistics`. */
export const UsageStatisticsQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
    .optional(),
});
export type UsageStatisticsQuery = z.infer<typeof UsageStatisticsQuery>;

const browsers = z.number().int().min(USAGE_MINIMUM);

/**
 * Answer of `GET /v1/operator/usage-statistics`. Counts are of different browsers, not of visits: they cannot be added up or
 * taken from each other, so what is left out cannot be worked out from what is shown.
 */
export const UsageStatistics = z.object({
  enabled: z.boolean(),
  month: z.string(),
  months: z.array(z.string()).describe('Months with figures, newest first'),
  minimum: z.number().int().describe('Figures below it are left out'),
  days: z.array(z.object({ day: z.iso.date(), browsers: browsers.nullable().describe('Null: none, or fewer than the minimum') })),
  dimensions: z.array(
    z.object({
      dimension: z.enum(USAGE_DIMENSIONS).exclude(['visit']),
      rows: z.array(z.object({ value: z.string(), browsers })),
      is_cut: z.boolean().describe('Some values were left out because too few browsers had them'),
    }),
  ),
});
export type UsageStatistics = z.infer<typeof UsageStatistics>;
