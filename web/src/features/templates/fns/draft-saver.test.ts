import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftSaver } from './draft-saver.ts';

class Conflict extends Error {}

/** A server that counts its states; `answer` lets one save end. */
function stand() {
  const saved: string[] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const kept: (string | null)[] = [];
  const saver = new DraftSaver('a', '0', {
    save: (content, expected) =>
      new Promise((resolve, reject) => {
        waiting.push({
          resolve: () => {
            saved.push(`${content} on ${expected}`);
            resolve({ updated_at: String(saved.length) });
          },
          reject,
        });
      }),
    isConflict: (error) => error instanceof Conflict,
    keep: (content) => kept.push(content),
    restMs: 800,
    retryMs: 5000,
  });
  const answer = async (error?: Error) => {
    const first = waiting.shift();
    if (error) first?.reject(error);
    else first?.resolve();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { saver, saved, waiting, kept, answer };
}

describe('DraftSaver', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('saves once after the last of several changes', async () => {
    const { saver, saved, answer, kept } = stand();
    saver.change('b');
    await vi.advanceTimersByTimeAsync(500);
    saver.change('c');
    await vi.advanceTimersByTimeAsync(500);
    expect(saver.state).toBe('waiting');
    await vi.advanceTimersByTimeAsync(300);
    expect(saver.state).toBe('saving');
    await answer();
    expect(saved).toEqual(['c on 0']);
    expect(saver.state).toBe('saved');
    expect(kept.at(-1)).toBeNull();
  });

  it('saves what was typed while it saved, on the newer state', async () => {
    const { saver, saved, answer, waiting } = stand();
    saver.change('b');
    await vi.advanceTimersByTimeAsync(800);
    saver.change('c');
    await answer();
    await vi.advanceTimersByTimeAsync(800);
    expect(waiting).toHaveLength(1);
    await answer();
    expect(saved).toEqual(['b on 0', 'c on 1']);
    expect(saver.state).toBe('saved');
  });

  it('keeps what could not be saved and tries again', async () => {
    const { saver, saved, answer, kept } = stand();
    saver.change('b');
    await vi.advanceTimersByTimeAsync(800);
    await answer(new Error('no connection'));
    expect(saver.state).toBe('failed');
    expect(kept.at(-1)).toBe('b');
    await vi.advanceTimersByTimeAsync(5000);
    await answer();
    expect(saved).toEqual(['b on 0']);
    expect(saver.state).toBe('saved');
  });

  it('stops in a conflict until somebody decides', async () => {
    const { saver, saved, answer, waiting } = stand();
    saver.change('b');
    await vi.advanceTimersByTimeAsync(800);
    await answer(new Conflict());
    saver.change('c');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(saver.state).toBe('conflict');
    expect(waiting).toEqual([]);
    const done = saver.overwrite('9');
    await answer();
    expect(await done).toBe(true);
    expect(saved).toEqual(['c on 9']);
  });

  it('takes the other state when asked to', async () => {
    const { saver, answer, kept } = stand();
    saver.change('b');
    await vi.advanceTimersByTimeAsync(800);
    await answer(new Conflict());
    saver.yield('theirs', '9');
    expect([saver.content, saver.state, saver.updatedAt, kept.at(-1)]).toEqual(['theirs', 'saved', '9', null]);
  });

  it('takes a newer state of the server only when nothing is lost', () => {
    const { saver } = stand();
    expect(saver.adopt('other', '5')).toBe(true);
    expect(saver.content).toBe('other');
    saver.change('mine');
    expect(saver.adopt('theirs', '6')).toBe(false);
    expect(saver.content).toBe('mine');
  });

  it('saves at once when it must', async () => {
    const { saver, answer } = stand();
    saver.change('b');
    const done = saver.flush();
    await answer();
    expect(await done).toBe(true);
    expect(await saver.flush()).toBe(true);
  });
});
