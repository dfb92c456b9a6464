import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addFakeNumber } from '../../../test/fake-graph.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMetaWorld, goodSecret, goodToken, type MetaWorld } from '../../../test/meta-world.ts';
import { createTestTenant } from '../../../test/tenants.ts';

const database = useTestDatabase();
const seeded = {
  appId: '7',
  appSecret: goodSecret,
  wabaId: '102290129340398',
  accessToken: goodToken,
  numbers: [{ phoneNumberId: '106540352242922' }],
};

let world: MetaWorld;
let control: Server;
let made: { path: string; json: Record<string, unknown> }[];
let answer: unknown;

// The control interface as the emulator offers it; the Graph behind the same address is the fake one.
beforeAll(async () => {
  world = await createMetaWorld(database);
  addFakeNumber(world.graph, { id: '106540352242922', wabaId: '102290129340398' });
  control = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const url = request.url ?? '';
      if (!url.startsWith('/emulator/')) {
        const onward = await fetch(`${world.graph.url}${url}`, {
          method: request.method ?? 'GET',
          headers: { authorization: request.headers.authorization ?? '', 'content-type': request.headers['content-type'] ?? 'text/plain' },
          ...(body.byteLength === 0 ? {} : { body: new Uint8Array(body) }),
        });
        response.writeHead(onward.status, { 'content-type': 'application/json' }).end(await onward.text());
        return;
      }
      const json = body.byteLength === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>); // our own code sends objects
      if (request.method === 'POST') made.push({ path: url, json });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply(url, json)));
    });
  });
  control.listen(0, '127.0.0.1');
  await once(control, 'listening');
});
afterAll(async () => {
  control.closeAllConnections();
  control.close();
  await world.close();
});
beforeEach(() => {
  made = [];
  answer = { businesses: [seeded] };
  world.emulator.url = `http://127.0.0.1:${(control.address() as AddressInfo).port}`; // a TCP server has no other kind of address
});

function reply(path: string, json: Record<string, unknown>): unknown {
  switch (path) {
    case '/emulator/info':
      return answer;
    case '/emulator/wabas':
      return { id: '990000000000001', name: json['name'] };
    case '/emulator/numbers':
      addFakeNumber(world.graph, { id: '990000000000002', wabaId: String(json['wabaId']) });
      return { id: '990000000000002' };
    case '/emulator/tokens':
      return { value: goodToken };
    default:
      return {};
  }
}

const connect = (headers: Record<string, string>) => world.app.inject({ method: 'POST', url: '/v1/numbers/connect-emulator', headers });

describe('one click', () => {
  it('connects the first number of the emulator', async () => {
    const response = await connect(world.tenant.members.admin.headers);
    expect(response.statusCode, response.body).toBe(201);
    expect(response.json().number).toMatchObject({
      provider: 'emulator',
      waba_id: '102290129340398',
      phone_number_id: '106540352242922',
      status: 'connected',
    });
    expect(made).toEqual([]);
  });

  it('makes a new account with a number of the same name when the others are taken', async () => {
    const other = await createTestTenant(world.people, 'Toko Lain');
    const response = await connect(other.members.owner.headers);
    expect(response.statusCode, response.body).toBe(201);
    expect(response.json().number).toMatchObject({ waba_id: '990000000000001', phone_number_id: '990000000000002' });
    expect(made.map(({ path }) => path)).toEqual(['/emulator/wabas', '/emulator/numbers', '/emulator/tokens']);
    expect(made.slice(0, 2).map(({ json }) => json['name'] ?? json['verifiedName'])).toEqual(['Toko Lain', 'Toko Lain']);
    expect(made[2]?.json).toEqual({ appId: '7', wabaIds: ['990000000000001'] });
  });

  it.each([
    ['no emulator runs here', () => (world.emulator.url = null)],
    ['it does not answer', () => (world.emulator.url = 'http://127.0.0.1:1')],
    ['it answers something else', () => (answer = { hello: 1 })],
    ['it has no business', () => (answer = { businesses: [] })],
  ])('says so when %s', async (_name, arrange) => {
    arrange();
    const other = await createTestTenant(world.people, 'Toko Sepi');
    const response = await connect(other.members.admin.headers);
    expect([response.statusCode, response.json().error.code]).toEqual([409, 'emulator_unavailable']);
  });

  it('is not for agents', async () => {
    expect((await connect(world.tenant.members.agent.headers)).json().error.code).toBe('permission_denied');
  });
});
