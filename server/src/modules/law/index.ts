export { childAge } from './ages.ts';
export { authorityFor, type Authority } from './authorities.ts';
export { dayAt, endOfDay, type BusinessCalendar, type CalendarDay } from './calendars.ts';
export {
  JURISDICTIONS,
  JURISDICTION_NAMES,
  countriesOf,
  jurisdictionOfBsuid,
  jurisdictionOfPhone,
  jurisdictionOfPlace,
  jurisdictionOfSubject,
  jurisdictionsOf,
  type FoundJurisdiction,
  type Jurisdiction,
  type SubjectPlace,
} from './jurisdictions.ts';
export { addPeriods, after, averageDays, before, comparePeriods, formatPeriod, parsePeriod, period, type Period } from './period.ts';
export { breachClocks, type BreachClock } from './breach-clocks.ts';
export { RETENTION_BOUNDS, boundsOf, type RetentionBound } from './retention-bounds.ts';
export { clockRules, requestTimes, type ClockSource, type NotifyParty, type RequestClock, type RequestTimes } from './request-clocks.ts';
