import { wholeNumber } from './value-forms.ts';
import { group, variable } from './variable.ts';

/** How much callers may ask in a second. A constant would fit neither a shared installation nor a machine of one's own. */
export const limits = group('Limits', {
  keyPerSecond: variable('KABAR_RATE_LIMIT_KEY', {
    form: wholeNumber(1, 1_000_000),
    fallback: '500',
    example: '200',
    does: 'Requests a second of one API key, over all processes; twice as many may come at once. A key can be given a figure of its own.',
  }),
  workspacePerSecond: variable('KABAR_RATE_LIMIT_WORKSPACE', {
    form: wholeNumber(1, 1_000_000),
    fallback: '1000',
    example: '500',
    does: 'Requests a second of all API keys of one workspace together.',
  }),
  memberPerSecond: variable('KABAR_RATE_LIMIT_MEMBER', {
    form: wholeNumber(1, 1_000_000),
    fallback: '100',
    example: '50',
    does: 'Requests a second of one member or operator in the dashboard. Programs cannot use it up.',
  }),
});
