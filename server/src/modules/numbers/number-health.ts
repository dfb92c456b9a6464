import { REASONS, type NumberHealth, type ReasonCode } from '@kabar/contract';
import type { NumberRow, StoredRestriction } from './numbers.sql.ts';

/** Health in words: the worst thing first, with what to do about it. */
export type HealthWords = NumberHealth;
type HealthCode = NumberHealth['code'];

/** The parts of a number that its health depends on. */
export type HealthInput = Pick<
  NumberRow,
  | 'disconnectedAt'
  | 'holdReason'
  | 'restriction'
  | 'accountRestriction'
  | 'metaStatus'
  | 'health'
  | 'quality'
  | 'nameStatus'
  | 'lastWebhookAt'
  | 'connectedAt'
  | 'tokenExpiresAt'
  | 'reviewStatus'
>;

/** A silent webhook means little in the first minutes after connecting. */
const quietAfterMs = 15 * 60_000;
const expiryWarningMs = 7 * 24 * 3_600_000;

/** Words for states of WhatsApp's in which nothing can be sent. Source: "Phone number" reference, 2025-12. */
const badStates: Readonly<Record<string, { code: HealthCode; title: string }>> = {
  BANNED: { code: 'banned', title: 'WhatsApp banned the number' },
  RESTRICTED: { code: 'restricted_by_status', title: 'WhatsApp restricted the number' },
  RATE_LIMITED: { code: 'limited_by_quality', title: 'WhatsApp limited the number because of its quality' },
  FLAGGED: { code: 'flagged_by_quality', title: 'WhatsApp flagged the number because of its quality' },
  DISCONNECTED: { code: 'not_on_cloud_api', title: 'The number is not connected to the Cloud API at WhatsApp' },
  UNVERIFIED: { code: 'not_verified', title: 'The number is not verified at WhatsApp' },
  PENDING: { code: 'set_up_pending', title: 'The number is still being set up at WhatsApp' },
  DELETED: { code: 'deleted', title: 'The number was deleted at WhatsApp' },
  MIGRATED: { code: 'moved', title: 'The number was moved to another account at WhatsApp' },
};

/** States of WhatsApp's in which messages still go out. */
const sendingStates: ReadonlySet<string> = new Set(['CONNECTED', 'FLAGGED', 'RATE_LIMITED', 'RESTRICTED', 'UNKNOWN']);

/** Of these, the ones that only limit how many new conversations can be started. */
const limitingStates: ReadonlySet<string> = new Set(['FLAGGED', 'RATE_LIMITED', 'RESTRICTED']);

/** Whether a restriction holds at `now`; one without an end holds until it is lifted. */
export function isInForce(restriction: StoredRestriction | null, now: Date): restriction is StoredRestriction {
  return restriction !== null && (restriction.until === null || new Date(restriction.until) > now);
}

/** Puts a number's state into words. Pure. */
export function describeHealth(number: HealthInput, now: Date): HealthWords {
  return findBad(number, now) ?? findWarning(number, now) ?? words('good', 'works', 'Everything works', null);
}

function words(
  level: HealthWords['level'],
  code: HealthCode,
  title: string,
  nextStep: string | null,
  until: string | null = null,
): HealthWords {
  return { level, code, until, title, next_step: nextStep };
}

function findBad(number: HealthInput, now: Date): HealthWords | null {
  const bad = (code: HealthCode, title: string, nextStep: string, until: string | null = null): HealthWords =>
    words('bad', code, title, nextStep, until);
  if (number.disconnectedAt !== null)
    return bad('disconnected', 'Disconnected', 'Connect the number again; its conversations are still here.');
  if (number.holdReason === 'token_refused') return bad('token_refused', REASONS.token_refused.title, REASONS.token_refused.next_step);
  for (const restriction of [number.restriction, number.accountRestriction]) {
    if (!isInForce(restriction, now)) continue;
    const end =
      restriction.until === null
        ? 'Ask for a review under Account Quality in Meta Business Manager.'
        : `It ends on ${dayOf(restriction.until)}. Account Quality in Meta Business Manager tells why.`;
    const code = restriction.scope === 'all' ? 'restricted' : 'templates_restricted';
    return bad(code, restriction.title, end, restriction.until);
  }
  if (number.holdReason === 'payment_problem')
    return bad('payment_problem', REASONS.payment_problem.title, REASONS.payment_problem.next_step);
  const state = number.metaStatus;
  if (state !== null && !sendingStates.has(state)) {
    const known = badStates[state];
    return bad(
      known?.code ?? 'status_unknown',
      known?.title ?? `The number is ${state.toLowerCase()} at WhatsApp`,
      'Open the number in WhatsApp Manager and follow what it says there.',
    );
  }
  if (number.health?.canSend === 'blocked') {
    const [problem] = number.health.problems;
    return bad(
      'sending_blocked',
      problem?.title ?? 'WhatsApp blocks sending',
      problem?.nextStep ?? 'Open the number in WhatsApp Manager and follow what it says there.',
    );
  }
  if (number.reviewStatus === 'REJECTED')
    return bad(
      'review_rejected',
      'The review of the WhatsApp Business Account failed',
      'Open Business Support at Meta and ask for another review.',
    );
  if (number.holdReason !== null && isReason(number.holdReason))
    return bad('held', REASONS[number.holdReason].title, REASONS[number.holdReason].next_step);
  return null;
}

function findWarning(number: HealthInput, now: Date): HealthWords | null {
  const warn = (code: HealthCode, title: string, nextStep: string, until: string | null = null): HealthWords =>
    words('warn', code, title, nextStep, until);
  if (number.quality === 'red')
    return warn(
      'quality_low',
      'Quality is low',
      'Pause campaigns and write only to people who asked for it; the rating looks at the last seven days.',
    );
  const limit = number.metaStatus !== null && limitingStates.has(number.metaStatus) ? badStates[number.metaStatus] : undefined;
  if (limit !== undefined) return warn(limit.code, limit.title, 'Pause campaigns and write only to people who asked for it.');
  if (number.tokenExpiresAt !== null && number.tokenExpiresAt.getTime() - now.getTime() < expiryWarningMs) {
    return warn(
      'token_expiring',
      `The access token ends on ${dayOf(number.tokenExpiresAt.toISOString())}`,
      'Renew the token; one of a system user need not end at all.',
      number.tokenExpiresAt.toISOString(),
    );
  }
  if (number.health?.canSend === 'limited') {
    const [problem] = number.health.problems;
    return warn(
      'sending_limited',
      problem?.title ?? 'WhatsApp limits sending',
      problem?.nextStep ?? 'Open the number in WhatsApp Manager and follow what it says there.',
    );
  }
  if (number.nameStatus === 'DECLINED' || number.nameStatus === 'REJECTED' || number.nameStatus === 'EXPIRED') {
    return warn('name_declined', 'The display name was not approved', 'Choose another display name in WhatsApp Manager.');
  }
  if (number.quality === 'yellow') return warn('quality_medium', 'Quality is medium', 'Check which messages people block or report.');
  if (number.lastWebhookAt === null && now.getTime() - number.connectedAt.getTime() > quietAfterMs) {
    return warn(
      'nothing_received',
      'No webhook has arrived yet',
      'Write to the number from a phone. If nothing appears, check that your public address can be reached from outside.',
    );
  }
  return null;
}

/**
 * Why sending would be pointless, as a reason code, from what WhatsApp told last; null when it is not. A refused token is
 * not seen here: it is set when a call is refused and ends with a call that is not.
 */
export function holdReasonOf(
  number: Pick<NumberRow, 'restriction' | 'accountRestriction' | 'metaStatus' | 'health'>,
  now: Date,
): ReasonCode | null {
  const stops = (restriction: StoredRestriction | null): boolean => isInForce(restriction, now) && restriction.scope === 'all';
  if (stops(number.restriction) || stops(number.accountRestriction)) return 'number_restricted';
  const state = number.metaStatus;
  if (state === 'DISCONNECTED' || state === 'DELETED' || state === 'MIGRATED' || state === 'PENDING' || state === 'UNVERIFIED')
    return 'number_disconnected';
  if (state !== null && !sendingStates.has(state)) return 'number_restricted';
  if (number.health?.canSend === 'blocked') {
    // 141006: WhatsApp's health check names a payment problem. Source: "Health status", 2025-11.
    return number.health.problems.some((problem) => problem.code === 141_006) ? 'payment_problem' : 'number_restricted';
  }
  return null;
}

/** What the API calls the number's state at `now`. */
export function statusOf(number: HealthInput, now: Date): 'connected' | 'needs_attention' | 'disconnected' {
  if (number.disconnectedAt !== null) return 'disconnected';
  return findBad(number, now) === null ? 'connected' : 'needs_attention';
}

function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(REASONS, code);
}

/** `2026-11-21`: one form for readers of all languages. */
function dayOf(isoText: string): string {
  return isoText.slice(0, 10);
}
