import { SERVICE_WINDOW_SECONDS } from '@kabar/cloud-api';

/** Knows since when each customer's 24 hour window is open. */
export interface Windows {
  isOpen(phoneNumberId: string, customerId: string): boolean;
  /** When the window closes, in ms of the emulated clock, or null when it never opened. */
  closesAtMs(phoneNumberId: string, customerId: string): number | null;
  opened(phoneNumberId: string, customerId: string, atMs: number): void;
}

/** Creates the windows from the last inbound times of the ledger. */
export function createWindows(
  nowMs: () => number,
  lastInbound: readonly { phoneNumberId: string; customerId: string; atMs: number }[],
): Windows {
  const openedAt = new Map(lastInbound.map((last) => [`${last.phoneNumberId} ${last.customerId}`, last.atMs]));
  const closesAtMs = (phoneNumberId: string, customerId: string) => {
    const atMs = openedAt.get(`${phoneNumberId} ${customerId}`);
    return atMs === undefined ? null : atMs + SERVICE_WINDOW_SECONDS * 1000;
  };
  return {
    closesAtMs,
    isOpen: (phoneNumberId, customerId) => (closesAtMs(phoneNumberId, customerId) ?? 0) > nowMs(),
    opened: (phoneNumberId, customerId, atMs) => {
      openedAt.set(`${phoneNumberId} ${customerId}`, atMs);
    },
  };
}
