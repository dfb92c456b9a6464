import { INBOUND_MESSAGE_TYPES } from '@kabar/cloud-api';
import { describe, expect, it, vi } from 'vitest';
import { PHONES, PNG, startTestEmulator, templateMessage } from '../test/harness.ts';

describe('people', () => {
  it('write every type of message, and each splits to its type', async () => {
    const test = await startTestEmulator();
    const { id } = await test.control.uploadAsCustomer('sari', { bytes: PNG, mimeType: 'image/png', fileName: 'a.png' });
    const reference = { original_message_id: 'wamid.A' };
    const contents: Record<string, unknown> = {
      text: { body: 'Hi' },
      image: { id },
      video: { id },
      audio: { id, voice: true },
      document: { id },
      sticker: { id },
      location: { latitude: 1, longitude: 2 },
      contacts: [{ name: { formatted_name: 'Budi' } }],
      reaction: { message_id: 'wamid.A', emoji: '👍' },
      interactive: { type: 'button_reply', button_reply: { id: 'a', title: 'A' } },
      button: { payload: 'STOP', text: 'Stop' },
      order: { catalog_id: '1', product_items: [] },
      product: { catalog_id: '1' },
      system: { type: 'user_changed_number', body: 'x' },
      edit: { ...reference, message: { type: 'text', text: { body: 'x' } } },
      revoke: reference,
      unsupported: { type: 'poll' },
      request_welcome: undefined,
      media_placeholder: undefined,
    };
    for (const [type, content] of Object.entries(contents)) await test.control.write('sari', { type, content });
    await vi.waitFor(() => expect(test.receiver.ofKind('message')).toHaveLength(Object.keys(contents).length));
    const types = test.receiver.ofKind('message').map((unit) => (unit.isKnownType ? unit.value.type : 'unknown'));
    expect(new Set(types)).toEqual(new Set(INBOUND_MESSAGE_TYPES.filter((type) => type !== 'voice')));
  });

  it('without a phone number are told by user id only', async () => {
    const test = await startTestEmulator();
    await test.control.writeText('jo', 'Hi');
    await vi.waitFor(() => expect(test.receiver.ofKind('message')).toHaveLength(1));
    const [unit] = test.receiver.ofKind('message');
    expect(unit?.value.from).toBeUndefined();
    expect(unit?.contact).toMatchObject({ profile: { username: 'jo.brightly' }, user_id: unit?.value.from_user_id });
    expect(unit?.contact?.wa_id).toBeUndefined();
  });

  it('can be made, found, changed and removed', async () => {
    const test = await startTestEmulator();
    const made = await test.control.createCustomer({ name: 'Rui', phone: '+55 31 9 8888-0177' });
    expect(made).toMatchObject({ phone: '5531988880177', waId: '553188880177' });
    expect((await test.control.customers('rui')).map((customer) => customer.id)).toEqual([made.id]);
    await expect(test.control.createCustomer({ name: 'Twin', phone: '5531988880177' })).rejects.toThrow('already');
    expect((await test.control.customer('553188880177')).id).toBe(made.id);
    await test.control.deleteCustomer(made.id);
    expect(await test.control.customers('rui')).toEqual([]);
    await expect(test.control.customer('nobody')).rejects.toThrow('There is no customer nobody.');
  });

  it('that are offline get everything later, but nothing that is too old', async () => {
    const test = await startTestEmulator();
    await test.control.updateCustomer('budi', { isOnline: false });
    const first = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    const code = await test.send({
      to: PHONES.budi,
      type: 'template',
      template: {
        name: 'login_code',
        language: { code: 'en_US' },
        components: [
          { type: 'body', parameters: [{ type: 'text', text: '1' }] },
          { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '1' }] },
        ],
      },
    });
    await vi.waitFor(() => expect(test.receiver.statusesOf(code.wamid)).toEqual(['sent']));
    await test.control.advanceClock(11 * 60_000);
    await test.control.updateCustomer('budi', { isOnline: true });
    await vi.waitFor(() => expect(test.receiver.statusesOf(first.wamid)).toEqual(['sent', 'delivered']));
    expect(test.receiver.statusesOf(code.wamid)).toEqual(['sent']);
    expect((await test.control.ledgerMessage(code.wamid)).state).toBe('expired');
  });

  it('that block a business get nothing until they unblock it', async () => {
    const test = await startTestEmulator();
    await test.control.setBlocked('budi', true);
    const { wamid } = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(wamid)).toEqual(['sent']));
    await test.control.setBlocked('budi', false);
    await vi.waitFor(() => expect(test.receiver.statusesOf(wamid)).toEqual(['sent', 'delivered']));
  });

  it('read when they open the chat, each message once', async () => {
    const test = await startTestEmulator();
    const sent = [];
    for (let index = 0; index < 3; index += 1) sent.push((await test.send(templateMessage(PHONES.budi, 'hello_world'))).wamid);
    await test.control.readChat('budi');
    await test.control.readChat('budi');
    for (const wamid of sent) {
      await vi.waitFor(() =>
        expect(test.receiver.statusesOf(wamid).toSorted()).toEqual(
          ['delivered', 'read', 'sent'].filter((name) => name !== 'sent' || test.receiver.statusesOf(wamid).includes('sent')),
        ),
      );
      expect((await test.control.ledgerMessage(wamid)).state).toBe('read');
    }
  });

  it('that read at once give three statuses', async () => {
    const test = await startTestEmulator();
    await test.control.updateCustomer('budi', { autoRead: true });
    const { wamid } = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(wamid)).toEqual(['sent', 'delivered', 'read']));
  });

  it('change their phone number and their user id, and the businesses they know are told', async () => {
    const test = await startTestEmulator();
    const before = await test.control.customer('sari');
    await test.control.writeText('sari', 'Hi');
    const after = await test.control.changePhone('sari', '+62 812-0000-0199');
    expect(after).toMatchObject({ phone: '6281200000199', waId: '6281200000199' });
    await vi.waitFor(() => expect(test.receiver.ofKind('message')).toHaveLength(2));
    expect(test.receiver.ofKind('message')[1]?.value).toMatchObject({
      type: 'system',
      from: PHONES.sari,
      system: { type: 'user_changed_number', wa_id: '6281200000199', user_id: after.userId, previous_user_id: before.userId },
    });
    const renewed = await test.control.changeUserId('sari');
    await vi.waitFor(() =>
      expect(test.receiver.ofKind('message')[2]?.value).toMatchObject({
        system: { type: 'user_changed_user_id', previous_user_id: after.userId, user_id: renewed.userId },
      }),
    );
  });

  it('see template cards with their values and buttons filled in', async () => {
    const test = await startTestEmulator();
    await test.send({
      to: PHONES.budi,
      type: 'template',
      template: {
        name: 'shipping_notice',
        language: { code: 'en_US' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'JNE-1', parameter_name: 'parcel' },
              { type: 'text', text: 'Budi', parameter_name: 'first_name' },
            ],
          },
          { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'JNE-1' }] },
        ],
      },
    });
    const [message] = await test.control.chat('budi', test.numberId);
    expect(message?.templateCard).toMatchObject({
      body: 'Good news, Budi: parcel JNE-1 has left our house.',
      buttons: [
        { kind: 'url', value: 'https://shop.example/track/JNE-1' },
        { kind: 'phone', value: '+15550100100' },
      ],
    });
  });
});
