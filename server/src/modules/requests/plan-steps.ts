import type { PrivacyRequestKind } from '@kabar/contract';
import type { StoredClock } from './requests.sql.ts';

/**
 * A step of a request. Manual ones are done by a member: correcting, telling those who were given the data, and what concerns an account besides copies and erasing it.
 * They run strictly one after the other, so that whoever has to be told is told before the data is gone.
 */
export type Step = { key: StepKey; isManual: boolean };

export const STEP_KEYS = [
  'copy',
  'account_copy',
  'correct',
  'tell_recipients',
  'tell_before',
  'erase',
  'verify',
  'restrict',
  'object',
  'erase_account',
  'handle_account',
  'tell',
] as const;
export type StepKey = (typeof STEP_KEYS)[number];

const automatic = (key: StepKey): Step => ({ key, isManual: false });
const manual = (key: StepKey): Step => ({ key, isManual: true });

const steps: Record<PrivacyRequestKind, readonly Step[]> = {
  access: [automatic('copy'), automatic('tell')],
  portability: [automatic('copy'), automatic('tell')],
  rectify: [manual('correct'), automatic('tell')],
  erase: [automatic('tell_before'), automatic('erase'), automatic('verify'), automatic('tell')],
  restrict: [automatic('restrict'), automatic('tell')],
  object: [automatic('object'), automatic('tell')],
  withdraw_consent: [automatic('object'), automatic('tell')],
};

/** Kinds after which those who were given the data have to hear of it. Source: GDPR art. 19; California Code of Regulations, title 11, § 7022(b). */
const heardOfByOthers: ReadonlySet<PrivacyRequestKind> = new Set(['rectify', 'erase', 'restrict']);

/** The steps of a request, in order. Pure. */
export function planSteps(row: {
  kind: PrivacyRequestKind;
  userId: string | null;
  clocks: readonly Pick<StoredClock, 'notify'>[];
}): Step[] {
  if (row.userId !== null) {
    const isCopy = row.kind === 'access' || row.kind === 'portability';
    const first = isCopy ? automatic('account_copy') : row.kind === 'erase' ? automatic('erase_account') : manual('handle_account');
    return [first, automatic('tell')];
  }
  const others = row.clocks.some(({ notify }) => notify.includes('recipients') || notify.includes('processors'));
  const own = steps[row.kind];
  if (!others || !heardOfByOthers.has(row.kind)) return [...own];
  return row.kind === 'erase' ? [manual('tell_recipients'), ...own] : [...own.slice(0, -1), manual('tell_recipients'), ...own.slice(-1)];
}
