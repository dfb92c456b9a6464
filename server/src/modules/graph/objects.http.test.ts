import { KEY_SCOPES } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { uploadForm, uploadPicture, type GraphAnswer } from '../../../test/graph-calls.ts';
import { useGraphWorld } from '../../../test/use-graph-world.ts';
import { newUuid } from '../../platform/ids.ts';
import { graphMediaId } from './media-ids.ts';
import { graphMessageId } from './message-ids.ts';

const { database, world, call, get } = useGraphWorld();

describe('numbers and accounts', () => {
  it('are read by Meta’s ids, with the fields that are asked for', async () => {
    const { body } = await get(`${world.mine.phoneNumberId}?fields=display_phone_number,verified_name,status,throughput{level}`);
    expect(body).toEqual({
      display_phone_number: expect.stringMatching(/^\+1 555-/),
      verified_name: 'Warung Rani',
      status: 'CONNECTED',
      throughput: { level: 'STANDARD' },
      id: world.mine.phoneNumberId,
    });
    expect((await get(world.mine.phoneNumberId)).body).toMatchObject({ quality_rating: 'GREEN', platform_type: 'CLOUD_API' });
    expect((await get(`${world.mine.wabaId}?fields=id,name,account_review_status`)).body).toEqual({
      id: world.mine.wabaId,
      name: 'Warung Rani',
      account_review_status: 'APPROVED',
    });
    expect(await get(`${world.mine.phoneNumberId}?fields=shoe_size`)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });

  it('are listed in pages', async () => {
    const { body } = await get(`${world.mine.wabaId}/phone_numbers?fields=id,status&limit=1`);
    expect(body).toEqual({
      data: [{ id: world.mine.phoneNumberId, status: 'CONNECTED' }],
      paging: { cursors: { before: expect.any(String), after: expect.any(String) } },
    });
    const { cursors } = body['paging'] as { cursors: { after: string } };
    expect((await get(`${world.mine.wabaId}/phone_numbers?after=${cursors.after}`)).body).toEqual({ data: [] });
    expect(await get(`${world.mine.wabaId}/phone_numbers?after=nonsense`)).toMatchObject({
      status: 400,
      body: { error: { code: 131_059 } },
    });
  });
});

describe('the business profile', () => {
  const path = (): string => `${world.mine.phoneNumberId}/whatsapp_business_profile`;

  it('is WhatsApp’s own, read and changed there', async () => {
    world.graph.intercept = (seen) =>
      seen.path !== `/${path()}`
        ? null
        : {
            status: 200,
            body:
              seen.method === 'GET'
                ? { data: [{ about: 'Buka', vertical: 'RETAIL', websites: ['https://toko.example'] }] }
                : { success: true },
          };
    expect((await get(`${path()}?fields=about,vertical`)).body).toEqual({
      data: [{ about: 'Buka', vertical: 'RETAIL', messaging_product: 'whatsapp' }],
    });
    const change = { messaging_product: 'whatsapp', about: 'Tutup', websites: '["https://toko.example"]' };
    expect((await call('POST', path(), change)).body).toEqual({ success: true });
    expect(world.graph.calls.at(-1)?.json).toEqual({ messaging_product: 'whatsapp', about: 'Tutup', websites: ['https://toko.example'] });
  });

  it.each([
    ['no product', { about: 'x' }],
    ['a text over the limit', { messaging_product: 'whatsapp', about: 'x'.repeat(140) }],
    ['three addresses', { messaging_product: 'whatsapp', websites: ['https://a.example', 'https://b.example', 'https://c.example'] }],
    ['addresses that are no list', { messaging_product: 'whatsapp', websites: '{' }],
  ])('is not changed by %s', async (_what, body) => {
    expect(await call('POST', path(), body)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect(world.graph.calls).toEqual([]);
  });

  it('says that it cannot be reached, when it cannot', async () => {
    world.graph.intercept = () => 'hang up';
    expect(await get(path())).toMatchObject({ status: 503, body: { error: { code: 2, is_transient: true } } });
  });
});

describe('tokens', () => {
  it('tell about themselves and about others of the workspace only', async () => {
    expect((await get('me')).body).toEqual({ id: expect.stringMatching(/^\d+$/), name: 'test' });
    const { body } = await get(`debug_token?input_token=${world.mine.key}`);
    expect(body).toMatchObject({
      data: {
        is_valid: true,
        expires_at: expect.any(Number),
        scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
        granular_scopes: [{ target_ids: [world.mine.wabaId] }, { target_ids: [world.mine.wabaId] }],
      },
    });
    const foreign = await get(`debug_token?input_token=${world.other.key}`);
    const nonsense = await get('debug_token?input_token=nonsense');
    expect(foreign.body).toEqual(nonsense.body);
    expect(foreign.body).toMatchObject({ data: { is_valid: false } });
  });
});

describe('what belongs to another workspace', () => {
  it('is answered like what nobody has, everywhere', async () => {
    const media = await mediaOfOther();
    const template = '594425479261999';
    await database.admin(
      `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
       values ($1, $2, (select id from waba_accounts where waba_id = $3), $4, 'theirs', 'id', 'utility', 'approved', '[]', now(), now(), now())`,
      [world.other.workspaceId, newUuid(), world.other.wabaId, template],
    );
    const nobody = { number: '106540352999998', waba: '77106540352999998', template: '594425479261000', media: graphMediaId(newUuid()) };
    const pairs: [method: string, path: (id: string) => string, theirs: string, nobodys: string, body?: object | FormData][] = [
      ['GET', (id) => id, world.other.phoneNumberId, nobody.number],
      ['GET', (id) => id, world.other.wabaId, nobody.waba],
      ['GET', (id) => id, template, nobody.template],
      ['GET', (id) => id, media, nobody.media],
      ['GET', (id) => `${id}/phone_numbers`, world.other.wabaId, nobody.waba],
      ['GET', (id) => `${id}/message_templates`, world.other.wabaId, nobody.waba],
      ['GET', (id) => `${id}/whatsapp_business_profile`, world.other.phoneNumberId, nobody.number],
      [
        'POST',
        (id) => `${id}/whatsapp_business_profile`,
        world.other.phoneNumberId,
        nobody.number,
        { messaging_product: 'whatsapp', about: 'x' },
      ],
      [
        'POST',
        (id) => `${id}/message_templates`,
        world.other.wabaId,
        nobody.waba,
        { name: 'x', language: 'id', category: 'UTILITY', components: [] },
      ],
      ['DELETE', (id) => `${id}/message_templates?name=theirs`, world.other.wabaId, nobody.waba],
      ['DELETE', (id) => `${world.mine.wabaId}/message_templates?hsm_id=${id}`, template, nobody.template],
      ['POST', (id) => id, template, nobody.template, { category: 'MARKETING' }],
      ['POST', (id) => `${id}/unpause`, template, nobody.template],
      ['DELETE', (id) => id, media, nobody.media],
      ['POST', (id) => `${id}/media`, world.other.phoneNumberId, nobody.number, uploadForm(['messaging_product', 'file'])],
      [
        'POST',
        (id) => `${id}/messages`,
        world.other.phoneNumberId,
        nobody.number,
        { messaging_product: 'whatsapp', to: '6281200000007', text: { body: 'x' } },
      ],
      [
        'POST',
        (id) => `${id}/messages`,
        world.other.phoneNumberId,
        nobody.number,
        { messaging_product: 'whatsapp', status: 'read', message_id: graphMessageId(newUuid()) },
      ],
    ];
    for (const [method, path, theirs, nobodys, body] of pairs) {
      const [one, other] = [await call(method, path(theirs), body), await call(method, path(nobodys), body)];
      expect([method, path(''), one.status, one.body.error?.['code'], one.body.error?.['error_subcode']]).toEqual([
        method,
        path(''),
        400,
        100,
        33,
      ]);
      const plain = ({ body: answer }: GraphAnswer, id: string): string =>
        JSON.stringify({ ...answer.error, fbtrace_id: '' }).replaceAll(id, '');
      expect(plain(one, theirs)).toBe(plain(other, nobodys));
    }
    expect(world.graph.calls).toEqual([]);
  });

  async function mediaOfOther(): Promise<string> {
    const { body } = await call('POST', `${world.other.phoneNumberId}/media`, uploadForm(['messaging_product', 'file']), world.other.key);
    const [stored] = await database.admin<{ id: string }>('select id from media where workspace_id = $1', [world.other.workspaceId]);
    expect(body['id']).toBe(graphMediaId(stored?.id ?? ''));
    return String(body['id']);
  }
});

describe('every route', () => {
  it('asks for the scope that the native API asks for', async () => {
    const media = await uploadPicture(world);
    const cases: [scope: (typeof KEY_SCOPES)[number], method: string, path: string, body?: object | FormData][] = [
      [
        'messages:send',
        'POST',
        `${world.mine.phoneNumberId}/messages`,
        { messaging_product: 'whatsapp', to: '6281200000006', text: { body: 'x' } },
      ],
      [
        'conversations:write',
        'POST',
        `${world.mine.phoneNumberId}/messages`,
        { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.x' },
      ],
      ['media:write', 'POST', `${world.mine.phoneNumberId}/media`, uploadForm(['messaging_product', 'file'])],
      ['media:read', 'GET', media],
      ['media:write', 'DELETE', media],
      ['numbers:read', 'GET', world.mine.phoneNumberId],
      ['numbers:read', 'GET', world.mine.wabaId],
      ['numbers:read', 'GET', `${world.mine.wabaId}/phone_numbers`],
      ['numbers:read', 'GET', `${world.mine.phoneNumberId}/whatsapp_business_profile`],
      ['numbers:write', 'POST', `${world.mine.phoneNumberId}/whatsapp_business_profile`, { messaging_product: 'whatsapp' }],
      ['templates:read', 'GET', `${world.mine.wabaId}/message_templates`],
      ['templates:write', 'POST', `${world.mine.wabaId}/message_templates`, {}],
      ['templates:write', 'DELETE', `${world.mine.wabaId}/message_templates?name=x`],
    ];
    for (const [scope, method, path, body] of cases) {
      const lacking = await world.keyWith(KEY_SCOPES.filter((held) => held !== scope));
      const { status, body: answer } = await call(method, path, body, lacking);
      expect([method, path, status, answer.error?.['code'], answer.error?.['error_data']]).toEqual([
        method,
        path,
        403,
        10,
        { messaging_product: 'whatsapp', details: `The key needs the scope ${scope}.` },
      ]);
    }
  });
});
