import type { RetentionClass, RetentionPreset } from '@kabar/contract';
import { period, type Period } from '#modules/law';

/** A period that somebody wants. `isMaximum`: it is promised never to be exceeded, so a law that asks for longer collides instead of lengthening it. */
export type Wish = { period: Period; isMaximum: boolean };

const atMost = (text: string): Wish => ({ period: period(text), isMaximum: true });
const about = (text: string): Wish => ({ period: period(text), isMaximum: false });

/** Everything that belongs to conversations. */
const talk = (wish: Wish): Partial<Record<RetentionClass, Wish>> => ({ message_content: wish, media: wish, conversation_work: wish });
const logs: Partial<Record<RetentionClass, Wish>> = {
  api_log: about('P90D'),
  access_log: about('P90D'),
  system_log: about('P90D'),
};

/** What each preset wishes; what it does not name has the fallback of its class. */
export const PRESETS: Record<RetentionPreset, Partial<Record<RetentionClass, Wish>>> = {
  'gateway-30d': { ...talk(atMost('P30D')), ...logs, account: about('P30D'), invoice: about('P5Y'), payment: about('P5Y') },
  'business-12m': { ...talk(atMost('P12M')), ...logs, account: about('P12M'), invoice: about('P7Y'), payment: about('P7Y') },
  'agency-90d': { ...talk(atMost('P90D')), ...logs, account: about('P3Y') },
  'engagement-24m': { ...talk(about('P24M')), ...logs, account: about('P30D') },
  minimal: {
    ...talk(atMost('P14D')),
    webhook_payload: about('P2D'),
    notification: about('P7D'),
    audit_event: about('P12M'),
    api_log: about('P30D'),
    access_log: about('P30D'),
    system_log: about('P30D'),
    account: about('P30D'),
  },
};

/** What holds where nobody has decided: the longest that any notice allows, so that nothing goes before somebody chose. */
export const UNDECIDED_PRESET: RetentionPreset = 'engagement-24m';
