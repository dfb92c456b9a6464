import { engineQuery, withEngine } from '#platform/db/tx';
import { fetchMedia } from './fetch-media.ts';
import type { MediaContext } from './media-context.ts';
import { claimInboundMedia, selectNextFetch, type MediaRow } from './media.sql.ts';

/** Runs for as long as a working process does; the shape of a part of a role. */
export type MediaFetcher = { name: string; start(): void; stop(graceMs: number): Promise<void> };

/** Longer than the longest try (three minutes), so that a claim never ends while its holder is alive and at work. */
export const leaseMs = 240_000;
/** How long a file waits at most when a notification was lost. */
const pollMs = 5_000;

/**
 * Fetches the files of incoming messages, `concurrency` at once, soonest first. WhatsApp's addresses live for five minutes, so
 * it is woken by the commit that registered a file. Any number of processes may run it; what a killed one held comes due
 * again when its claim ends, which stores nothing twice.
 */
export function createMediaFetcher(ctx: MediaContext, options: { concurrency?: number } = {}): MediaFetcher {
  const { concurrency = 8 } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let wake: () => void = () => undefined;
  let loop: Promise<void> | null = null;
  let stopListening: () => void = () => undefined;

  const claim = async (): Promise<number> => {
    const free = concurrency - running.size;
    if (free <= 0) return 0;
    const now = ctx.clock.now();
    const statement = claimInboundMedia(now, new Date(now.getTime() + leaseMs), free);
    const claimed = await withEngine(ctx.db, 'claim files to fetch', (tx) => tx.query<MediaRow>(statement));
    for (const media of claimed) {
      const work: Promise<void> = fetchMedia(ctx, media, stopping.signal)
        .then(() => undefined)
        // The claim ends by itself, and the file is tried again.
        .catch((error: unknown) => ctx.log.error('fetching a file failed', { workspaceId: media.workspaceId, mediaId: media.id, error }))
        .finally(() => {
          running.delete(work);
          wake();
        });
      running.add(work);
    }
    return claimed.length;
  };

  /** Until woken, until the next file is due, or for the length of a poll. */
  const rest = async (): Promise<void> => {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const [next] = running.size < concurrency ? await engineQuery<{ at: Date | null }>(ctx.db, selectNextFetch()) : [];
    const dueInMs = next?.at === null || next === undefined ? pollMs : next.at.getTime() - ctx.clock.now().getTime();
    const waitMs = Math.min(pollMs, Math.max(20, dueInMs));
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, stopping.signal]);
    await Promise.race([woken, ctx.clock.sleep(waitMs, signal).catch(() => undefined)]);
    over.abort();
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const claimedCount = await claim();
        if (claimedCount === 0) await rest();
      } catch (error) {
        ctx.log.warn('files to fetch could not be claimed', { error });
        await ctx.clock.sleep(1_000, stopping.signal).catch(() => undefined);
      }
    }
  };

  return {
    name: 'media_fetcher',
    start: () => {
      stopListening = ctx.notifications.on('kabar_media', { received: () => wake(), missed: () => wake() });
      loop ??= run();
    },
    stop: async () => {
      stopListening();
      stopping.abort(new Error('the process is shutting down'));
      wake();
      await loop;
      await Promise.all(running);
    },
  };
}
