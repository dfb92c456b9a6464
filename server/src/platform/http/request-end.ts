import type { ServerResponse } from 'node:http';

/** Status noted of a request whose caller hung up before the answer began, as in the logs of nginx. It is never sent. */
export const HUNG_UP_STATUS = 499;

/**
 * The end of one request, told once: when its answer has left, or, where its caller hung up before that, when the work for it has ended.
 * Fastify's `onResponse` never comes in the second case (5.12), so what is held for the time of a request would be held for ever.
 */
export class RequestEnd {
  readonly #onOver: (unanswered: boolean) => void;
  #isAtWork = false;
  #isOver = false;
  #hangUp: 'before_answer' | 'during_answer' | null = null;

  /** `onOver` is told whether the caller hung up before the answer began. */
  constructor(response: ServerResponse, onOver: (unanswered: boolean) => void) {
    this.#onOver = onOver;
    response.once('close', () => {
      if (!response.writableFinished) this.#hangUp = response.headersSent ? 'during_answer' : 'before_answer';
      this.#afterHangUp();
    });
  }

  /** Whether nobody waits for the answer any more. */
  get hasHungUp(): boolean {
    return this.#hangUp !== null;
  }

  /** Runs the work for the request; until it ends, the request is not over. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#isAtWork = true;
    try {
      return await work();
    } finally {
      this.#isAtWork = false;
      this.#afterHangUp();
    }
  }

  /** The answer has left. */
  answered(): void {
    this.#finish(false);
  }

  #afterHangUp(): void {
    if (this.#hangUp !== null && !this.#isAtWork) this.#finish(this.#hangUp === 'before_answer');
  }

  #finish(unanswered: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onOver(unanswered);
  }
}
