import type { ReasonCode } from '@kabar/contract';

/** A reason of ours as Meta would tell it in a failed status. */
type MetaReason = { code: number; title: string };

const stopped: MetaReason = { code: 131_050, title: 'User has stopped marketing messages' };
const undeliverable: MetaReason = { code: 131_026, title: 'Message undeliverable' };
const unknown: MetaReason = { code: 131_000, title: 'Something went wrong' };
const locked: MetaReason = { code: 131_031, title: 'Account has been locked' };
const paused: MetaReason = { code: 132_015, title: 'Template is paused' };
const noTemplate: MetaReason = { code: 132_001, title: 'Template name does not exist in the translation' };

/** Why a message of ours did not go out, by the code that programs know for it. */
export const META_REASONS = {
  window_closed: { code: 131_047, title: 'Re-engagement message' },
  marketing_stopped: stopped,
  consent_missing: stopped,
  contact_suppressed: undeliverable,
  contact_restricted: undeliverable,
  workspace_closing: locked,
  contact_erased: undeliverable,
  recipient_unreachable: undeliverable,
  template_unknown: noTemplate,
  template_not_approved: noTemplate,
  template_paused: paused,
  number_disconnected: { code: 133_010, title: 'The account is not registered' },
  number_restricted: locked,
  token_refused: { code: 131_005, title: 'Access denied' },
  payment_problem: { code: 131_042, title: 'Business eligibility payment issue' },
  media_missing: { code: 131_053, title: 'Media upload error' },
  outcome_unknown: unknown,
  resend_decided: unknown,
  meta_refused: unknown,
  retries_exhausted: { code: 131_016, title: 'Service unavailable' },
  cancelled: unknown,
} as const satisfies Record<ReasonCode, MetaReason>;
