import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatcherClosedError, createBatcher, isConnectionError } from './batcher.ts';

/** A flush whose batches a test settles by hand. */
function manualFlush(): {
  flush: (items: readonly number[]) => Promise<number[]>;
  batches: { items: readonly number[]; done: () => void }[];
} {
  const batches: { items: readonly number[]; done: () => void }[] = [];
  return {
    batches,
    flush: (items) => new Promise((resolve) => batches.push({ items, done: () => resolve(items.map((item) => item * 10)) })),
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('a batcher', () => {
  it('stores what arrives in one turn as one batch and answers each with its own result', async () => {
    const batches: number[] = [];
    const batcher = createBatcher<number, number>({
      flush: async (items) => {
        batches.push(items.length);
        return items.map((item) => item * 10);
      },
    });
    expect(await Promise.all([1, 2, 3].map((item) => batcher.add(item)))).toEqual([10, 20, 30]);
    expect(batches).toEqual([3]);
  });

  it('sends a lone item at once and collects while all lanes are busy', async () => {
    const { flush, batches } = manualFlush();
    const batcher = createBatcher({ flush, lanes: 2, maxItems: 3 });
    const results: Promise<number>[] = [];
    for (const item of [1, 2]) {
      results.push(batcher.add(item));
      await nextTurn();
    }
    for (const item of [3, 4, 5, 6]) results.push(batcher.add(item));
    await nextTurn();
    expect(batches.map((batch) => batch.items)).toEqual([[1], [2]]);
    expect(batcher.stats()).toMatchObject({ inFlightCount: 2, waitingCount: 4 });
    batches[0]?.done();
    await results[0];
    await nextTurn();
    expect(batches[2]?.items).toEqual([3, 4, 5]);
    batches[1]?.done();
    await results[1];
    await nextTurn();
    expect(batches[3]?.items).toEqual([6]);
    batches[2]?.done();
    batches[3]?.done();
    expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('lets a poison item fail alone', async () => {
    const batcher = createBatcher<number, number>({
      flush: async (items) => {
        if (items.includes(13)) throw new Error('unlucky');
        return [...items];
      },
    });
    const results = await Promise.allSettled([11, 12, 13, 14].map((item) => batcher.add(item)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(batcher.stats()).toMatchObject({ failedBatchCount: 1, poisonItemCount: 1 });
  });

  it('does not try items one by one when the database is away', async () => {
    let flushCount = 0;
    const batcher = createBatcher<number, number>({
      flush: async () => {
        flushCount += 1;
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)));
    expect(results.every((result) => result.status === 'rejected')).toBe(true);
    expect(flushCount).toBe(1);
    expect(batcher.stats().poisonItemCount).toBe(0);
  });

  it('never stores again what a flush answered wrongly', async () => {
    let flushCount = 0;
    const batcher = createBatcher<number, number>({
      flush: async () => {
        flushCount += 1;
        return [1];
      },
    });
    const results = await Promise.allSettled([1, 2].map((item) => batcher.add(item)));
    expect(results.every((result) => result.status === 'rejected')).toBe(true);
    expect(flushCount).toBe(1);
  });

  it('settles everything it accepted before it closes, and takes nothing after', async () => {
    const { flush, batches } = manualFlush();
    const batcher = createBatcher({ flush, lanes: 1 });
    const results = [batcher.add(1)];
    await nextTurn();
    results.push(batcher.add(2));
    let isClosed = false;
    const closing = Promise.all([batcher.close(), batcher.close()]).then(() => (isClosed = true));
    await expect(batcher.add(3)).rejects.toBeInstanceOf(BatcherClosedError);
    batches[0]?.done();
    await results[0];
    await nextTurn();
    expect(isClosed).toBe(false);
    batches[1]?.done();
    await closing;
    expect(await Promise.all(results)).toEqual([10, 20]);
  });

  it('closes at once when idle', async () => {
    await expect(createBatcher<number, number>({ flush: async (items) => [...items] }).close()).resolves.toBeUndefined();
  });

  it('answers every item exactly once with its own result, in batches no larger than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.boolean()), { maxLength: 200 }),
        fc.integer({ min: 1, max: 17 }),
        fc.integer({ min: 1, max: 3 }),
        async (items, maxItems, lanes) => {
          let stored = 0;
          let inFlight = 0;
          const batcher = createBatcher<[number, boolean], number>({
            maxItems,
            lanes,
            flush: async (batch) => {
              inFlight += 1;
              expect(inFlight).toBeLessThanOrEqual(lanes);
              expect(batch.length).toBeLessThanOrEqual(maxItems);
              await nextTurn();
              inFlight -= 1;
              if (batch.some(([, isPoison]) => isPoison)) throw new Error('poison');
              stored += batch.length;
              return batch.map(([value]) => value);
            },
          });
          const results = await Promise.allSettled(
            items.map(async (item, index) => {
              if (index % 5 === 0) await nextTurn();
              return batcher.add(item);
            }),
          );
          for (const [index, result] of results.entries()) {
            const [value, isPoison] = items[index] ?? [0, false];
            expect(result.status).toBe(isPoison ? 'rejected' : 'fulfilled');
            if (result.status === 'fulfilled') expect(result.value).toBe(value);
          }
          expect(stored).toBe(items.filter(([, isPoison]) => !isPoison).length);
          await batcher.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('isConnectionError', () => {
  it.each([
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), true],
    ['a server that shuts down', Object.assign(new Error('x'), { code: '57P01' }), true],
    ['a broken protocol', Object.assign(new Error('x'), { code: '08P01' }), true],
    ['a connection that ended', new Error('Connection terminated unexpectedly'), true],
    ['no free connection in time', new Error('timeout exceeded when trying to connect'), true],
    ['a bad value', Object.assign(new Error('x'), { code: '22P05' }), false],
    ['a doubled key', Object.assign(new Error('x'), { code: '23505' }), false],
    ['something that is no error', 'Connection terminated', false],
  ])('tells %s', (_, error, expected) => {
    expect(isConnectionError(error)).toBe(expected);
  });
});
