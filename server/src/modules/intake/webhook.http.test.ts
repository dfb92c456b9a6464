import { createHmac } from 'node:crypto';
import { envelope, SAMPLE_TIME, sampleMetadata, sampleWamid } from '@kabar/cloud-api/samples';
import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPublicId, newUuid, toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createIntakeWorld, type IntakeWorld } from '../../../test/intake-world.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { maintainIntake } from './index.ts';
import { replayDelivery } from './replay-delivery.ts';

const database = useTestDatabase();
let world: MessageWorld;
let intake: IntakeWorld;
let api: ApiApp;
beforeAll(async () => {
  world = await createMessageWorld(database);
  intake = await createIntakeWorld(database, world);
  api = await createApiApp(intake.intake.routes, world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await intake.close();
  await world.close();
});

let seed = 50_000;
function bodyOf(text: string): Buffer {
  seed += 1;
  const message = { from: '6281600000001', id: sampleWamid(seed), timestamp: String(SAMPLE_TIME), type: 'text', text: { body: text } };
  const value = { messaging_product: 'whatsapp', metadata: sampleMetadata, contacts: [{ wa_id: '6281600000001' }], messages: [message] };
  // The form that goes over the wire: non-ASCII escaped, and signed like that.
  return Buffer.from(
    intake
      .about(envelope('messages', value))
      .toString()
      .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    'latin1',
  );
}

async function post(
  body: Buffer,
  headers: Record<string, string>,
  key = intake.webhookKey,
): Promise<{ status: number; body: string; code: string | null }> {
  const response = await api.app.inject({
    method: 'POST',
    url: `/webhooks/meta/${key}`,
    payload: body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const code = response.body.startsWith('{') ? (JSON.parse(response.body) as { error: { code: string } }).error.code : null;
  return { status: response.statusCode, body: response.body, code };
}

function signed(body: Buffer): Record<string, string> {
  return { 'x-hub-signature-256': intake.sign(body) };
}

async function storedCount(): Promise<number> {
  const [row] = await database.admin<{ count: number }>('select count(*)::int as count from intake_deliveries');
  return row?.count ?? -1;
}

describe('the handshake', () => {
  const ask = (query: string, key = intake.webhookKey) => api.app.inject(`/webhooks/meta/${key}?${query}`);

  it('echoes the challenge as plain text', async () => {
    const answer = await ask(`hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${intake.verifyToken}`);
    expect([answer.statusCode, answer.body, answer.headers['content-type']]).toEqual([200, '1158201444', 'text/plain; charset=utf-8']);
  });

  it.each([
    ['a wrong token', () => ask('hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong')],
    ['no token', () => ask('hub.mode=subscribe&hub.challenge=1')],
    ['another mode', () => ask(`hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=${intake.verifyToken}`)],
    ['no challenge', () => ask(`hub.mode=subscribe&hub.verify_token=${intake.verifyToken}`)],
    ['an unknown address', () => ask(`hub.mode=subscribe&hub.challenge=1&hub.verify_token=${intake.verifyToken}`, 'f'.repeat(32))],
  ])('refuses %s', async (_what, call) => {
    const answer = await call();
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'verify_token_invalid']);
  });
});

describe('a delivery', () => {
  it('is answered with 200 once it is stored, and becomes a message', async () => {
    const body = bodyOf('halo 👋 é');
    const answer = await post(body, signed(body));
    expect([answer.status, answer.body]).toEqual([200, 'ok']);
    await intake.settled();
    const rows = await database.admin('select 1 from messages');
    expect(rows).toHaveLength(1);
  });

  it('is stored sealed: nothing of it can be read in the table', async () => {
    const body = bodyOf('rahasia-kanari');
    await post(body, signed(body));
    const [row] = await database.admin<{ line: string; body_sealed: Buffer }>(
      'select d::text as line, body_sealed from intake_deliveries d order by id desc limit 1',
    );
    expect(row?.line).not.toContain('rahasia-kanari');
    expect(row?.body_sealed.includes('rahasia-kanari')).toBe(false);
  });

  it.each([
    ['without a signature', (_body: Buffer) => ({}), 401, 'signature_missing'],
    ['with an empty signature', (_body: Buffer) => ({ 'x-hub-signature-256': '' }), 401, 'signature_missing'],
    [
      'with the legacy signature only',
      (body: Buffer) => ({ 'x-hub-signature': `sha1=${createHmac('sha1', intake.appSecret).update(body).digest('hex')}` }),
      401,
      'signature_missing',
    ],
    [
      'signed with another secret',
      (body: Buffer) => ({ 'x-hub-signature-256': `sha256=${createHmac('sha256', 'wrong').update(body).digest('hex')}` }),
      401,
      'signature_invalid',
    ],
    ['signed for another body', (_body: Buffer) => ({ 'x-hub-signature-256': intake.sign(Buffer.from('{}')) }), 401, 'signature_invalid'],
    ['with a cut signature', (body: Buffer) => ({ 'x-hub-signature-256': intake.sign(body).slice(0, -2) }), 401, 'signature_invalid'],
    [
      'with a signature of another algorithm',
      (body: Buffer) => ({ 'x-hub-signature-256': intake.sign(body).replace('sha256', 'sha512') }),
      401,
      'signature_invalid',
    ],
  ])('%s is refused and not stored', async (_what, headers, status, code) => {
    const before = await storedCount();
    const body = bodyOf('tidak');
    const answer = await post(body, headers(body));
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(await storedCount()).toBe(before);
  });

  it('signed with the former secret is taken while a secret is being changed', async () => {
    const body = bodyOf('lama');
    const answer = await post(body, {
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'a former secret').update(body).digest('hex')}`,
    });
    expect(answer.status).toBe(200);
  });

  it('to an unknown address is refused whatever its signature', async () => {
    const body = bodyOf('x');
    expect(await post(body, signed(body), 'a'.repeat(32))).toMatchObject({ status: 404, code: 'webhook_unknown' });
  });

  it('that is too large is refused before it is read whole', async () => {
    const body = Buffer.alloc(4 * 1024 * 1024, 0x20);
    expect(await post(body, signed(body))).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  it('of three megabytes is taken', async () => {
    const body = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry: [], filler: 'x'.repeat(3_000_000) }));
    expect((await post(body, signed(body))).status).toBe(200);
    await intake.settled();
  });

  it('that comes twice is stored once and answered both times', async () => {
    const body = bodyOf('dua kali');
    const before = await storedCount();
    const answers = await Promise.all([post(body, signed(body)), post(body, signed(body)), post(body, signed(body))]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await storedCount()).toBe(before + 1);
  });

  it.each([
    ['truncated JSON', Buffer.from('{"object":"whatsapp_business_account","entry":[{"id"')],
    ['a million open brackets', Buffer.from('['.repeat(1_000_000))],
    ['nested beyond every reason but complete', Buffer.from(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)],
    ['no JSON at all', Buffer.from('selamat pagi')],
    ['an empty body', Buffer.alloc(0)],
    ['wrong types everywhere', Buffer.from('{"object":7,"entry":{"changes":[1,2,{"field":[],"value":null}]}}')],
  ])('with the right signature but %s is kept and quarantined, so that it is not sent for days', async (_what, body) => {
    expect((await post(body, signed(body))).status).toBe(200);
    await intake.settled();
    const { body: list } = await api.get('/v1/intake/deliveries?limit=1');
    expect(list.data[0]).toMatchObject({ unit_count: 1 });
    expect(['quarantined', 'processed']).toContain(list.data[0]?.['status']);
    expect(Number(list.data[0]?.['unknown_count']) + Number(list.data[0]?.['quarantined_count'])).toBe(1);
  });

  it('is answered with 503 when it cannot be stored, never with 200', async () => {
    await database.admin('alter table intake_deliveries rename to intake_deliveries_away');
    const body = bodyOf('gagal');
    expect(await post(body, signed(body))).toMatchObject({ status: 503, code: 'unavailable' });
    await database.admin('alter table intake_deliveries_away rename to intake_deliveries');
    expect((await post(body, signed(body))).status).toBe(200);
    await intake.settled();
  });
});

describe('stored deliveries', () => {
  it('are listed newest first, page by page, without gaps or repeats', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await api.get(`/v1/intake/deliveries?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      seen.push(...body.data.map((delivery) => String(delivery['id'])));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(await storedCount());
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => (a < b ? 1 : -1)));
    const { body: only } = await api.get('/v1/intake/deliveries?status=quarantined');
    expect(new Set(only.data.map((delivery) => delivery['status']))).toEqual(new Set(['quarantined']));
  });

  it('show what was kept aside and why, and never the body', async () => {
    const { body: list } = await api.get('/v1/intake/deliveries?status=quarantined&limit=1');
    const { status, body } = await api.get(`/v1/intake/deliveries/${String(list.data[0]?.['id'])}`);
    expect(status).toBe(200);
    expect(body['units']).toMatchObject([{ outcome: 'quarantined' }]);
  });

  it('can be processed again without doing anything twice', async () => {
    const body = bodyOf('sekali lagi');
    await post(body, signed(body));
    await intake.settled();
    const before = await database.admin('select count(*) from messages');
    const { body: list } = await api.get('/v1/intake/deliveries?limit=1');
    const path = `/v1/intake/deliveries/${String(list.data[0]?.['id'])}`;
    expect((await api.send('POST', `${path}/replay`)).status).toBe(202);
    await intake.settled();
    expect((await api.get(path)).body).toMatchObject({ status: 'processed', replay_count: 1, quarantined_count: 0 });
    expect(await database.admin('select count(*) from messages')).toEqual(before);
  });

  it('that do not exist are not found', async () => {
    const id = toPublicId(ID_PREFIXES.delivery, newUuid());
    expect((await api.get(`/v1/intake/deliveries/${id}`)).status).toBe(404);
    expect((await api.send('POST', `/v1/intake/deliveries/${id}/replay`)).status).toBe(404);
    expect((await api.get('/v1/intake/deliveries?cursor=bm8')).body.error.code).toBe('cursor_invalid');
  });

  it('cannot be processed again once their retention is over', async () => {
    const { body: list } = await api.get('/v1/intake/deliveries?limit=1');
    const id = fromPublicId(ID_PREFIXES.delivery, String(list.data[0]?.['id'])) ?? '';
    const later = new Date(Date.now() + 9 * 86_400_000);
    const ctx = { ...intake.intake.ctx, clock: { ...intake.intake.ctx.clock, now: () => later } };
    await expect(replayDelivery(ctx, world.workspaceId, id)).rejects.toMatchObject({ code: 'delivery_expired' });
  });

  it('end with their retention: keys, bodies and units', async () => {
    const { body: list } = await api.get('/v1/intake/deliveries?status=quarantined&limit=1');
    const id = String(list.data[0]?.['id']);
    const later = new Date(Date.now() + 9 * 86_400_000);
    const ctx = { ...intake.intake.ctx, clock: { ...intake.intake.ctx.clock, now: () => later } };
    await maintainIntake(ctx);
    expect(await storedCount()).toBe(0);
    expect(await database.admin('select 1 from intake_units')).toEqual([]);
    expect(await database.admin('select 1 from payload_keys where destroyed_at is null')).toEqual([]);
    expect((await api.send('POST', `/v1/intake/deliveries/${id}/replay`)).status).toBe(404);
    expect(api.faults).toEqual([]);
  });
});
