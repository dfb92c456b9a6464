import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFakeNumber } from '../../../test/fake-graph.ts';
import { callGraph, uploadForm, type GraphAnswer } from '../../../test/graph-calls.ts';
import { createGraphWorld, type GraphWorld } from '../../../test/graph-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { goodSecret, goodToken } from '../../../test/meta-world.ts';
import { toPublicId } from '../../platform/ids.ts';

// A key of a member who is limited to one number: every other number looks as if there were none.
const database = useTestDatabase();
const shown = '106540352399001';
const missing = '106540352399999';
let world: GraphWorld;
let key: string;
let shownId: string;

beforeAll(async () => {
  world = await createGraphWorld(database);
  const { owner, admin } = world.mine.members;
  const send = async (method: 'POST' | 'PUT', url: string, payload: object, headers = owner.headers) => {
    const answer = await world.app.inject({ method, url, headers, payload });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json();
  };
  addFakeNumber(world.graph, { id: shown, wabaId: world.mine.wabaId });
  const { number } = await send('POST', '/v1/numbers', {
    waba_id: world.mine.wabaId,
    phone_number_id: shown,
    access_token: goodToken,
    app_secret: goodSecret,
  });
  shownId = number.id;
  const scopes = ['numbers:read', 'messages:send', 'messages:read', 'media:read', 'media:write', 'conversations:write', 'templates:read'];
  ({ key } = await send('POST', '/v1/api-keys', { name: 'limited', scopes }, admin.headers));
  const member = toPublicId(ID_PREFIXES.member, admin.memberId);
  await send('PUT', `/v1/members/${member}/limits`, { limits: { number_ids: [shownId], team_ids: [] } });
});
afterAll(async () => {
  if (world.faults.length > 0) throw new Error('requests ran into faults of ours', { cause: world.faults });
  await world.close();
});

const call = (method: string, path: string, body?: object | FormData, as = key): Promise<GraphAnswer> =>
  callGraph(world, method, path, body, as);
const text = { messaging_product: 'whatsapp', to: '+628120000077', type: 'text', text: { body: 'Halo' } };

/** What a caller can compare: the status, and the error without what is new in each answer. */
const seen = ({ status, body }: GraphAnswer, id: string): unknown => {
  const { fbtrace_id: _trace, ...error } = body.error ?? {};
  return JSON.parse(JSON.stringify({ status, error }).replaceAll(id, 'ID'));
};

describe('a number outside of the limits of a key', () => {
  const hidden = (): string => world.mine.phoneNumberId;

  it.each<[string, string, (id: string) => string, (() => object | FormData)?]>([
    ['is not read', 'GET', (id) => id],
    ['has no profile', 'GET', (id) => `${id}/whatsapp_business_profile`],
    ['sends nothing', 'POST', (id) => `${id}/messages`, () => text],
    [
      'sends no template',
      'POST',
      (id) => `${id}/messages`,
      () => ({ ...text, type: 'template', template: { name: 'x', language: { code: 'en' } } }),
    ],
    [
      'marks nothing as read',
      'POST',
      (id) => `${id}/messages`,
      () => ({ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.A' }),
    ],
    ['takes no file', 'POST', (id) => `${id}/media`, () => uploadForm(['messaging_product', 'type', 'file'])],
  ])('%s, as if it did not exist', async (_what, method, path, body) => {
    const there = await call(method, path(hidden()), body?.());
    const nowhere = await call(method, path(missing), body?.());
    expect(nowhere.status).toBe(400);
    expect(seen(there, hidden())).toEqual(seen(nowhere, missing));
    // The same by a key without limits, so that the path is not simply wrong.
    expect(seen(await call(method, path(hidden()), body?.(), world.mine.key), hidden())).not.toEqual(seen(nowhere, missing));
  });

  it('is not listed', async () => {
    const listed = async (as: string) =>
      ((await call('GET', `${world.mine.wabaId}/phone_numbers`, undefined, as)).body['data'] as { id: string }[]).map(({ id }) => id);
    expect(await listed(key)).toEqual([shown]);
    expect(await listed(world.mine.key)).toEqual([hidden(), shown].toSorted((a, b) => a.localeCompare(b)));
  });
});

it('the number within the limits of a key works', async () => {
  expect((await call('GET', shown)).body).toMatchObject({ id: shown });
  expect((await call('POST', `${shown}/messages`, text)).body).toMatchObject({ messages: [{ id: expect.any(String) }] });
});
