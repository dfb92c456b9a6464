import pg from 'pg';
import { vi } from 'vitest';

/**
 * The texts of all statements that `work` sends, in order, over whatever connection. Everything in the process counts, so
 * nothing else may run meanwhile.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    for (const [query] of spy.mock.calls) texts.push(typeof query === 'string' ? query : String(Reflect.get(Object(query), 'text')));
  } finally {
    spy.mockRestore();
  }
  return texts;
}
