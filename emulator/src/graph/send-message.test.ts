import { describe, expect, it, vi } from 'vitest';
import { PHONES, PNG, startTestEmulator, templateMessage } from '../test/harness.ts';
import type { TestEmulator } from '../test/harness.ts';

async function withOpenWindow(): Promise<TestEmulator> {
  const test = await startTestEmulator();
  await test.control.writeText('sari', 'Hi');
  return test;
}

async function uploadPng(test: TestEmulator): Promise<string> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', 'image/png');
  form.set('file', new Blob([new Uint8Array(PNG)], { type: 'image/png' }), 'dot.png');
  return (await test.graph('POST', `${test.numberId}/media`, form)).body.id;
}

describe('sending', () => {
  it('accepts a text, answers in Meta’s form and tells sent and delivered', async () => {
    const test = await withOpenWindow();
    const reply = await test.send({ to: '+62 812-0000-0101', text: { body: 'Hello' }, biz_opaque_callback_data: 'msg_1' });
    expect(reply.body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: '+62 812-0000-0101', wa_id: PHONES.sari }],
      messages: [{ id: reply.wamid }],
    });
    await vi.waitFor(() => expect(test.receiver.statusesOf(reply.wamid)).toEqual(['sent', 'delivered']));
    const [sent] = test.receiver.ofKind('status');
    expect(sent).toMatchObject({
      phoneNumberId: test.numberId,
      value: { biz_opaque_callback_data: 'msg_1', recipient_id: PHONES.sari, pricing: { category: 'service', pricing_model: 'PMP' } },
      contact: { profile: { name: 'Sari Wulandari' } },
    });
    expect(sent?.value.conversation).toBeUndefined();
  });

  it('accepts every type of message', async () => {
    const test = await withOpenWindow();
    const id = await uploadPng(test);
    const quoted = (await test.sendText(PHONES.sari)).wamid;
    const body = { text: 'Choose' };
    const contents: Record<string, unknown>[] = [
      { type: 'image', image: { id, caption: 'A' } },
      { type: 'video', video: { link: 'https://media.example/a.mp4' } },
      { type: 'audio', audio: { link: 'https://media.example/a.ogg', voice: true } },
      { type: 'document', document: { link: 'https://media.example/a.pdf', filename: 'a.pdf' } },
      { type: 'sticker', sticker: { link: 'https://media.example/a.webp' } },
      { type: 'location', location: { latitude: -6.1, longitude: '106.8' } },
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Budi', first_name: 'Budi' } }] },
      { type: 'reaction', reaction: { message_id: quoted, emoji: '👍' } },
      {
        type: 'interactive',
        interactive: { type: 'button', body, action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'A' } }] } },
      },
      {
        type: 'interactive',
        interactive: { type: 'list', body, action: { button: 'Open', sections: [{ rows: [{ id: 'a', title: 'A' }] }] } },
      },
      {
        type: 'interactive',
        interactive: { type: 'cta_url', body, action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://a.example' } } },
      },
      { type: 'interactive', interactive: { type: 'location_request_message', body, action: { name: 'send_location' } } },
      templateMessage(PHONES.sari, 'hello_world'),
    ];
    for (const content of contents) {
      const reply = await test.send({ to: PHONES.sari, ...content });
      expect([content['type'], reply.status]).toEqual([content['type'], 200]);
    }
    const messages = await test.control.allLedgerMessages();
    expect(messages).toHaveLength(contents.length + 1);
    const reaction = messages.find((message) => message.type === 'reaction');
    await vi.waitFor(() => expect(test.receiver.statusesOf(reaction?.wamid ?? '')).toEqual(['sent']));
  });

  it('answers template sends with message_status, and holds paced ones', async () => {
    const test = await startTestEmulator();
    const first = await test.send(templateMessage(PHONES.budi, 'order_update', ['Budi', 'KB-1', 'ready']));
    expect(first.body.messages[0].message_status).toBe('accepted');
    const template = test.info.templates.find(({ name }) => name === 'hello_world');
    await test.control.updateTemplate(template?.id ?? '', { isPaced: true });
    const held = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    expect(held.body.messages[0].message_status).toBe('held_for_quality_assessment');
    await test.control.advanceClock(10_000);
    await vi.waitFor(() => expect(test.receiver.statusesOf(held.wamid)).toContain('delivered'));
  });

  it('answers another wa_id than the number that was dialled for Brazil', async () => {
    const test = await startTestEmulator();
    const reply = await test.send(templateMessage(PHONES.ana, 'hello_world'));
    expect(reply.body.contacts).toEqual([{ input: PHONES.ana, wa_id: '553188880103' }]);
    const chat = await test.control.chat('ana', test.numberId);
    expect(chat).toHaveLength(1);
  });

  it('sends to a user id and answers without a phone number, but not one-time codes', async () => {
    const test = await startTestEmulator();
    const { userId } = await test.control.customer('jo');
    const reply = await test.graph('POST', `${test.numberId}/messages`, {
      messaging_product: 'whatsapp',
      recipient: userId,
      ...templateMessage('', 'hello_world'),
      to: undefined,
    });
    expect(reply.body.contacts).toEqual([{ input: userId, user_id: userId }]);
    await vi.waitFor(() => expect(test.receiver.ofKind('status')[0]?.value).toMatchObject({ recipient_user_id: userId }));
    expect(test.receiver.ofKind('status')[0]?.value.recipient_id).toBeUndefined();
    const code = {
      name: 'login_code',
      language: { code: 'en_US' },
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '1' }] },
        { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '1' }] },
      ],
    };
    const refused = await test.send({ recipient: userId, type: 'template', template: code });
    expect(refused.body.error.code).toBe(131062);
    expect((await test.send({ to: PHONES.budi, type: 'template', template: code })).status).toBe(200);
  });

  it('marks messages as read and shows typing', async () => {
    const test = await startTestEmulator();
    const first = await test.control.writeText('sari', 'One');
    const second = await test.control.writeText('sari', 'Two');
    const events: string[] = [];
    test.emulator.events.subscribe((event) => events.push(event.type));
    const reply = await test.send({ status: 'read', message_id: second.wamid, typing_indicator: { type: 'text' } });
    expect(reply.body).toEqual({ success: true });
    expect(events).toContain('typing');
    expect((await test.control.ledgerMessage(first.wamid)).state).toBe('read');
    expect((await test.send({ status: 'read', message_id: 'wamid.unknown' })).body.error.code).toBe(100);
  });
});

describe('what is refused at once', () => {
  it.each([
    ['no recipient', { type: 'text', text: { body: 'x' } }, 100],
    ['a recipient that is no number', { to: 'nobody', type: 'text', text: { body: 'x' } }, 131009],
    ['no content', { to: PHONES.sari, type: 'text' }, 131008],
    ['an empty text', { to: PHONES.sari, type: 'text', text: { body: '' } }, 131009],
    ['an unknown key', { to: PHONES.sari, type: 'text', text: { body: 'x', colour: 1 } }, 100],
    ['an unknown type', { to: PHONES.sari, type: 'hologram' }, 100],
    ['a media id of nobody', { to: PHONES.sari, type: 'image', image: { id: '1' } }, 131009],
    ['a reaction to nothing', { to: PHONES.sari, type: 'reaction', reaction: { message_id: 'wamid.x', emoji: 'x' } }, 131009],
    ['the sender itself', { to: '15550100100', type: 'text', text: { body: 'x' } }, 131021],
    ['an unknown template', templateMessage(PHONES.sari, 'nothing'), 132001],
    ['a pending template', templateMessage(PHONES.sari, 'feedback_request', ['x']), 132001],
    ['too few parameters', templateMessage(PHONES.sari, 'order_update', ['x']), 132000],
    ['a missing media header', templateMessage(PHONES.sari, 'welcome', ['Sari']), 132012],
    ['a line break in a parameter', templateMessage(PHONES.sari, 'order_update', ['a\nb', 'c', 'd']), 132007],
    [
      'a missing button parameter',
      {
        to: PHONES.sari,
        type: 'template',
        template: {
          name: 'shipping_notice',
          language: { code: 'en_US' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'a', parameter_name: 'first_name' },
                { type: 'text', text: 'b', parameter_name: 'parcel' },
              ],
            },
          ],
        },
      },
      131008,
    ],
    ['positional parameters for a named template', templateMessage(PHONES.sari, 'shipping_notice', ['a', 'b']), 100],
    [
      'a language without translation',
      { to: PHONES.sari, type: 'template', template: { name: 'hello_world', language: { code: 'id' } } },
      132001,
    ],
  ])('refuses %s', async (_what, message, code) => {
    const test = await startTestEmulator();
    const reply = await test.send(message);
    expect(reply.body.error).toMatchObject({ code, type: 'OAuthException', fbtrace_id: expect.any(String) });
    expect((await test.control.ledger()).messages.accepted).toBe(0);
  });

  it('uses the captured words for a missing header', async () => {
    const test = await startTestEmulator();
    const { body } = await test.send(templateMessage(PHONES.sari, 'welcome', ['Sari']));
    expect(body.error.error_data.details).toBe('header: Format mismatch, expected IMAGE, received UNKNOWN');
  });

  it('refuses paused and disabled templates with their own codes', async () => {
    const test = await startTestEmulator();
    const id = test.info.templates.find(({ name }) => name === 'hello_world')?.id ?? '';
    await test.control.setTemplateStatus(id, 'PAUSED', { title: 'FIRST_PAUSE' });
    expect((await test.send(templateMessage(PHONES.sari, 'hello_world'))).body.error.code).toBe(132015);
    await test.control.setTemplateStatus(id, 'DISABLED');
    expect((await test.send(templateMessage(PHONES.sari, 'hello_world'))).body.error.code).toBe(132016);
  });

  it('checks tokens, scopes, assets and versions', async () => {
    const test = await startTestEmulator();
    const path = `${test.numberId}/messages`;
    const message = { messaging_product: 'whatsapp', ...templateMessage(PHONES.sari, 'hello_world') };
    const codeOf = async (bearer: string | null) => (await test.graph('POST', path, message, bearer)).body.error?.code;
    const weak = await test.control.createToken({
      appId: test.info.appId,
      wabaIds: [test.info.wabaId],
      scopes: ['whatsapp_business_management'],
    });
    const foreign = await test.control.createToken({ appId: test.info.appId, wabaIds: [] });
    const brief = await test.control.createToken({ appId: test.info.appId, wabaIds: [test.info.wabaId], expiresInMs: 60_000 });
    expect(await codeOf(null)).toBe(200);
    expect(await codeOf('nonsense')).toBe(190);
    expect(await codeOf(weak.value)).toBe(10);
    expect(await codeOf(foreign.value)).toBe(131005);
    expect(await codeOf(brief.value)).toBeUndefined();
    await test.control.advanceClock(61_000);
    const expired = await test.graph('POST', path, message, brief.value);
    expect([expired.status, expired.body.error.code, expired.body.error.error_subcode]).toEqual([401, 190, 463]);
    await test.control.revokeToken(test.info.accessToken);
    expect(await codeOf(test.info.accessToken)).toBe(190);
    const old = await fetch(`${test.url}/v20.0/${path}`, { method: 'POST', body: '{}' });
    expect(old.status).toBe(400);
  });

  it('refuses unregistered and banned numbers, and recipients outside a test list', async () => {
    const test = await startTestEmulator();
    const message = templateMessage(PHONES.sari, 'hello_world');
    await test.control.updateNumber(test.numberId, { allowedRecipients: [PHONES.budi] });
    expect((await test.send(message)).body.error.code).toBe(131030);
    await test.control.updateNumber(test.numberId, { allowedRecipients: null, status: 'BANNED' });
    expect((await test.send(message)).body.error.code).toBe(131031);
    await test.control.updateNumber(test.numberId, { status: 'CONNECTED', isRegistered: false });
    expect((await test.send(message)).body.error.code).toBe(133010);
  });
});

describe('what is accepted first and fails later', () => {
  async function failureOf(test: TestEmulator, message: Record<string, unknown>): Promise<number | undefined> {
    const reply = await test.send(message);
    expect(reply.status).toBe(200);
    await vi.waitFor(() => expect(test.receiver.statusesOf(reply.wamid)).toEqual(['failed']));
    const unit = test.receiver.ofKind('status').find((candidate) => candidate.value.id === reply.wamid);
    expect((await test.control.ledgerMessage(reply.wamid)).state).toBe('failed');
    return unit?.value.errors?.[0]?.code;
  }

  it('free text outside the window: 131047, and again when the window has closed', async () => {
    const test = await startTestEmulator();
    const text = { to: PHONES.sari, type: 'text', text: { body: 'x' } };
    expect(await failureOf(test, text)).toBe(131047);
    await test.control.writeText('sari', 'Hi');
    const inside = await test.send(text);
    await vi.waitFor(() => expect(test.receiver.statusesOf(inside.wamid)).toContain('delivered'));
    await test.control.advanceClock(24 * 3_600_000);
    expect(await failureOf(test, text)).toBe(131047);
  });

  it('marketing after a stop: 131050, and none after resuming; other categories are not touched', async () => {
    const test = await startTestEmulator();
    const marketing = {
      to: PHONES.budi,
      type: 'template',
      template: {
        name: 'weekend_promo',
        language: { code: 'en_US' },
        components: ['header', 'body'].map((type) => ({ type, parameters: [{ type: 'text', text: 'Budi' }] })),
      },
    };
    await test.control.setMarketing('budi', 'stop');
    await vi.waitFor(() => expect(test.receiver.ofKind('user_preference').map((unit) => unit.value.value)).toEqual(['stop']));
    expect(await failureOf(test, marketing)).toBe(131050);
    const utility = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(utility.wamid)).toContain('delivered'));
    await test.control.setMarketing('budi', 'resume');
    const resumed = await test.send(marketing);
    await vi.waitFor(() => expect(test.receiver.statusesOf(resumed.wamid)).toContain('delivered'));
  });

  it('people who cannot be reached, payment, caps, chance', async () => {
    const test = await startTestEmulator();
    const hello = templateMessage(PHONES.budi, 'hello_world');
    await test.control.updateCustomer('budi', { hasWhatsApp: false });
    expect(await failureOf(test, hello)).toBe(131026);
    await test.control.updateCustomer('budi', { hasWhatsApp: true, failCode: 131000 });
    expect(await failureOf(test, hello)).toBe(131000);
    await test.control.updateCustomer('budi', { failCode: null });
    await test.control.setBehaviours({ policies: { paymentProblem: true } });
    expect(await failureOf(test, hello)).toBe(131042);
    await test.control.setBehaviours({ policies: { paymentProblem: false, unknownNumbersHaveWhatsApp: false } });
    expect(await failureOf(test, templateMessage('6281299998888', 'hello_world'))).toBe(131026);
    await test.control.setBehaviours({ statuses: { failProbability: 1, failCode: 131053 } });
    expect(await failureOf(test, hello)).toBe(131053);
  });

  it('more people than the tier allows', async () => {
    const test = await startTestEmulator();
    await test.control.updateNumber(test.numberId, { messagingLimit: 'TIER_250' });
    await test.control.setBehaviours({ limits: { messagingLimit: true, throughput: false, messagingLimitCode: 131048 } });
    const replies = [];
    for (let index = 0; index < 251; index += 1)
      replies.push(await test.send(templateMessage(`62812${10_000_000 + index}`, 'hello_world')));
    const last = replies.at(-1)?.wamid ?? '';
    await vi.waitFor(() => expect(test.receiver.statusesOf(last)).toEqual(['failed']));
    expect((await test.control.ledger()).messages.byState['failed']).toBe(1);
  });
});

describe('rate limits', () => {
  it('lets 45 messages through to one person, then one in six seconds', async () => {
    const test = await startTestEmulator();
    const codes = [];
    for (let index = 0; index < 46; index += 1) codes.push((await test.send(templateMessage(PHONES.budi, 'hello_world'))).body.error?.code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(45);
    expect(codes.at(-1)).toBe(131056);
    await test.control.advanceClock(6000);
    expect((await test.send(templateMessage(PHONES.budi, 'hello_world'))).status).toBe(200);
    expect((await test.send(templateMessage(PHONES.budi, 'hello_world'))).body.error.code).toBe(131056);
    await test.control.setBehaviours({ limits: { pair: false } });
    expect((await test.send(templateMessage(PHONES.budi, 'hello_world'))).status).toBe(200);
  });

  it('refuses more messages in a second than the number may send, and can be switched off', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ limits: { throughputPerSecond: 5 } });
    const burst = () =>
      Promise.all(Array.from({ length: 40 }, (_item, index) => test.send(templateMessage(`62812${20_000_000 + index}`, 'hello_world'))));
    const first = await burst();
    const accepted = first.filter((reply) => reply.status === 200).length;
    // A burst may touch two or three clock seconds.
    expect(accepted).toBeGreaterThanOrEqual(5);
    expect(accepted).toBeLessThan(40);
    expect(first.find((reply) => reply.status !== 200)?.body.error.code).toBe(130429);
    await test.control.setBehaviours({ limits: { throughput: false } });
    expect((await burst()).every((reply) => reply.status === 200)).toBe(true);
  });

  it('limits calls per hour when asked to', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ limits: { callsPerHour: 2 } });
    const codes = [];
    for (let index = 0; index < 3; index += 1) codes.push((await test.graph('GET', test.info.wabaId)).body.error?.code);
    expect(codes).toEqual([undefined, undefined, 80007]);
  });
});
