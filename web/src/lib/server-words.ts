import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/**
 * Sentences that the server says about messages and the history of numbers, in the reader's language. The key is the sentence as
 * the server says it; what is not listed is shown as it came. server-words.test.ts checks that every reason of the contract is
 * here. The health of numbers goes by its code: features/numbers/fns/health-words.ts.
 */
const sentences: Readonly<Record<string, MessageDescriptor>> = {
  // Reasons of messages: titles and next steps.
  'The 24-hour window is closed': msg`The 24-hour window is closed`,
  'Send a template; free messages are possible again when the customer writes.': msg`Send a template; free messages are possible again when the customer writes.`,
  'The customer stopped marketing messages': msg`The customer stopped marketing messages`,
  'Do not send marketing to this customer until they opt in again.': msg`Do not send marketing to this customer until they opt in again.`,
  'The customer has not agreed to marketing messages': msg`The customer has not agreed to marketing messages`,
  'Ask for their consent and record it, then send again; your workspace sends marketing only with consent.': msg`Ask for their consent and record it, then send again; your workspace sends marketing only with consent.`,
  'Do not write to this customer until they ask for it again and you have recorded how you know.': msg`Do not write to this customer until they ask for it again and you have recorded how you know.`,
  'The customer asked not to be contacted': msg`The customer asked not to be contacted`,
  'Do not write to this customer unless they write first.': msg`Do not write to this customer unless they write first.`,
  'The data of this customer is only stored': msg`The data of this customer is only stored`,
  'They asked for their data to be restricted. Open their request under Privacy, Requests to see until when.': msg`They asked for their data to be restricted. Open their request under Privacy, Requests to see until when.`,
  'The workspace is closing': msg`The workspace is closing`,
  'An owner can reopen it under Settings; then send again.': msg`An owner can reopen it under Settings; then send again.`,
  'The customer was erased': msg`The customer was erased`,
  'Nothing can be sent to this customer.': msg`Nothing can be sent to this customer.`,
  'No address that WhatsApp accepts': msg`No address that WhatsApp accepts`,
  'Add a phone number or wait until the customer writes.': msg`Add a phone number or wait until the customer writes.`,
  'Template not found': msg`Template not found`,
  'Sync templates and check the name and language.': msg`Sync templates and check the name and language.`,
  'Template is not approved': msg`Template is not approved`,
  'Wait for the review or use another template.': msg`Wait for the review or use another template.`,
  'Template is paused by WhatsApp': msg`Template is paused by WhatsApp`,
  'The message goes out when the pause ends, or cancel it and use another template.': msg`The message goes out when the pause ends, or cancel it and use another template.`,
  'The number is disconnected': msg`The number is disconnected`,
  'Connect the number again; held messages then go out.': msg`Connect the number again; held messages then go out.`,
  'WhatsApp restricted the number or account': msg`WhatsApp restricted the number or account`,
  'Open the number to see the restriction and until when it lasts.': msg`Open the number to see the restriction and until when it lasts.`,
  'WhatsApp refused the access token': msg`WhatsApp refused the access token`,
  'Renew the token of the number; held messages then go out.': msg`Renew the token of the number; held messages then go out.`,
  'WhatsApp reports a payment problem': msg`WhatsApp reports a payment problem`,
  'Fix the payment method in Meta Business Manager, then release the message.': msg`Fix the payment method in Meta Business Manager, then release the message.`,
  'The file is no longer there': msg`The file is no longer there`,
  'Upload the file again and send a new message.': msg`Upload the file again and send a new message.`,
  'Outcome unknown': msg`Outcome unknown`,
  'Ask the customer or look at the phone, then decide: mark as sent, send again, or give up.': msg`Ask the customer or look at the phone, then decide: mark as sent, send again, or give up.`,
  'Sent again by decision': msg`Sent again by decision`,
  'Nothing to do; a second copy may exist.': msg`Nothing to do; a second copy may exist.`,
  'WhatsApp refused the message': msg`WhatsApp refused the message`,
  'See the details of the error.': msg`See the details of the error.`,
  'WhatsApp stayed unavailable': msg`WhatsApp stayed unavailable`,
  'Send the message again when WhatsApp works.': msg`Send the message again when WhatsApp works.`,
  Cancelled: msg`Cancelled`,
  'Nothing to do.': msg`Nothing to do.`,
  // What WhatsApp's own health check says where it gives no reason of its own.
  'WhatsApp blocks sending': msg`WhatsApp blocks sending`,
  'WhatsApp limits sending': msg`WhatsApp limits sending`,
  'Open the number in WhatsApp Manager and follow what it says there.': msg`Open the number in WhatsApp Manager and follow what it says there.`,
  // History of numbers.
  'Connected to the emulator': msg`Connected to the emulator`,
  'Connected to the Cloud API': msg`Connected to the Cloud API`,
  'The access token was renewed': msg`The access token was renewed`,
  'The restriction has ended': msg`The restriction has ended`,
  'The first webhook arrived': msg`The first webhook arrived`,
};

const qualities: Readonly<Record<string, MessageDescriptor>> = {
  green: msg`high`,
  yellow: msg`medium`,
  red: msg`low`,
  unknown: msg`not rated`,
};

/** Sentences with something in them that changes: what it looks like, and how it is said. */
const patterns: readonly { pattern: RegExp; say: (i18n: I18n, found: readonly string[]) => MessageDescriptor }[] = [
  {
    pattern: /^Quality changed from (\w+) to (\w+)$/,
    say: (i18n, [before = '', after = '']) => {
      const word = (quality: string): string => (qualities[quality] ? i18n._(qualities[quality]) : quality);
      const from = word(before);
      const to = word(after);
      return msg`Quality changed from ${from} to ${to}`;
    },
  },
  { pattern: /^Messaging limit is now (\S+)$/, say: (_i18n, [tier = '']) => msg`Messaging limit is now ${tier}` },
  { pattern: /^Up to (\d+) messages a second$/, say: (_i18n, [perSecond = '']) => msg`Up to ${perSecond} messages a second` },
  { pattern: /^WhatsApp names the status (\S+)$/, say: (_i18n, [state = '']) => msg`WhatsApp names the status ${state}` },
  { pattern: /^Display name is now (.+)$/, say: (_i18n, [name = '']) => msg`Display name is now ${name}` },
];

/** Whether the reader's languages have this sentence of the server. */
export function knowsServerWords(text: string): boolean {
  return Object.hasOwn(sentences, text) || patterns.some(({ pattern }) => pattern.test(text));
}

/** A sentence of the server in the reader's language; one that is not known here stays as it is. */
export function sayServerWords(text: string, i18n: I18n): string {
  const sentence = Object.hasOwn(sentences, text) ? sentences[text] : undefined;
  if (sentence) return i18n._(sentence);
  for (const { pattern, say } of patterns) {
    const match = pattern.exec(text);
    if (match) return i18n._(say(i18n, match.slice(1)));
  }
  return text;
}
