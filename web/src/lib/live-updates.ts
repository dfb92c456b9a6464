import type { EventType, LiveEvent } from '@kabar/contract';
import type { StreamItem } from '@kabar/sdk';

/** Where the connection for live updates stands. "lost" is only said after a moment, so that a blink does not alarm. */
export type LiveState = 'connecting' | 'live' | 'lost';

/** What happens in the page on each kind of event. Every kind is named, so that a new one cannot be forgotten. */
export type LiveTable<Context> = { [Type in EventType]: (data: LiveEvent['data'], context: Context) => void };

/** What LiveUpdates needs: the stream, the table, and what to do after a gap that could not be closed. */
export interface LiveUpdatesOptions<Context> {
  open: (signal: AbortSignal) => AsyncIterable<StreamItem>;
  table: LiveTable<Context>;
  context: Context;
  onGap: () => void;
  onRefused: (error: unknown) => void;
}

const alarmAfterMs = 2500;

/** The one connection of the page: turns events into changes of the cache and tells how it stands. */
export class LiveUpdates<Context> {
  readonly #options: LiveUpdatesOptions<Context>;
  readonly #listeners = new Set<() => void>();
  #state: LiveState = 'connecting';
  #stop: AbortController | null = null;
  #alarm: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveUpdatesOptions<Context>) {
    this.#options = options;
  }

  state(): LiveState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    void this.#run(stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#set('connecting');
    let everOpen = false;
    try {
      for await (const item of this.#options.open(signal)) {
        if (signal.aborted) return;
        if (item.kind === 'open') {
          // Between a first try that failed and this one, changes may have been missed that no cursor covers.
          if (everOpen && !item.resumed) this.#options.onGap();
          everOpen = true;
          this.#set('live');
        } else if (item.kind === 'event') this.#apply(item.type, item.event);
        else if (item.kind === 'reset') this.#options.onGap();
        else this.#lose();
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#set('lost');
      this.#options.onRefused(error);
    }
  }

  #apply(type: EventType, event: LiveEvent): void {
    // A server newer than this page may send kinds that the table does not have.
    if (Object.hasOwn(this.#options.table, type)) this.#options.table[type](event.data, this.#options.context);
  }

  #lose(): void {
    this.#alarm ??= setTimeout(() => this.#set('lost'), alarmAfterMs);
  }

  #set(state: LiveState): void {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
