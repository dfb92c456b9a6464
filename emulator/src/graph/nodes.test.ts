import { businessProfileSchema, debugTokenSchema, phoneNumberNodeSchema, PHONE_NUMBER_FIELDS } from '@kabar/cloud-api';
import { describe, expect, it } from 'vitest';
import { PHONES, startTestEmulator } from '../test/harness.ts';

describe('nodes of the Graph', () => {
  it('show a number with all fields that were asked for', async () => {
    const test = await startTestEmulator();
    const { body } = await test.graph('GET', `${test.numberId}?fields=${PHONE_NUMBER_FIELDS.join(',')}`);
    const node = phoneNumberNodeSchema.parse(body);
    expect(Object.keys(body).toSorted()).toEqual([...PHONE_NUMBER_FIELDS].toSorted());
    expect(node).toMatchObject({ display_phone_number: '+1 555-010-0100', status: 'CONNECTED', throughput: { level: 'STANDARD' } });
    const list = await test.graph('GET', `${test.info.wabaId}/phone_numbers?fields=verified_name,health_status{can_send_message}`);
    expect(list.body.data[0]).toEqual({
      id: test.numberId,
      verified_name: 'Kopi Merdeka',
      health_status: { can_send_message: 'AVAILABLE' },
    });
  });

  it('do not tell unknown nodes from forbidden ones', async () => {
    const test = await startTestEmulator();
    const foreign = await test.control.createToken({ appId: test.info.appId, wabaIds: [] });
    const unknown = await test.graph('GET', '999999999999999');
    const forbidden = await test.graph('GET', test.info.wabaId, undefined, foreign.value);
    expect([unknown.status, unknown.body.error.code, unknown.body.error.error_subcode, unknown.body.error.type]).toEqual([
      400,
      100,
      33,
      'GraphMethodException',
    ]);
    expect([forbidden.status, forbidden.body.error.code, forbidden.body.error.error_subcode]).toEqual([400, 100, 33]);
  });

  it('show the WABA and the accounts of a business', async () => {
    const test = await startTestEmulator();
    expect((await test.graph('GET', `${test.info.wabaId}?fields=name,currency,account_review_status`)).body).toEqual({
      id: test.info.wabaId,
      name: 'Kopi Merdeka',
      currency: 'USD',
      account_review_status: 'APPROVED',
    });
    const owned = await test.graph('GET', `${test.info.businessId}/owned_whatsapp_business_accounts`);
    expect(owned.body.data.map((waba: { id: string }) => waba.id)).toEqual([test.info.wabaId]);
  });

  it('explain tokens', async () => {
    const test = await startTestEmulator();
    const { body } = await test.graph('GET', `debug_token?input_token=${test.info.accessToken}`);
    const { data } = debugTokenSchema.parse(body);
    expect(data).toMatchObject({ is_valid: true, app_id: test.info.appId });
    expect(data.granular_scopes?.find(({ scope }) => scope === 'whatsapp_business_management')?.target_ids).toEqual([test.info.wabaId]);
    expect((await test.graph('GET', 'debug_token?input_token=nonsense')).body.data.is_valid).toBe(false);
  });

  it('exchange sign-up codes for thirty seconds, once', async () => {
    const test = await startTestEmulator();
    const exchange = async (code: string) =>
      (
        await fetch(`${test.url}/v26.0/oauth/access_token?client_id=${test.info.appId}&client_secret=${test.info.appSecret}&code=${code}`)
      ).json();
    const code = await test.control.createSignupCode(test.info.appId, [test.info.wabaId]);
    const first = (await exchange(code)) as { access_token: string };
    expect((await test.graph('GET', test.info.wabaId, undefined, first.access_token)).status).toBe(200);
    expect(await exchange(code)).toMatchObject({ error: { code: 100 } });
    const late = await test.control.createSignupCode(test.info.appId, [test.info.wabaId]);
    await test.control.advanceClock(31_000);
    expect(await exchange(late)).toMatchObject({ error: { code: 100 } });
  });

  it('register and deregister at most ten times in 72 hours, with the right PIN', async () => {
    const test = await startTestEmulator();
    const register = (pin: string) => test.graph('POST', `${test.numberId}/register`, { messaging_product: 'whatsapp', pin });
    expect((await register('12')).body.error.code).toBe(100);
    expect((await register('123456')).body).toEqual({ success: true });
    expect((await register('654321')).body.error.code).toBe(133005);
    for (let count = 1; count < 10; count += 1) expect((await register('123456')).status).toBe(200);
    expect((await register('123456')).body.error.code).toBe(133016);
    await test.control.advanceClock(72 * 3_600_000);
    expect((await test.graph('POST', `${test.numberId}/deregister`)).body).toEqual({ success: true });
    expect((await test.graph('GET', `${test.numberId}?fields=status`)).body.status).toBe('DISCONNECTED');
  });

  it('keep a business profile', async () => {
    const test = await startTestEmulator();
    const path = `${test.numberId}/whatsapp_business_profile`;
    const changed = await test.graph('POST', path, {
      messaging_product: 'whatsapp',
      about: 'Open late',
      websites: '["https://a.example"]',
      vertical: 'RETAIL',
    });
    expect(changed.body).toEqual({ success: true });
    const { data } = (await test.graph('GET', `${path}?fields=about,websites,vertical`)).body;
    expect(businessProfileSchema.parse(data[0])).toMatchObject({ about: 'Open late', websites: ['https://a.example'], vertical: 'RETAIL' });
    for (const wrong of [{ about: 'x'.repeat(140) }, { websites: ['a', 'b', 'c'] }, { vertical: 'CASTLE' }]) {
      expect((await test.graph('POST', path, { messaging_product: 'whatsapp', ...wrong })).status).toBe(400);
    }
  });

  it('block people who wrote in the last day, and answer mixed results with 400', async () => {
    const test = await startTestEmulator();
    await test.control.writeText('sari', 'Hi');
    const path = `${test.numberId}/block_users`;
    const users = (list: string[]) => ({ messaging_product: 'whatsapp', block_users: list.map((user) => ({ user })) });
    const mixed = await test.graph('POST', path, users([PHONES.sari, PHONES.budi]));
    expect(mixed.status).toBe(400);
    expect(mixed.body.error.code).toBe(139100);
    expect(mixed.body.block_users).toMatchObject({ added_users: [{ wa_id: PHONES.sari }], failed_users: [{ input: PHONES.budi }] });
    expect((await test.graph('GET', path)).body.data).toHaveLength(1);
    expect((await test.sendText(PHONES.sari)).body.error.code).toBe(130403);
    const seen = test.receiver.posts.length;
    await test.control.writeText('sari', 'Unheard');
    expect((await test.graph('DELETE', path, users([PHONES.sari]))).status).toBe(200);
    expect((await test.sendText(PHONES.sari)).status).toBe(200);
    expect(test.receiver.ofKind('message').length).toBeLessThanOrEqual(Math.max(1, seen));
  });
});
