import { describe, expect, it, vi } from 'vitest';
import { PHONES, startTestEmulator, templateMessage } from '../test/harness.ts';
import type { TestEmulator } from '../test/harness.ts';

const body = { type: 'BODY', text: 'Hello {{1}}, your table is ready.', example: { body_text: [['Sari']] } };

function create(test: TestEmulator, fields: Record<string, unknown> = {}) {
  return test.graph('POST', `${test.info.wabaId}/message_templates`, {
    name: 'table_ready',
    language: 'en_US',
    category: 'UTILITY',
    components: [body],
    ...fields,
  });
}

async function reviewed(test: TestEmulator, id: string): Promise<string> {
  await vi.waitFor(async () => expect((await test.graph('GET', `${id}?fields=status`)).body.status).not.toBe('PENDING'));
  return (await test.graph('GET', `${id}?fields=status`)).body.status;
}

describe('templates', () => {
  it('are pending, then approved by webhook with the reason NONE, then can be sent', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ templates: { reviewDelayMs: 3_600_000 } });
    const created = (await create(test)).body;
    expect(created).toEqual({ id: expect.any(String), status: 'PENDING', category: 'UTILITY' });
    expect((await test.send(templateMessage(PHONES.sari, 'table_ready', ['Sari']))).body.error.code).toBe(132001);
    await test.control.advanceClock(3_600_000);
    expect(await reviewed(test, created.id)).toBe('APPROVED');
    await vi.waitFor(() => expect(test.receiver.ofKind('template_status')).toHaveLength(1));
    expect(test.receiver.posts[0]?.raw.toString()).toContain(`"message_template_id":${created.id},`);
    expect(test.receiver.posts[0]?.raw.toString()).toContain('"reason":"NONE"');
    expect((await test.send(templateMessage(PHONES.sari, 'table_ready', ['Sari']))).status).toBe(200);
  });

  it('are rejected with a reason and a recommendation', async () => {
    const test = await startTestEmulator();
    const { id } = (await create(test, { name: 'please_reject' })).body;
    expect(await reviewed(test, id)).toBe('REJECTED');
    await vi.waitFor(() =>
      expect(test.receiver.ofKind('template_status')[0]?.value).toMatchObject({
        event: 'REJECTED',
        reason: 'INVALID_FORMAT',
        rejection_info: { recommendation: expect.any(String) },
      }),
    );
    expect((await test.graph('GET', `${id}?fields=rejected_reason`)).body.rejected_reason).toBe('INVALID_FORMAT');
  });

  it.each([
    ['a variable at the end', { components: [{ type: 'BODY', text: 'Hello there {{1}}' }] }, 2388299],
    ['too many variables', { components: [{ type: 'BODY', text: 'Hi {{1}} {{2}} {{3}} bye' }] }, 2388293],
    ['a long footer', { components: [body, { type: 'FOOTER', text: 'x'.repeat(61) }] }, 2388040],
    ['a variable in the footer', { components: [body, { type: 'FOOTER', text: 'Hi {{1}} there' }] }, 2388073],
    ['two header variables', { components: [body, { type: 'HEADER', format: 'TEXT', text: '{{1}} and {{2}}' }] }, 2388047],
    ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 2388072],
    [
      'quick replies apart',
      {
        components: [
          body,
          {
            type: 'BUTTONS',
            buttons: [
              { type: 'QUICK_REPLY', text: 'A' },
              { type: 'URL', text: 'B', url: 'https://a.example' },
              { type: 'QUICK_REPLY', text: 'C' },
            ],
          },
        ],
      },
      2388072,
    ],
    ['a missing sample', { components: [{ type: 'BODY', text: 'Hello {{1}}, your table is ready.' }] }, 2388043],
    ['gaps between numbers', { components: [{ ...body, text: 'Hello {{1}} and {{3}}, your table is ready now.' }] }, undefined],
    ['a picture without a sample', { components: [body, { type: 'HEADER', format: 'IMAGE' }] }, 2388043],
    ['a handle nobody gave', { components: [body, { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::x'] } }] }, 2494102],
    ['two bodies', { components: [body, body] }, 2388072],
    ['formatting in the header', { components: [body, { type: 'HEADER', format: 'TEXT', text: '*Hi*' }] }, 2388047],
    [
      'a variable inside an address',
      { components: [body, { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Go', url: 'https://a.example/{{1}}/b', example: ['x'] }] }] },
      2388072,
    ],
    [
      'a code button without a code template',
      { components: [body, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] }] },
      2388072,
    ],
    ['a code template without a button', { category: 'AUTHENTICATION', components: [{ type: 'BODY' }] }, 2388072],
    [
      'a zero-tap button without its terms',
      {
        category: 'AUTHENTICATION',
        components: [
          { type: 'BODY' },
          {
            type: 'BUTTONS',
            buttons: [{ type: 'OTP', otp_type: 'ZERO_TAP', supported_apps: [{ package_name: 'com.a.b', signature_hash: 'K8a/AINcGX7' }] }],
          },
        ],
      },
      2388072,
    ],
    [
      'an offer that is no marketing',
      { components: [body, { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Hurry' } }] },
      2388072,
    ],
    [
      'cards that differ',
      {
        category: 'MARKETING',
        components: [
          body,
          {
            type: 'CAROUSEL',
            cards: [{ components: [{ type: 'BODY', text: 'One card' }] }, { components: [{ type: 'FOOTER', text: 'Other' }] }],
          },
        ],
      },
      2388072,
    ],
    ['a name that exists', { name: 'hello_world' }, 2388024],
    ['capitals in the name', { name: 'Hello' }, undefined],
  ])('refuse %s', async (_what, fields, subcode) => {
    const test = await startTestEmulator();
    const reply = await create(test, fields);
    expect([reply.status, reply.body.error.code, reply.body.error.error_subcode]).toEqual([400, 100, subcode]);
  });

  it('complete one-time code templates', async () => {
    const test = await startTestEmulator();
    const { id } = (
      await create(test, {
        name: 'my_code',
        category: 'authentication',
        components: [
          { type: 'BODY', add_security_recommendation: true },
          { type: 'FOOTER', code_expiration_minutes: 5 },
          { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
        ],
      })
    ).body;
    const { components } = (await test.graph('GET', id)).body;
    expect(components[0].text).toContain('{{1}}');
    expect(components[1].text).toContain('5 minutes');
    expect(components[2].buttons[0]).toMatchObject({ type: 'URL', url: expect.stringContaining('{{1}}') });
  });

  it('are listed by page, by filter, by field', async () => {
    const test = await startTestEmulator();
    const path = `${test.info.wabaId}/message_templates`;
    const names: string[] = [];
    for (let next: string | undefined = `${path}?fields=name&limit=4`; next !== undefined;) {
      const page: { body: { data: { name: string; id: string }[]; paging: { next?: string } } } = await test.graph('GET', next);
      names.push(...page.body.data.map(({ name }) => name));
      expect(Object.keys(page.body.data[0] ?? {}).toSorted()).toEqual(['id', 'name']);
      next = page.body.paging.next?.split('/v26.0/')[1];
    }
    expect(names).toHaveLength(test.info.templates.length);
    expect(new Set(names).size).toBe(names.length);
    const pending = await test.graph('GET', `${path}?status=PENDING,REJECTED&summary=total_count`);
    expect(pending.body.data.map((template: { name: string }) => template.name)).toEqual(['feedback_request', 'prize_draw']);
    expect(pending.body.summary.total_count).toBe(2);
    expect((await test.graph('GET', `${path}?name=order`)).body.data).toHaveLength(1);
  });

  it('go back to review when edited, once a day while approved', async () => {
    const test = await startTestEmulator();
    const { id } = (await create(test)).body;
    await reviewed(test, id);
    await test.control.setBehaviours({ templates: { reviewDelayMs: 3_600_000 } });
    const edit = () => test.graph('POST', id, { components: [{ ...body, text: 'Hello {{1}}, your new table is ready.' }] });
    expect((await edit()).body).toEqual({ success: true });
    expect((await edit()).body.error.error_subcode).toBe(2388039);
    await test.control.advanceClock(3_600_000);
    expect(await reviewed(test, id)).toBe('APPROVED');
    expect((await edit()).body.error.error_subcode).toBe(2388025);
    await test.control.advanceClock(86_400_000);
    expect((await edit()).status).toBe(200);
  });

  it('can be unpaused, and block their name for thirty days when deleted', async () => {
    const test = await startTestEmulator();
    const { id } = (await create(test)).body;
    await reviewed(test, id);
    await test.control.setTemplateStatus(id, 'PAUSED');
    expect((await test.graph('POST', `${id}/unpause`)).body).toEqual({ success: true });
    expect((await test.graph('DELETE', `${test.info.wabaId}/message_templates?name=table_ready`)).body).toEqual({ success: true });
    expect((await test.graph('GET', id)).status).toBe(400);
    expect((await create(test)).body.error.error_subcode).toBe(2388023);
    await test.control.advanceClock(30 * 86_400_000 + 1000);
    expect((await create(test)).status).toBe(200);
  });

  it('tell when their quality moves', async () => {
    const test = await startTestEmulator();
    await test.control.setTemplateQuality(test.info.templates[0]?.id ?? '', 'RED');
    await vi.waitFor(() =>
      expect(test.receiver.ofKind('template_quality')[0]?.value).toMatchObject({
        previous_quality_score: 'GREEN',
        new_quality_score: 'RED',
      }),
    );
  });

  it('tell when their category or content is changed by Meta or in its manager', async () => {
    const test = await startTestEmulator();
    const id = test.info.templates.find(({ name }) => name === 'order_update')?.id ?? '';
    await test.control.setTemplateCategory(id, 'MARKETING', true);
    await vi.waitFor(() =>
      expect(test.receiver.ofKind('template_category')[0]?.value).toMatchObject({ new_category: 'UTILITY', correct_category: 'MARKETING' }),
    );
    expect((await test.graph('GET', `${id}?fields=category`)).body.category).toBe('UTILITY');
    await test.control.setTemplateCategory(id, 'MARKETING');
    await vi.waitFor(() =>
      expect(test.receiver.ofKind('template_category')[1]?.value).toMatchObject({
        previous_category: 'UTILITY',
        new_category: 'MARKETING',
      }),
    );
    await test.control.setTemplateComponents(id, [{ type: 'BODY', text: 'New words' }]);
    await vi.waitFor(() =>
      expect(test.receiver.ofKind('template_components')[0]?.value).toMatchObject({ message_template_element: 'New words' }),
    );
  });
});
