import { useSyncExternalStore } from 'react';

type Waiting = (confirmed: boolean) => void;

const listeners = new Set<() => void>();
let waiting: readonly Waiting[] = [];

function set(next: readonly Waiting[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/**
 * Asks the person once more who they are, because the server wants it before a dangerous act; the dialog is on every page. Resolves to whether they confirmed.
 * Several acts that ask at once share one answer.
 */
export function askStepUp(): Promise<boolean> {
  return new Promise((resolve) => set([...waiting, resolve]));
}

/** Ends the question. */
export function answerStepUp(confirmed: boolean): void {
  const answered = waiting;
  set([]);
  for (const resolve of answered) resolve(confirmed);
}

/** Whether something waits for the person to confirm. */
export function useStepUpAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting.length > 0,
  );
}
