import { resubscribeAll } from '#modules/numbers';
import type { NumbersContext } from '#modules/numbers';

/**
 * Tells WhatsApp our present address where it still has another, e.g. after the port changed. Needs HTTP to be up,
 * because each address is checked with a call.
 */
export async function announceAddress(numbers: NumbersContext, publicUrl: string): Promise<void> {
  const { changedCount, failedCount } = await resubscribeAll(numbers, publicUrl);
  if (changedCount > 0) numbers.log.info('webhook addresses were renewed', { count: changedCount });
  if (failedCount > 0) numbers.log.warn('some webhook addresses could not be renewed', { failedCount });
}
