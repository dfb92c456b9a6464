import { describe, expect, it } from 'vitest';
import { type GraphAnswer } from '../../../test/graph-calls.ts';
import { useGraphWorld } from '../../../test/use-graph-world.ts';
import { newUuid } from '../../platform/ids.ts';

const { database, world, call, get } = useGraphWorld();

describe('templates', () => {
  const seed = async (name: string, language: string, more: Record<string, string> = {}): Promise<string> => {
    const metaId = `5${String(Date.now()).slice(-9)}${Math.floor(Math.random() * 1e6)}`;
    await database.admin(
      `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
       values ($1, $2, (select id from waba_accounts where waba_id = $3), $4, $5, $6, $7, $8, $9, now(), now(), now())`,
      [
        world.mine.workspaceId,
        newUuid(),
        world.mine.wabaId,
        metaId,
        name,
        language,
        more['category'] ?? 'utility',
        more['status'] ?? 'approved',
        more['components'] ?? '[{"type":"BODY","text":"Halo {{1}}, pesanan {{2}} siap."}]',
      ],
    );
    return metaId;
  };
  const send = (template: object): Promise<GraphAnswer> =>
    call('POST', `${world.mine.phoneNumberId}/messages`, {
      messaging_product: 'whatsapp',
      to: '6281200000009',
      type: 'template',
      template,
    });
  const texts = (...values: string[]): object[] => [{ type: 'body', parameters: values.map((value) => ({ type: 'text', text: value })) }];

  it('are listed in both directions, filtered, with neighbours that carry no token', async () => {
    for (const name of ['a_satu', 'a_dua', 'a_tiga']) await seed(name, 'id');
    await seed('a_dua', 'en_US', { category: 'marketing' });
    const list = async (query: string): Promise<GraphAnswer['body']> => (await get(`${world.mine.wabaId}/message_templates?${query}`)).body;
    const names = ({ data }: GraphAnswer['body']): string[] =>
      (data as { name: string; language: string }[]).map(({ name, language }) => `${name} ${language}`);
    const all = ['a_dua en_US', 'a_dua id', 'a_satu id', 'a_tiga id'];
    expect(names(await list('fields=name,language&name=a_'))).toEqual(all);
    const first = await list('fields=name,language&limit=3&name=a_');
    expect(names(first)).toEqual(all.slice(0, 3));
    const { next, previous } = first['paging'] as { next: string; previous?: string };
    expect(previous).toBeUndefined();
    const keyInQuery = await fetch(`${next.replace(/^https?:\/\/[^/]+/, world.url)}&access_token=${world.mine.key}`);
    const second = (await keyInQuery.json()) as GraphAnswer['body']; // a list
    expect(names(second)).toEqual(all.slice(3));
    expect(JSON.stringify(second)).not.toContain(world.mine.key);
    const { previous: back } = second['paging'] as { previous: string };
    const before = await fetch(back.replace(/^https?:\/\/[^/]+/, world.url), { headers: { authorization: `Bearer ${world.mine.key}` } });
    expect(names((await before.json()) as GraphAnswer['body'])).toEqual(all.slice(0, 3)); // a list
    expect(names(await list('fields=name,language&name=a_&category=MARKETING'))).toEqual(['a_dua en_US']);
    expect(names(await list('fields=name,language&name=a_&language=id&status=["APPROVED"]&limit=1'))).toEqual(['a_dua id']);
    expect(await list('name=a_satu')).toMatchObject({
      data: [{ name: 'a_satu', status: 'APPROVED', category: 'UTILITY', parameter_format: 'POSITIONAL', components: [{ type: 'BODY' }] }],
    });
  });

  it('are read, changed and deleted by Meta’s id', async () => {
    const id = await seed('b_satu', 'id', { status: 'rejected' });
    expect((await get(`${id}?fields=name,rejected_reason`)).body).toEqual({ id, name: 'b_satu', rejected_reason: 'NONE' });
    world.graph.intercept = ({ method, path }) =>
      path === `/${id}` && method === 'POST' ? { status: 200, body: { success: true } } : null;
    const components = [{ type: 'BODY', text: 'Pesanan Anda sudah siap diambil.' }];
    expect((await call('POST', id, { components })).body).toEqual({ success: true });
    expect(world.graph.calls.find(({ method }) => method === 'POST')?.json).toMatchObject({ components });
    world.graph.intercept = ({ method }) => (method === 'DELETE' ? { status: 200, body: { success: true } } : null);
    expect((await call('DELETE', `${world.mine.wabaId}/message_templates?hsm_id=${id}&name=b_satu`)).body).toEqual({ success: true });
    expect(await get(id)).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
    expect(await call('DELETE', `${world.mine.wabaId}/message_templates?name=b_satu`)).toMatchObject({
      body: { error: { code: 131_009 } },
    });
    expect(await call('DELETE', `${world.mine.wabaId}/message_templates`)).toMatchObject({ body: { error: { code: 100 } } });
  });

  it('are handed in', async () => {
    world.graph.intercept = ({ method, path }) =>
      method === 'POST' && path.endsWith('/message_templates')
        ? { status: 200, body: { id: '594425479261596', status: 'PENDING', category: 'UTILITY' } }
        : null;
    const template = {
      name: 'pesanan_siap',
      language: 'id',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Pesanan Anda sudah siap diambil.' }],
    };
    const made = await call('POST', `${world.mine.wabaId}/message_templates`, template);
    expect(made).toEqual({ status: 200, body: { id: '594425479261596', status: 'PENDING', category: 'UTILITY' } });
    await expect.poll(() => world.records.at(-1)?.subject).toMatch(/^tpl_/);
    const again = await call('POST', `${world.mine.wabaId}/message_templates`, template);
    expect(again).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_data: { details: expect.stringContaining('language') } } },
    });
    expect(await call('POST', `${world.mine.wabaId}/message_templates`, { ...template, name: undefined })).toMatchObject({
      body: { error: { code: 100, message: expect.stringContaining('name is required') } },
    });
  });

  it('that do not fit are refused at once, as Meta does it', async () => {
    await seed('c_siap', 'id');
    await seed('c_jeda', 'id', { status: 'paused' });
    await seed('c_gambar', 'id', { components: '[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Halo"}]' });
    const of = (name: string, components?: object[], code = 'id'): Promise<GraphAnswer> =>
      send({ name, language: { code }, ...(components === undefined ? {} : { components }) });
    expect((await of('c_siap', texts('Rina', 'A-9'))).body).toMatchObject({ messages: [{ message_status: 'accepted' }] });
    const refused: [GraphAnswer, number, string][] = [
      [
        await of('c_siap', texts('Rina')),
        132_000,
        'body: number of localizable_params (1) does not match the expected number of params (2)',
      ],
      [await of('c_siap'), 132_000, '(0)'],
      [await of('c_siap', texts('Rina', 'A-9'), 'fr'), 132_001, 'c_siap'],
      [await of('c_jeda', texts('Rina', 'A-9')), 132_015, 'paused'],
      [await of('c_gambar'), 132_012, 'header: Format mismatch, expected IMAGE, received UNKNOWN'],
    ];
    for (const [{ body }, code, details] of refused) {
      expect(body.error).toMatchObject({ code });
      expect(JSON.stringify(body.error)).toContain(details);
    }
  });
});
