import type { NumberHealth, WhatsAppNumber } from '@kabar/contract';
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { sayServerWords } from '#lib/server-words.ts';

/** Health of a number for its reader: how it is, and what to do about it. */
export type HealthWords = { title: string; nextStep: string | null };

type Words = { title: MessageDescriptor; nextStep: MessageDescriptor | null };

const openManager = msg`Open the number in WhatsApp Manager and follow what it says there.`;
const writeLess = msg`Pause campaigns and write only to people who asked for it.`;

/** Codes whose words are the same for every number. `sending_*` and `held` carry the server's own reason. */
const fixed: Readonly<Partial<Record<NumberHealth['code'], Words>>> = {
  works: { title: msg`Everything works`, nextStep: null },
  disconnected: { title: msg`Disconnected`, nextStep: msg`Connect the number again; its conversations are still here.` },
  token_refused: {
    title: msg`WhatsApp refused the access token`,
    nextStep: msg`Renew the token of the number; held messages then go out.`,
  },
  payment_problem: {
    title: msg`WhatsApp reports a payment problem`,
    nextStep: msg`Fix the payment method in Meta Business Manager, then release the message.`,
  },
  banned: { title: msg`WhatsApp banned the number`, nextStep: openManager },
  restricted_by_status: { title: msg`WhatsApp restricted the number`, nextStep: writeLess },
  limited_by_quality: { title: msg`WhatsApp limited the number because of its quality`, nextStep: writeLess },
  flagged_by_quality: { title: msg`WhatsApp flagged the number because of its quality`, nextStep: writeLess },
  not_on_cloud_api: { title: msg`The number is not connected to the Cloud API at WhatsApp`, nextStep: openManager },
  not_verified: { title: msg`The number is not verified at WhatsApp`, nextStep: openManager },
  set_up_pending: { title: msg`The number is still being set up at WhatsApp`, nextStep: openManager },
  deleted: { title: msg`The number was deleted at WhatsApp`, nextStep: openManager },
  moved: { title: msg`The number was moved to another account at WhatsApp`, nextStep: openManager },
  review_rejected: {
    title: msg`The review of the WhatsApp Business Account failed`,
    nextStep: msg`Open Business Support at Meta and ask for another review.`,
  },
  quality_low: {
    title: msg`Quality is low`,
    nextStep: msg`Pause campaigns and write only to people who asked for it; the rating looks at the last seven days.`,
  },
  quality_medium: { title: msg`Quality is medium`, nextStep: msg`Check which messages people block or report.` },
  name_declined: { title: msg`The display name was not approved`, nextStep: msg`Choose another display name in WhatsApp Manager.` },
  nothing_received: {
    title: msg`No webhook has arrived yet`,
    nextStep: msg`Write to the number from a phone. If nothing appears, check that your public address can be reached from outside.`,
  },
};

/**
 * Says a number's health in the reader's language by its code. A code of a newer server, and a reason that Meta itself
 * gives, are shown in the server's words. `day` writes a moment as a day in the workspace's time zone.
 */
export function healthWords(number: Pick<WhatsAppNumber, 'health' | 'meta_status'>, i18n: I18n, day: (at: string) => string): HealthWords {
  const { health } = number;
  const words = fixed[health.code] ?? changing(number, day);
  if (words) return { title: i18n._(words.title), nextStep: words.nextStep && i18n._(words.nextStep) };
  return {
    title: sayServerWords(health.title, i18n),
    nextStep: health.next_step === null ? null : sayServerWords(health.next_step, i18n),
  };
}

function changing(
  { health, meta_status: state }: Pick<WhatsAppNumber, 'health' | 'meta_status'>,
  day: (at: string) => string,
): Words | null {
  const end = health.until === null ? null : day(health.until);
  switch (health.code) {
    case 'restricted':
      return { title: msg`WhatsApp restricted the number or account`, nextStep: endWords(end) };
    case 'templates_restricted':
      return { title: msg`WhatsApp stopped templates; replies are still possible`, nextStep: endWords(end) };
    case 'token_expiring':
      return end === null
        ? null
        : { title: msg`The access token ends on ${end}`, nextStep: msg`Renew the token; one of a system user need not end at all.` };
    case 'status_unknown':
      return state === null ? null : { title: msg`WhatsApp names the status ${state}`, nextStep: openManager };
    default:
      return null;
  }
}

function endWords(end: string | null): MessageDescriptor {
  return end === null
    ? msg`Ask for a review under Account Quality in Meta Business Manager.`
    : msg`It ends on ${end}. Account Quality in Meta Business Manager tells why.`;
}
