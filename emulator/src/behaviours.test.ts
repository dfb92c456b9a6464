import { describe, expect, it } from 'vitest';
import { createBehaviourBook, defaultBehaviours, patchBehaviours } from './behaviours.ts';

const never = (probability: number) => probability >= 1;

describe('behaviours', () => {
  it('changes only what a patch names', () => {
    const result = patchBehaviours(defaultBehaviours, { webhooks: { batchSize: 7 } });
    expect(result).toMatchObject({ ok: true, value: { webhooks: { batchSize: 7, concurrency: 8 }, statuses: defaultBehaviours.statuses } });
    expect(defaultBehaviours.webhooks.batchSize).toBe(100);
  });

  it.each([
    [{ webhooks: { batchSize: 0 } }, 'webhooks.batchSize'],
    [{ webhooks: { batchSize: 1001 } }, 'webhooks.batchSize'],
    [{ statuses: { drop: { sent: 2 } } }, 'statuses.drop.sent'],
    [{ nonsense: true }, 'nonsense'],
    ['text', ''],
  ])('refuses %j and names the path', (patch, path) => {
    const result = patchBehaviours(defaultBehaviours, patch);
    expect(result.ok ? 'accepted' : result.message).toContain(path);
  });

  it('keeps switches of one number apart from the others', () => {
    const book = createBehaviourBook(undefined, () => {});
    book.patch({ policies: { window: false } }, '1');
    expect([book.of('1').policies.window, book.of('2').policies.window, book.of().policies.window]).toEqual([false, true, true]);
    book.patch({ policies: { optOut: false } });
    expect(book.of('1').policies).toMatchObject({ window: false, optOut: false });
    book.reset('1');
    expect(book.of('1').policies.window).toBe(true);
  });

  it('counts down the faults that are asked for by number', () => {
    const book = createBehaviourBook(undefined, () => {});
    expect(book.hasUpstreamFaults()).toBe(false);
    book.patch({ upstream: { httpError: { next: 2 } } });
    expect(book.hasUpstreamFaults()).toBe(true);
    const strikes = [1, 2, 3].map(() => book.strike(undefined, 'httpError', never));
    expect(strikes).toEqual([true, true, false]);
    expect(book.hasUpstreamFaults()).toBe(false);
    expect(defaultBehaviours.upstream.httpError.next).toBe(0);
  });

  it('comes back from a snapshot', () => {
    let saved: unknown;
    const book = createBehaviourBook(undefined, (snapshot) => {
      saved = JSON.parse(JSON.stringify(snapshot));
    });
    book.patch({ limits: { pair: false } });
    book.patch({ limits: { throughput: false } }, '1');
    const again = createBehaviourBook(saved, () => {});
    expect(again.of('1').limits).toMatchObject({ pair: false, throughput: false });
    expect(again.of('2').limits).toMatchObject({ pair: false, throughput: true });
  });
});
