import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import type { Log, LogFields } from './log.ts';
import { logKeys, readLogValue } from './logging/log-keys.ts';
import { scrubLine } from './logging/scrub-line.ts';

const canaries = [
  'rumah biru di ujung jalan', // message text
  '+62 812-0000-4821',
  '6281200004821',
  '0812 0000 4821',
  '(555) 010-0199 221',
  'EAAGm0PX4ZCpsBAKZCq9canary',
  'kabar_live_4f9KqTz1mW8rXbY2nP6vLs0dHc3jGe7aQwErTy',
  'Bearer abcdefghijklmnop.qrstuvwxyz',
  'siti.aminah+toko@example.co.id',
  'wamid.HBgNNjI4MTIwMDAwNDgyMRUCABIYFDNB',
] as const;

/** A log that collects its lines. */
async function collect(): Promise<{ log: Log; lines: () => string; records: () => Record<string, unknown>[] }> {
  const written: string[] = [];
  const log = await createLog({ level: 'trace', destination: { write: (line) => void written.push(line) } });
  return { log, lines: () => written.join(''), records: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

/** Stands for a caller whose types are wrong. */
function careless(fields: Record<string, unknown>): LogFields {
  return fields;
}

test('writes one JSON object per line with level, time, text and known keys', async () => {
  const { log, records } = await collect();
  log.child({ workspaceId: '0199c0de-0000-7000-8000-000000000001' }).info('a request ended', {
    requestId: 'req_01jd8z3t5kf6v9b2m4n7p0q1rs',
    route: '/v1/messages/:id',
    status: 202,
    durationMs: 12.3456,
    ok: true,
    at: new Date('2026-11-21T00:00:00Z'),
  });
  expect(records()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      workspaceId: '0199c0de-0000-7000-8000-000000000001',
      requestId: 'req_01jd8z3t5kf6v9b2m4n7p0q1rs',
      route: '/v1/messages/:id',
      status: 202,
      durationMs: 12.35,
      ok: true,
      at: '2026-11-21T00:00:00.000Z',
      msg: 'a request ended',
    },
  ]);
});

test('drops unknown keys and refuses values that do not fit their key', async () => {
  const { log, records } = await collect();
  log.info('a line', careless({ body: 'halo', nested: { deep: 'halo' }, count: 'halo', code: 'two words', requestId: '6281200004821' }));
  expect(records()[0]).toMatchObject({ count: '[refused]', code: '[refused]', requestId: '[refused]' });
  expect(Object.keys(records()[0] ?? {}).sort()).toEqual(['code', 'count', 'level', 'msg', 'requestId', 'time']);
});

test.each(canaries)('lets %s into no key, at any depth', async (canary) => {
  const { log, lines } = await collect();
  for (const key of [...Object.keys(logKeys), 'text', 'phone', 'anything']) {
    for (const value of [canary, [canary], { inner: { inner: canary } }, new Map([[canary, canary]])]) {
      log.info('a line', careless({ [key]: value }));
      log.child(careless({ [key]: value })).warn('a line');
    }
  }
  expect(lines()).not.toContain(canary);
});

test.each(canaries)('lets %s out of no error: message, stack, cause, code, name', async (canary) => {
  const { log, lines, records } = await collect();
  const plain = new Error(`could not handle ${canary}`);
  const multiline = new Error(`first\n    at ${canary} (/srv/x.ts:1:2)\n    at ${canary}\n${canary}`);
  const caused = new Error('outer', { cause: new Error(canary, { cause: plain }) });
  const coded = Object.assign(new Error('x'), { code: canary, table: canary, constraint: canary, detail: `Key (phone)=(${canary})` });
  const named = Object.assign(new Error('x'), { name: canary });
  const joined = new AggregateError([plain], canary);
  for (const error of [plain, multiline, caused, coded, named, joined, canary, { message: canary }, [canary]]) {
    log.error('it failed', { error });
  }
  try {
    JSON.parse(`{"text": ${canary}`);
  } catch (error) {
    log.error('it failed', { error });
  }
  expect(lines()).not.toContain(canary);
  expect(lines()).not.toContain(canary.slice(0, 12));
  expect(records()[0]).toMatchObject({
    error: { name: 'Error', frames: expect.arrayContaining([expect.stringContaining('log.test.ts')]) },
  });
});

test('says where and what kind of error it was', async () => {
  const { log, records } = await collect();
  const inner = Object.assign(new Error('Key (phone)=(6281200004821) exists'), {
    code: '23505',
    table: 'contacts',
    constraint: 'contacts_pkey',
  });
  log.error('it failed', { error: new TypeError('outer', { cause: inner }) });
  expect(records()[0]).toMatchObject({
    error: {
      name: 'TypeError',
      frames: expect.arrayContaining([expect.stringMatching(/log\.test\.ts:\d+:\d+/)]),
      cause: { name: 'Error', code: '23505', table: 'contacts', constraint: 'contacts_pkey' },
    },
  });
});

test('keeps the words that the engine builds from our own source', async () => {
  const { log, records } = await collect();
  try {
    expect(Reflect.get(Object(JSON.parse('{}')), 'nothing').name).toBe('never reached');
  } catch (error) {
    log.error('it failed', { error });
  }
  expect(records()[0]).toMatchObject({ error: { message: "Cannot read properties of undefined (reading 'name')" } });
});

test.each(canaries.slice(1))('scrubs %s from a finished line', (canary) => {
  const line = `{"level":"info","msg":"before ${canary} after","deep":{"list":["${canary}"]}}\n`;
  const scrubbed = scrubLine(line);
  expect(scrubbed).not.toContain(canary);
  expect(scrubbed).toContain('before ');
  expect(scrubbed).toContain(' after');
  expect(() => JSON.parse(scrubbed)).not.toThrow();
});

test('replaces a phone number written as a number and keeps the line valid', () => {
  expect(JSON.parse(scrubLine('{"count":6281200004821,"status":200}'))).toEqual({ count: 0, status: 200 });
});

test('leaves ids, times and small numbers alone', () => {
  const line =
    '{"time":"2026-11-21T00:44:46.123Z","workspaceId":"01993010-1234-7123-8123-123456789012","requestId":"req_01jd8z3t5kf6v9b2m4n7p0q1rs","durationMs":12345.67,"sizeBytes":16777216,"port":54321}';
  expect(scrubLine(line)).toBe(line);
});

test('cuts user, query and fragment off an address', () => {
  expect(readLogValue('url', 'postgres://u:secret@127.0.0.1:5432/kabar?x=1')).toBe('postgres://127.0.0.1:5432/kabar');
  expect(readLogValue('url', 'http://localhost:3000/?token=secret')).toBe('http://localhost:3000');
  expect(readLogValue('url', 'javascript:alert(1)')).toBe('[refused]');
});

test('has no key for names, phone numbers, addresses, tokens or text', () => {
  const suspicious = /phone|email|mail$|token|secret|password|text|body|name$|wamid|address|ip$|query|param/i;
  expect(Object.keys(logKeys).filter((key) => suspicious.test(key))).toEqual([]);
});

test('takes fixed sentences only, as the compiler sees it', async () => {
  const { log } = await collect();
  const variable = String(1);
  // @ts-expect-error a variable is not a fixed sentence
  log.info(variable);
  // @ts-expect-error neither is a template with a variable in it
  log.info(`number ${variable}`);
  // @ts-expect-error a key that is not in the list
  log.info('a line', { phone: 'x' });
  // @ts-expect-error a value of the wrong type
  log.info('a line', { count: 'x' });
  expect(readFileSync(new URL(import.meta.url), 'utf8')).toContain('ts-expect-error');
});
