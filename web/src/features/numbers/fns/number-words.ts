import type { NumberEvent, WhatsAppNumber } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** How a number is, in words: what is the case and what to do about it. A string is the server's own sentence. */
export interface NumberHealthWords {
  level: 'good' | 'warn' | 'bad';
  title: MessageDescriptor | string;
  nextStep: MessageDescriptor | string | null;
}

/**
 * The worst thing about a number first. What the fields of the number explain is said in the reader's language; for the rest
 * the server's sentence is used.
 */
export function describeHealth(number: WhatsAppNumber): NumberHealthWords {
  if (number.status === 'disconnected') {
    return { level: 'bad', title: msg`Disconnected`, nextStep: msg`Nothing is sent or received. Connect it again to go on.` };
  }
  if (number.restriction) return { level: 'bad', title: number.restriction.title, nextStep: number.health.next_step };
  if (number.status === 'needs_attention')
    return { level: number.health.level, title: number.health.title, nextStep: number.health.next_step };
  if (number.quality === 'red') {
    return {
      level: 'bad',
      title: msg`Low quality: customers block or report its messages`,
      nextStep: msg`Stop sending what nobody asked for. Meta lowers the limit if it stays so for a week.`,
    };
  }
  if (number.quality === 'yellow') {
    return {
      level: 'warn',
      title: msg`Medium quality: some customers block or report its messages`,
      nextStep: msg`Send less, and only to those who asked for it.`,
    };
  }
  if (number.health.level !== 'good') return { level: number.health.level, title: number.health.title, nextStep: number.health.next_step };
  if (number.last_webhook_at === null) {
    return {
      level: 'good',
      title: msg`Connected, nothing received yet`,
      nextStep: msg`Write to the number from a phone to see that it works.`,
    };
  }
  return { level: 'good', title: msg`Works`, nextStep: null };
}

/** Words for Meta's quality rating. */
export const qualityWords: Readonly<Record<WhatsAppNumber['quality'], MessageDescriptor>> = {
  green: msg`High`,
  yellow: msg`Medium`,
  red: msg`Low`,
  unknown: msg`Not rated yet`,
};

/** Customers per 24 hours that a limit tier allows ("TIER_2K" is 2,000); Infinity without a limit, null for a tier nobody told us about. */
export function customersOfTier(tier: string | null): number | null {
  if (tier === null) return null;
  if (tier === 'TIER_UNLIMITED') return Number.POSITIVE_INFINITY;
  const match = /^TIER_(\d+)(K|M)?$/.exec(tier);
  if (!match) return null;
  return Number(match[1]) * (match[2] === 'K' ? 1000 : match[2] === 'M' ? 1_000_000 : 1);
}

/** What happened, for the history of a number. */
export const eventWords: Readonly<Record<NumberEvent['kind'], MessageDescriptor>> = {
  connected: msg`Connected`,
  disconnected: msg`Disconnected`,
  token_renewed: msg`Access token replaced`,
  token_refused: msg`Meta refused the access token`,
  refreshed: msg`Read again from Meta`,
  quality_changed: msg`Quality changed`,
  limit_changed: msg`Limit changed`,
  status_changed: msg`Status changed`,
  restricted: msg`Restricted by Meta`,
  restriction_ended: msg`Restriction ended`,
  name_changed: msg`Display name changed`,
  security: msg`Security event`,
  webhook_first_received: msg`First webhook received`,
  account_event: msg`Report from Meta`,
};
