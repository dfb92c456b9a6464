/** One dispatched event of a stream. `id` is the last id seen so far, which is what a reconnect sends back. */
export type SseMessage = { id: string; event: string; data: string };

/** Takes text as it arrives, cut anywhere, and gives the events that it completes. */
export type SseParser = {
  push(text: string): SseMessage[];
  /** The id to resume from. A block with an id and no data moves it, too: that is how a server without news says where it is. */
  readonly lastEventId: string;
  /** The pause before a reconnect that the server asked for with `retry:`, in milliseconds. */
  readonly retryMs: number | null;
};

/**
 * Makes a parser of `text/event-stream`: comments are skipped, events without data are dropped, an event that the end of
 * the stream cuts off is never given out. Never throws.
 * Source: WHATWG HTML, "Server-sent events", section 9.2.6.
 */
export function createSseParser(): SseParser {
  let rest = '';
  let first = true;
  let id = '';
  let lastEventId = '';
  let event = '';
  let data: string[] = [];
  let retryMs: number | null = null;

  function take(line: string, out: SseMessage[]): void {
    if (line === '') {
      lastEventId = id;
      if (data.length > 0) out.push({ id, event: event === '' ? 'message' : event, data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    const raw = colon === -1 ? '' : line.slice(colon + 1);
    const value = raw.startsWith(' ') ? raw.slice(1) : raw;
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
  }

  return {
    push(text) {
      let input = rest + text;
      if (first && input !== '') {
        input = input.startsWith('\uFEFF') ? input.slice(1) : input;
        first = false;
      }
      const out: SseMessage[] = [];
      let start = 0;
      for (let at = 0; at < input.length; at += 1) {
        const char = input[at];
        if (char !== '\n' && char !== '\r') continue;
        // A \r at the very end may be the first half of \r\n: wait for the next piece.
        if (char === '\r' && at === input.length - 1) break;
        take(input.slice(start, at), out);
        if (char === '\r' && input[at + 1] === '\n') at += 1;
        start = at + 1;
      }
      rest = input.slice(start);
      return out;
    },
    get lastEventId() {
      return lastEventId;
    },
    get retryMs() {
      return retryMs;
    },
  };
}
