import type { ContactConsents } from '@kabar/contract';

/** Purposes for which a stop, an objection or a suppression holds. */
export function stoppedPurposes(consents: Pick<ContactConsents, 'states' | 'suppressions' | 'marketing'> | undefined): string[] {
  if (consents === undefined) return [];
  const stopped = consents.states.filter(({ state }) => state === 'withdrawn' || state === 'objected').map(({ purpose }) => purpose);
  if (consents.marketing === 'stopped') stopped.push('marketing');
  if (consents.suppressions.some(({ scope }) => scope === 'all')) stopped.push('messages');
  return [...new Set(stopped)];
}
