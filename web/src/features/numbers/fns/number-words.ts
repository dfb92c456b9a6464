import type { NumberEvent, WhatsAppNumber } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

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
