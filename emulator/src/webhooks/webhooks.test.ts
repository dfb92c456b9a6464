import { createHmac } from 'node:crypto';
import { webhookSamples } from '@kabar/cloud-api/samples';
import { describe, expect, it, vi } from 'vitest';
import { PHONES, startReceiver, startTestEmulator, templateMessage } from '../test/harness.ts';

describe('subscribing', () => {
  it('stores a callback only after the handshake, and posts to it', async () => {
    const test = await startTestEmulator();
    const other = await startReceiver();
    const appToken = `${test.info.appId}|${test.info.appSecret}`;
    const subscribe = (verifyToken: string) =>
      test.graph(
        'POST',
        `${test.info.appId}/subscriptions`,
        new URLSearchParams({
          object: 'whatsapp_business_account',
          callback_url: other.url,
          verify_token: verifyToken,
          fields: 'messages',
        }),
        appToken,
      );
    const refused = await subscribe('wrong');
    expect([refused.status, refused.body.error.code]).toEqual([400, 2200]);
    await test.control.writeText('sari', 'To the first');
    await vi.waitFor(() => expect(test.receiver.ofKind('message')).toHaveLength(1));

    expect((await subscribe(other.verifyToken)).body).toEqual({ success: true });
    expect(other.handshakes.at(-1)?.get('hub.mode')).toBe('subscribe');
    await test.control.writeText('sari', 'To the other');
    await vi.waitFor(() => expect(other.ofKind('message')).toHaveLength(1));
    expect(test.receiver.ofKind('message')).toHaveLength(1);
    const list = await test.graph('GET', `${test.info.appId}/subscriptions`, undefined, appToken);
    expect(list.body.data[0].callback_url).toBe(other.url);
  });

  it('needs the app token', async () => {
    const test = await startTestEmulator();
    expect((await test.graph('POST', `${test.info.appId}/subscriptions`, { object: 'whatsapp_business_account' })).status).toBe(400);
  });

  it('follows an override for messages but not for template news, until it is removed', async () => {
    const test = await startTestEmulator();
    const override = await startReceiver();
    const path = `${test.info.wabaId}/subscribed_apps`;
    const set = await test.graph('POST', path, { override_callback_uri: override.url, verify_token: override.verifyToken });
    expect(set.body).toEqual({ success: true });
    expect((await test.graph('GET', path)).body.data[0].override_callback_uri).toBe(override.url);
    await test.control.writeText('sari', 'Hi');
    await test.control.setTemplateStatus(test.info.templates[0]?.id ?? '', 'PAUSED');
    await vi.waitFor(() => {
      expect(override.units().map((unit) => unit.kind)).toEqual(['message']);
      expect(test.receiver.units().map((unit) => unit.kind)).toEqual(['template_status']);
    });
    await test.graph('POST', path, {});
    await test.control.writeText('sari', 'Hi');
    await vi.waitFor(() => expect(test.receiver.ofKind('message')).toHaveLength(1));
    await test.graph('DELETE', path);
    await test.control.writeText('sari', 'Nobody listens');
    expect((await test.control.ledger()).webhooks.byState['pending']).toBeUndefined();
  });
});

describe('delivering', () => {
  it('signs the raw bytes and escapes what is not ASCII', async () => {
    const test = await startTestEmulator();
    await test.control.writeText('sari', 'Kafé 👋 https://a.example/b');
    await vi.waitFor(() => expect(test.receiver.posts).toHaveLength(1));
    const post = test.receiver.posts[0];
    const raw = post?.raw ?? Buffer.alloc(0);
    const digest = (bytes: Buffer | string) => `sha256=${createHmac('sha256', test.info.appSecret).update(bytes).digest('hex')}`;
    expect(post?.headers['x-hub-signature-256']).toBe(digest(raw));
    expect(raw.toString()).toContain('Kaf\\u00e9 \\ud83d\\udc4b https://a.example');
    expect(digest(JSON.stringify(JSON.parse(raw.toString())))).not.toBe(digest(raw));
    await test.control.setBehaviours({ webhooks: { escapeSlashes: true } });
    await test.control.writeText('sari', 'https://a.example');
    await vi.waitFor(() => expect(test.receiver.posts[1]?.raw.toString()).toContain('https:\\/\\/a.example'));
  });

  it('tries again with the same bytes and signature until it gets exactly 200', async () => {
    const test = await startTestEmulator();
    const answers = [500, 204, 302, 404, 200];
    test.receiver.answer = (response) => {
      response.statusCode = answers.shift() ?? 200;
      response.end();
    };
    const { wamid } = await test.control.writeText('sari', 'Again');
    await vi.waitFor(async () => expect((await test.control.ledgerWebhooks()).webhooks[0]?.state).toBe('delivered'), { timeout: 5000 });
    expect(test.receiver.posts).toHaveLength(5);
    expect(new Set(test.receiver.posts.map((post) => post.raw.toString('latin1'))).size).toBe(1);
    expect(new Set(test.receiver.posts.map((post) => post.headers['x-hub-signature-256'])).size).toBe(1);
    const [webhook] = (await test.control.ledgerWebhooks()).webhooks;
    expect(webhook?.attempts.map((attempt) => attempt.httpStatus)).toEqual([500, 204, 302, 404, 200]);
    expect((await test.control.ledgerMessage(wamid)).state).toBe('delivered');
  });

  it('waits longer each time, on the emulated clock, and gives up after seven days', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { retryScale: 1, maxRetryGapMs: 1e12 } });
    test.receiver.answer = (response) => {
      response.statusCode = 500;
      response.end();
    };
    await test.control.writeText('sari', 'Never taken');
    for (let attempts = 1; attempts < 8; attempts += 1) {
      await vi.waitFor(async () => expect((await test.control.ledgerWebhooks()).webhooks[0]?.attemptCount).toBe(attempts));
      await test.control.advanceClock(86_400_000);
    }
    await vi.waitFor(async () => expect((await test.control.ledgerWebhooks()).webhooks[0]?.state).toBe('dropped'));
  });

  it('retries when asked to, and when nobody answers in time', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { timeoutMs: 50, retryScale: 1000, maxRetryGapMs: 3_600_000 } });
    test.receiver.answer = () => {};
    await test.control.writeText('sari', 'Slow');
    await vi.waitFor(
      async () => expect((await test.control.ledgerWebhooks()).webhooks[0]?.attempts[0]?.error).toBe('UND_ERR_HEADERS_TIMEOUT'),
      { timeout: 5000 },
    );
    test.receiver.answer = (response) => response.end();
    expect(await test.control.retryWebhooksNow()).toBe(1);
    await vi.waitFor(async () => expect((await test.control.ledgerWebhooks()).webhooks[0]?.state).toBe('delivered'));
  });

  it('puts many updates into one POST, up to the batch size', async () => {
    const test = await startTestEmulator();
    const messages = Array.from({ length: 250 }, (_item, index) => ({
      customer: `62812${30_000_000 + index}`,
      type: 'text',
      content: { body: `Message ${index}` },
    }));
    await test.control.setBehaviours({ webhooks: { batchSize: 100 } });
    await test.control.writeMany(messages);
    await vi.waitFor(() => expect(test.receiver.ofKind('message')).toHaveLength(250));
    expect(test.receiver.posts).toHaveLength(3);
    expect(test.receiver.units().every((unit) => unit.kind === 'message' && unit.contact !== undefined)).toBe(true);
    await test.control.setBehaviours({ webhooks: { batchSize: 1 } });
    await test.control.writeMany(messages.slice(0, 5));
    await vi.waitFor(() => expect(test.receiver.posts).toHaveLength(8));
  });

  it('posts in parallel but not more at once than it is told', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { batchSize: 1, concurrency: 3 } });
    let open = 0;
    let most = 0;
    const held: (() => void)[] = [];
    test.receiver.answer = (response) => {
      open += 1;
      most = Math.max(most, open);
      held.push(() => {
        open -= 1;
        response.end();
      });
    };
    await test.control.writeMany(
      Array.from({ length: 9 }, (_item, index) => ({ customer: 'sari', type: 'text', content: { body: String(index) } })),
    );
    while (test.receiver.posts.length < 9 || held.length > 0) {
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(0));
      for (const release of held.splice(0)) release();
      if (test.receiver.posts.length >= 9 && held.length === 0) break;
    }
    expect(most).toBe(3);
  });
});

describe('bad weather', () => {
  it('sends everything twice when told to', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { duplicate: 1 } });
    await test.control.writeText('sari', 'Twice');
    await vi.waitFor(() => expect(test.receiver.posts).toHaveLength(2));
    expect(test.receiver.posts[0]?.raw).toEqual(test.receiver.posts[1]?.raw);
  });

  it('changes the order inside batches', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { reorder: 1, batchSize: 1000 } });
    const added = await test.control.writeMany(
      Array.from({ length: 60 }, (_item, index) => ({ customer: 'sari', type: 'text', content: { body: String(index) } })),
    );
    await vi.waitFor(() => expect(test.receiver.ofKind('message')).toHaveLength(60));
    const arrived = test.receiver.ofKind('message').map((unit) => unit.value.id);
    expect(arrived).not.toEqual(added.map(({ wamid }) => wamid));
    expect(new Set(arrived)).toEqual(new Set(added.map(({ wamid }) => wamid)));
  });

  it('is late by the time it is told', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { delay: { minMs: 3_600_000, maxMs: 3_600_000 } } });
    await test.control.writeText('sari', 'Late');
    expect((await test.control.ledger()).webhooks.byState).toEqual({ pending: 1 });
    await test.control.advanceClock(3_600_000);
    await vi.waitFor(() => expect(test.receiver.posts).toHaveLength(1));
  });

  it('drops the statuses it is told to drop, but not the state', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ statuses: { autoRead: true, drop: { sent: 1, delivered: 1 } } });
    const { wamid } = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(wamid)).toEqual(['read']));
    expect(await test.control.ledgerMessage(wamid)).toMatchObject({
      state: 'read',
      sentAtMs: expect.any(Number),
      deliveredAtMs: expect.any(Number),
    });
  });

  it('lets a status overtake the answer of the send call', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { statusBeforeResponse: true } });
    const { wamid } = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    const answeredAtMs = Date.now();
    const first = test.receiver.posts[0];
    expect(test.receiver.statusesOf(wamid)[0]).toBe('sent');
    expect(first?.atMs).toBeLessThan(answeredAtMs);
  });

  it('adds fields that nobody documented, which harm no reader', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { unknownFields: 1 } });
    await test.control.writeText('sari', 'Odd');
    await vi.waitFor(() => expect(test.receiver.ofKind('message')[0]?.value).toHaveProperty('internal_1p_only_data'));
  });

  it('keeps quiet when webhooks are off', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { isEnabled: false } });
    await test.control.writeText('sari', 'Unheard');
    expect((await test.control.ledger()).webhooks.built).toBe(0);
  });

  it('scopes switches to one number', async () => {
    const test = await startTestEmulator();
    const second = test.info.numbers[1]?.phoneNumberId ?? '';
    await test.control.setBehaviours({ webhooks: { duplicate: 1 } }, second);
    await test.control.writeText('sari', 'Once', test.numberId);
    await test.control.writeText('sari', 'Twice', second);
    await vi.waitFor(() => expect(test.receiver.posts).toHaveLength(3));
    expect(test.receiver.units().filter((unit) => unit.phoneNumberId === second)).toHaveLength(2);
  });

  it('shapes conversation by the version of the app', async () => {
    const test = await startTestEmulator();
    await test.control.updateApp(test.info.appId, { webhookVersion: 23 });
    const { wamid } = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(wamid)).toContain('delivered'));
    expect(test.receiver.ofKind('status')[0]?.value.conversation).toMatchObject({ origin: { type: 'utility' } });
  });

  it('emits any status and any webhook on demand', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ statuses: { autoSent: false } });
    const { wamid } = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await test.control.setStatus(wamid, 'read');
    await test.control.setStatus(wamid, 'failed', 131026);
    await vi.waitFor(() => expect(test.receiver.statusesOf(wamid).toSorted()).toEqual(['failed', 'read']));
    for (const sample of webhookSamples.slice(0, 100)) {
      const change = (sample.body as { entry: { changes: { value: Record<string, unknown> }[] }[] }).entry[0]?.changes[0]; // the samples' own shape
      if (change && sample.field !== 'quantum_update') await test.control.sendWebhook({ field: sample.field, value: change.value });
    }
    const kinds = () => new Set(test.receiver.units().map((unit) => unit.kind));
    await vi.waitFor(() => expect(kinds().size).toBeGreaterThan(15));
    expect(kinds()).not.toContain('broken');
  });
});

describe('account events', () => {
  it('tells quality, limits, throughput, names, restrictions and bans, and changes what is read', async () => {
    const test = await startTestEmulator();
    await test.control.accountEvent({ type: 'quality_update', quality: 'RED' });
    await test.control.accountEvent({ type: 'limit_update', limit: 'TIER_10K' });
    await test.control.accountEvent({ type: 'throughput_upgrade' });
    await test.control.accountEvent({ type: 'name_update', decision: 'APPROVED', name: 'Kopi Baru' });
    await test.control.accountEvent({ type: 'account_restriction', restrictionType: 'RESTRICTED_BIZ_INITIATED_MESSAGING', days: 7 });
    await test.control.accountEvent({ type: 'account_banned' });
    await vi.waitFor(() => expect(test.receiver.ofKind('account_event')).toHaveLength(7));
    const { body } = await test.graph(
      'GET',
      `${test.numberId}?fields=quality_rating,throughput,whatsapp_business_manager_messaging_limit,verified_name,status,health_status`,
    );
    expect(body).toMatchObject({
      quality_rating: 'RED',
      throughput: { level: 'HIGH' },
      whatsapp_business_manager_messaging_limit: 'TIER_10K',
      verified_name: 'Kopi Baru',
      status: 'BANNED',
      health_status: { can_send_message: 'BLOCKED' },
    });
    await test.control.accountEvent({ type: 'account_reinstated' });
    expect((await test.graph('GET', `${test.numberId}?fields=status`)).body.status).toBe('CONNECTED');
  });
});
