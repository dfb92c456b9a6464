import { describe, expect, it, vi } from 'vitest';
import { PHONES, startTestEmulator, templateMessage } from '../test/harness.ts';
import type { TestEmulator } from '../test/harness.ts';

const hello = templateMessage(PHONES.budi, 'hello_world');

async function acceptedCount(test: TestEmulator): Promise<number> {
  return (await test.control.ledger()).messages.accepted;
}

/** Sends with a time limit and gives what a client sees: an HTTP status, `timeout`, or `broken`. */
async function outcomeOf(test: TestEmulator, timeoutMs = 400): Promise<number | string> {
  try {
    const answer = await fetch(`${test.url}/v26.0/${test.numberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${test.info.accessToken}` },
      body: JSON.stringify({ messaging_product: 'whatsapp', ...hello }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.text();
    return answer.status;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'broken';
  }
}

describe('faults of the send API', () => {
  it('answers 5xx and takes nothing', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { httpError: { next: 1, status: 502 } } });
    expect([await outcomeOf(test), await outcomeOf(test)]).toEqual([502, 200]);
    expect(await acceptedCount(test)).toBe(1);
  });

  it('takes the message and answers 5xx, and its statuses still come', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { httpErrorAfterAccept: { next: 1, status: 500 } } });
    expect(await outcomeOf(test)).toBe(500);
    expect(await acceptedCount(test)).toBe(1);
    await vi.waitFor(() => expect(test.receiver.ofKind('status').map((unit) => unit.value.status)).toContain('delivered'));
  });

  it('answers with an error of Meta’s table', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { graphError: { next: 1, code: 131016 } } });
    const reply = await test.send(hello);
    expect([reply.status, reply.body.error.code]).toEqual([500, 131016]);
    expect(await acceptedCount(test)).toBe(0);
  });

  it('never answers, with and without taking the message', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { hang: { next: 1 } } });
    expect(await outcomeOf(test)).toBe('timeout');
    expect(await acceptedCount(test)).toBe(0);
    await test.control.setBehaviours({ upstream: { hangAfterAccept: { next: 1 } } });
    expect(await outcomeOf(test)).toBe('timeout');
    expect(await acceptedCount(test)).toBe(1);
  });

  it('breaks the connection, before and after taking the message', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { reset: { next: 1 } } });
    expect(await outcomeOf(test)).toBe('broken');
    expect(await acceptedCount(test)).toBe(0);
    await test.control.setBehaviours({ upstream: { resetAfterAccept: { next: 1 } } });
    expect(await outcomeOf(test)).toBe('broken');
    expect(await acceptedCount(test)).toBe(1);
  });

  it('answers late, and with half a body', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { slow: { next: 1, minMs: 300, maxMs: 300 } } });
    expect(await outcomeOf(test, 100)).toBe('timeout');
    await test.control.setBehaviours({ upstream: { garbledAfterAccept: { next: 1 } } });
    await expect(test.send(hello)).rejects.toThrow(SyntaxError);
  });

  it('strikes by chance, repeatably with a seed', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { httpError: { probability: 0.5 } }, statuses: { autoSent: false } });
    async function series(): Promise<(number | string)[]> {
      await test.control.seedRandom(42);
      const outcomes = [];
      for (let index = 0; index < 12; index += 1) outcomes.push(await outcomeOf(test));
      return outcomes;
    }
    const first = await series();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await series()).toEqual(first);
  });

  it('leaves other calls alone unless told to strike all, and other numbers alone when scoped', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ upstream: { httpError: { probability: 1 } } });
    expect((await test.graph('GET', test.info.wabaId)).status).toBe(200);
    await test.control.setBehaviours({ upstream: { scope: 'all' } });
    expect((await fetch(`${test.url}/v26.0/${test.info.wabaId}`)).status).toBe(503);
    await test.control.resetBehaviours();
    await test.control.setBehaviours({ upstream: { httpError: { probability: 1 } } }, test.info.numbers[1]?.phoneNumberId);
    expect(await outcomeOf(test)).toBe(200);
  });
});
