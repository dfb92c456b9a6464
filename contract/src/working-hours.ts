import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** Days of a week as a schedule names them. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const from = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00');
const until = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day such as 17:30, at most 24:00');

/** One stretch of a day in local time; `until` is not part of it. Work past midnight is two ranges on two days. */
export const HoursRange = z.strictObject({ from, until });
export type HoursRange = z.infer<typeof HoursRange>;

const DayRanges = z.array(HoursRange).max(8).describe('In order and without overlap; empty: closed all day');

/** A date on which other hours hold than the week says, e.g. a holiday. */
export const HoursException = z.strictObject({
  date: z.iso.date(),
  name: z.string().trim().max(80).default('').describe('For people, e.g. the name of the holiday'),
  ranges: DayRanges.default([]),
});
export type HoursException = z.infer<typeof HoursException>;

/**
 * When there is somebody to answer. `always`: at any time, and `week` and `exceptions` are kept but not used.
 */
export const Schedule = z.strictObject({
  mode: z.enum(['always', 'weekly']),
  time_zone: z.string().max(60).nullable().default(null).describe('IANA name; null: the time zone of the workspace'),
  week: z.strictObject({
    monday: DayRanges.default([]),
    tuesday: DayRanges.default([]),
    wednesday: DayRanges.default([]),
    thursday: DayRanges.default([]),
    friday: DayRanges.default([]),
    saturday: DayRanges.default([]),
    sunday: DayRanges.default([]),
  }),
  exceptions: z.array(HoursException).max(200).default([]),
});
export type Schedule = z.infer<typeof Schedule>;

/** A schedule with what it means at this moment. */
export const WorkingHours = z.object({
  schedule: Schedule,
  is_open: z.boolean(),
  next_opening_at: Timestamp.nullable().describe('Null while open, and when the schedule never opens again within a year'),
  closes_at: Timestamp.nullable().describe('Null while closed, and for `always`'),
  updated_at: Timestamp.nullable().describe('Null until somebody set it'),
});
export type WorkingHours = z.infer<typeof WorkingHours>;

/** Answer of `GET /v1/working-hours`. A number that is not in the list follows the workspace. */
export const WorkingHoursSettings = z.object({
  workspace: WorkingHours,
  numbers: z.array(WorkingHours.extend({ number_id: idSchema('number') })),
});
export type WorkingHoursSettings = z.infer<typeof WorkingHoursSettings>;
