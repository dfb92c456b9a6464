import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHome, type Home } from '../stand/home.ts';
import { waitUntil } from '../stand/wait-until.ts';

let home: Home;
beforeAll(async () => {
  home = await startHome();
});
afterAll(async () => {
  await home?.close();
});

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const body = { type: 'BODY', text: 'Hello {{1}}, your table is ready.', example: { body_text: [['Sari']] } };

describe('a template', () => {
  it('with a picture is handed in, approved, sent, shown on the phone and counted', async () => {
    const { client, emulator, quickstart } = home;
    const picture = await client.media.upload(new Blob([png], { type: 'image/png' }), { filename: 'table.png' });
    const template = await client.templates.create({
      number_id: quickstart.numberId,
      name: 'table_ready_picture',
      language: 'en_US',
      category: 'utility',
      components: [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: [picture.id] } }, body],
    });
    expect(template).toMatchObject({ status: 'pending', samples: [picture.id] });
    await waitUntil('Meta approved it', async () => (await client.templates.get(template.id)).status === 'approved');
    const history = await client.templates.history(template.id);
    expect(history.data.map(({ kind, to, source }) => [kind, to, source])).toEqual([
      ['status', 'approved', 'webhook'],
      ['created', 'pending', 'kabar'],
    ]);
    await client.messages.send({
      number_id: quickstart.numberId,
      to: quickstart.customerPhone,
      type: 'template',
      template: {
        name: 'table_ready_picture',
        language: { code: 'en_US' },
        components: [
          { type: 'header', parameters: [{ type: 'image', image: { id: picture.id } }] },
          { type: 'body', parameters: [{ type: 'text', text: 'Sari' }] },
        ],
      },
    });
    await waitUntil('it is on the phone', async () =>
      JSON.stringify(await emulator.chat('sari', quickstart.phoneNumberId)).includes('your table is ready'),
    );
    expect(await client.templates.usage(template.id)).toMatchObject({ accepted: 1 });
  });

  it('that Meta rejects, moves, pauses and disables says so in words, and can be handed in again', async () => {
    const { client, emulator, quickstart } = home;
    const draft = await client.templateDrafts.create({
      number_id: quickstart.numberId,
      name: 'please_reject_me',
      category: 'utility',
      components: [body],
    });
    expect(draft.can_submit).toBe(true);
    const { id, meta_id: metaId } = await client.templateDrafts.submit(draft.id);
    const becomes = (status: string) => waitUntil(`it is ${status}`, async () => (await client.templates.get(id)).status === status);
    await becomes('rejected');
    expect((await client.templates.get(id)).not_usable_reason).toMatch(/rejected/);
    await emulator.setTemplateCategory(metaId, 'MARKETING', true);
    await waitUntil('notice was given', async () => (await client.templates.get(id)).coming_category?.category === 'marketing');
    await emulator.setTemplateStatus(metaId, 'APPROVED');
    await becomes('approved');
    await emulator.setTemplateQuality(metaId, 'RED');
    await emulator.setTemplateStatus(metaId, 'PAUSED', { title: 'FIRST_PAUSE', description: 'Bad feedback' });
    await becomes('paused');
    expect((await client.templates.get(id)).not_usable_reason).toMatch(/until/);
    await emulator.setTemplateStatus(metaId, 'DISABLED');
    await becomes('disabled');
    const kinds = (await client.templates.history(id)).data.map(({ kind, to }) => `${kind} ${to}`);
    for (const line of ['status rejected', 'category_notice marketing', 'quality red', 'status paused', 'status disabled'])
      expect(kinds).toContain(line);
    const { deleted } = await client.templates.remove(id);
    expect(deleted).toEqual([id]);
    await expect(
      client.templates.create({
        number_id: quickstart.numberId,
        name: 'please_reject_me',
        language: 'en_US',
        category: 'utility',
        components: [body],
      }),
    ).rejects.toMatchObject({ code: 'content_invalid' });
  });

  it('that breaks a rule only Meta checks is refused with its own words', async () => {
    const { client, quickstart } = home;
    const header = { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::nobody-gave-this'] } };
    await expect(
      client.templates.create({
        number_id: quickstart.numberId,
        name: 'bad_handle',
        language: 'en_US',
        category: 'utility',
        components: [header, body],
      }),
    ).rejects.toMatchObject({ code: 'content_invalid', details: { issues: [{ message: expect.stringMatching(/upload it again/) }] } });
  });
});
