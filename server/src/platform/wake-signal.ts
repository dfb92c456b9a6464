/**
 * Lets a loop sleep until somebody has news for it. A wake that comes while nobody waits is kept for the next wait, so
 * none is lost between looking for work and going to sleep.
 */
export class WakeSignal {
  #woken = false;
  #resolve: (() => void) | null = null;

  /** Ends the present or the next wait. */
  wake(): void {
    this.#woken = true;
    this.#resolve?.();
  }

  /** Resolves on the next wake, after `timeoutMs`, or when `signal` aborts; never rejects. */
  async wait(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (!this.#woken && signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          this.#resolve = null;
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        signal?.addEventListener('abort', done, { once: true });
        this.#resolve = done;
      });
    }
    this.#woken = false;
  }
}
