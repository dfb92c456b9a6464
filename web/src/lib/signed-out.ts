import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let signedOut = false;

function set(next: boolean): void {
  if (signedOut === next) return;
  signedOut = next;
  for (const listener of listeners) listener();
}

/** Called when the server no longer knows the session; the page then asks for the password again and loses nothing. */
export function markSignedOut(): void {
  set(true);
}

/** Called when a session exists again, or when the person leaves on purpose. */
export function clearSignedOut(): void {
  set(false);
}

/** Whether the session has ended while the page was open. */
export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => signedOut,
  );
}
