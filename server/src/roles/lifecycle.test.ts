import { describe, expect, it } from 'vitest';
import { silentLog } from '#platform/log';
import { createLifecycle } from './lifecycle.ts';

describe('a lifecycle', () => {
  it('stops its parts in the reverse order of their start, each once', async () => {
    const lifecycle = createLifecycle({ log: silentLog, graceMs: 5_000 });
    const order: string[] = [];
    for (const name of ['database', 'engine', 'http']) {
      await lifecycle.start({ name, start: () => void order.push(`start ${name}`), stop: () => void order.push(`stop ${name}`) });
    }
    expect(lifecycle.isStopping).toBe(false);
    expect(await Promise.all([lifecycle.stop(), lifecycle.stop()])).toEqual([true, true]);
    expect(lifecycle.isStopping).toBe(true);
    expect(order).toEqual(['start database', 'start engine', 'start http', 'stop http', 'stop engine', 'stop database']);
  });

  it('stops the others when one fails or hangs, and says so', async () => {
    const lifecycle = createLifecycle({ log: silentLog, graceMs: 1 });
    const stopped: string[] = [];
    await lifecycle.start({ name: 'database', stop: () => void stopped.push('database') });
    await lifecycle.start({ name: 'hanging', stop: () => new Promise(() => undefined) });
    await lifecycle.start({
      name: 'failing',
      stop: () => {
        throw new Error('no');
      },
    });
    expect(await lifecycle.stop()).toBe(false);
    expect(stopped).toEqual(['database']);
  });

  it('does not stop what did not start', async () => {
    const lifecycle = createLifecycle({ log: silentLog, graceMs: 1_000 });
    let isStopped = false;
    const attempt = lifecycle.start({
      name: 'broken',
      start: () => Promise.reject(new Error('no')),
      stop: () => void (isStopped = true),
    });
    await expect(attempt).rejects.toThrow('no');
    await lifecycle.stop();
    expect(isStopped).toBe(false);
  });

  it('starts nothing more once it is stopping', async () => {
    const lifecycle = createLifecycle({ log: silentLog, graceMs: 1_000 });
    await lifecycle.stop();
    await expect(lifecycle.start({ name: 'late' })).rejects.toThrow('shutting down');
  });
});
