import { splitWebhook } from '@kabar/cloud-api';
import { ID_PREFIXES, type Template, type WhatsAppNumber } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMetaWorld, freshNumber, type MetaWorld } from '../../../test/meta-world.ts';
import { withEngine } from '../../platform/db/tx.ts';
import { fromPublicId } from '../../platform/ids.ts';
import { isAccountUnit } from '../../whatsapp/describe-account-units.ts';
import { applyAccountEvents } from '../numbers/index.ts';
import { syncDueTemplates } from './jobs.ts';

const database = useTestDatabase();
let world: MetaWorld;
let headers: Record<string, string>;
let number: WhatsAppNumber;

beforeAll(async () => {
  world = await createMetaWorld(database);
  headers = world.tenant.members.manager.headers;
});
afterAll(async () => world.close());
beforeEach(async () => {
  world.graph.intercept = () => null;
  const admin = world.tenant.members.admin.headers;
  number = (await world.app.inject({ method: 'POST', url: '/v1/numbers', headers: admin, payload: freshNumber(world) })).json().number;
  world.clock.advance(1_000);
});

const node = (id: string, more: object = {}) => ({
  id,
  name: `greeting_${id}`,
  language: 'en_US',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Hello {{1}}' }],
  ...more,
});
const atMeta = (...nodes: object[]): void => void world.graph.templates.set(number.waba_id, nodes as Record<string, unknown>[]); // plain objects of the test
const sync = () => world.app.inject({ method: 'POST', url: '/v1/templates/sync', headers, payload: { number_id: number.id } });
const list = async (query = ''): Promise<Template[]> =>
  (await world.app.inject({ url: `/v1/templates?number_id=${number.id}${query}`, headers })).json().data;
const seconds = (offset = 0): number => Math.floor(world.clock.now().getTime() / 1000) + offset;

async function tell(field: string, value: object, time = seconds()): Promise<void> {
  const units = splitWebhook({ object: 'whatsapp_business_account', entry: [{ id: number.waba_id, time, changes: [{ field, value }] }] });
  await withEngine(database.db, 'test', (tx) =>
    applyAccountEvents(world.numbers, tx, world.tenant.workspaceId, units.filter(isAccountUnit)),
  );
}

const about = (id: string) => ({
  message_template_id: Number(id),
  message_template_name: `greeting_${id}`,
  message_template_language: 'en_US',
});

describe('syncing', () => {
  it('takes over everything, tells what changed, and is quiet when nothing did', async () => {
    atMeta(
      node('1'),
      node('2', { language: 'id', status: 'PAUSED', category: 'MARKETING', quality_score: { score: 'RED' }, parameter_format: 'NAMED' }),
    );
    expect((await sync()).json()).toEqual({ templates: 2, changed: 2 });
    expect(await list()).toMatchObject([
      {
        meta_id: '1',
        name: 'greeting_1',
        language: 'en_US',
        category: 'utility',
        status: 'approved',
        parameter_format: 'positional',
        components: [{ type: 'BODY', text: 'Hello {{1}}' }],
        waba_id: number.waba_id,
      },
      { meta_id: '2', language: 'id', category: 'marketing', status: 'paused', quality: 'red', parameter_format: 'named' },
    ]);
    const before = await database.admin('select count(*)::int as count from events where type = $1', ['template.updated']);
    expect((await sync()).json()).toEqual({ templates: 2, changed: 0 });
    expect(await database.admin('select count(*)::int as count from events where type = $1', ['template.updated'])).toEqual(before);
  });

  it('keeps the id of a template whose content changed', async () => {
    atMeta(node('1'));
    await sync();
    const [first] = await list();
    atMeta(node('1', { components: [{ type: 'BODY', text: 'Changed' }], status: 'PENDING' }));
    expect((await sync()).json()).toEqual({ templates: 1, changed: 1 });
    expect(await list()).toMatchObject([{ id: first?.id, status: 'pending', components: [{ text: 'Changed' }] }]);
  });

  it('marks what is gone as deleted, and brings it back when it is there again', async () => {
    atMeta(node('1'), node('2'));
    await sync();
    world.clock.advance(1_000);
    atMeta(node('1'));
    expect((await sync()).json()).toEqual({ templates: 1, changed: 1 });
    expect((await list()).map((template) => template.meta_id)).toEqual(['1']);
    expect((await list('&status=deleted')).map((template) => template.meta_id)).toEqual(['2']);
    atMeta(node('1'), node('2'));
    await sync();
    expect(await list()).toHaveLength(2);
  });

  it('deletes nothing when an entry of the list could not be read', async () => {
    atMeta(node('1'), node('2'));
    await sync();
    world.clock.advance(1_000);
    atMeta(node('1'), { broken: true });
    await sync();
    expect(await list()).toHaveLength(2);
  });

  it('treats two spellings of a language as one template', async () => {
    atMeta(node('1'), node('1', { language: 'en-US' }));
    expect((await sync()).json()).toEqual({ templates: 1, changed: 1 });
  });

  it.each([
    [{ status: 503, body: {} }, 503, 'upstream_unavailable'],
    [{ status: 401, body: { error: { code: 190, message: 'x' } } }, 422, 'number_credentials_refused'],
  ])('says when WhatsApp gives none: %j', async (answer, status, code) => {
    world.graph.intercept = () => answer;
    const response = await sync();
    expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
  });

  it('happens by itself when it is due, also soon after news', async () => {
    await syncDueTemplates(world.templates, new AbortController().signal);
    atMeta(node('7'));
    expect(await syncDueTemplates(world.templates, new AbortController().signal)).toEqual({ doneCount: 0, failedCount: 0 });
    await tell('message_template_components_update', about('7'));
    expect(await syncDueTemplates(world.templates, new AbortController().signal)).toEqual({ doneCount: 1, failedCount: 0 });
    expect(await list()).toHaveLength(1);
    world.clock.advance(3_601_000);
    expect((await syncDueTemplates(world.templates, new AbortController().signal)).doneCount).toBeGreaterThan(0);
  });
});

describe('news about a template', () => {
  beforeEach(async () => {
    atMeta(node('1'));
    await sync();
  });

  it('changes status, reason and pause at once and wakes listeners', async () => {
    const [template] = await list();
    await tell('message_template_status_update', { ...about('1'), event: 'PAUSED', reason: 'NONE', other_info: { title: 'FIRST_PAUSE' } });
    expect(await list()).toMatchObject([{ status: 'paused', rejected_reason: null }]);
    const [row] = await database.admin<{ paused_until: Date | null }>('select paused_until from templates where id = $1', [
      fromPublicId(ID_PREFIXES.template, template?.id ?? ''),
    ]);
    expect(row?.paused_until).toEqual(new Date((seconds() + 3 * 3600) * 1000));
    await tell('message_template_status_update', { ...about('1'), event: 'APPROVED', reason: 'NONE' }, seconds(1));
    const [after] = await database.admin<{ paused_until: Date | null; status: string }>(
      'select paused_until, status from templates where id = $1',
      [fromPublicId(ID_PREFIXES.template, template?.id ?? '')],
    );
    expect(after).toEqual({ paused_until: null, status: 'approved' });
  });

  it('changes quality without touching the status', async () => {
    await tell('message_template_quality_update', { ...about('1'), previous_quality_score: 'GREEN', new_quality_score: 'YELLOW' });
    expect(await list()).toMatchObject([{ status: 'approved', quality: 'yellow' }]);
  });

  it('of an earlier moment changes nothing', async () => {
    await tell('message_template_status_update', { ...about('1'), event: 'PAUSED' }, seconds(2));
    await tell('message_template_status_update', { ...about('1'), event: 'APPROVED' }, seconds(1));
    expect(await list()).toMatchObject([{ status: 'paused' }]);
  });

  it('is not undone by a list that was asked for before it', async () => {
    await tell('message_template_status_update', { ...about('1'), event: 'DISABLED' }, seconds(60));
    expect((await sync()).json()).toEqual({ templates: 1, changed: 0 });
    expect(await list()).toMatchObject([{ status: 'disabled' }]);
  });
});

describe('the list', () => {
  it('comes in pages by name and language and can be narrowed to a status', async () => {
    atMeta(...['c', 'a', 'b'].map((name, index) => node(String(index + 1), { name, status: name === 'b' ? 'REJECTED' : 'APPROVED' })));
    await sync();
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { data: Template[]; next_cursor: string | null } = (
        await world.app.inject({ url: `/v1/templates?number_id=${number.id}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, headers })
      ).json();
      names.push(...page.data.map((template) => template.name));
      cursor = page.next_cursor;
    }
    expect(names).toEqual(['a', 'b', 'c']);
    expect((await list('&status=rejected')).map((template) => template.name)).toEqual(['b']);
  });

  it('refuses a status that does not exist and a cursor of another list', async () => {
    expect((await world.app.inject({ url: '/v1/templates?status=great', headers })).json().error.code).toBe('validation_failed');
    expect(
      (await world.app.inject({ url: `/v1/templates?cursor=${Buffer.from('[1,2,3]').toString('base64url')}`, headers })).json().error.code,
    ).toBe('cursor_invalid');
  });

  it('may be synced by a manager but not by an agent', async () => {
    const response = await world.app.inject({
      method: 'POST',
      url: '/v1/templates/sync',
      headers: world.tenant.members.agent.headers,
      payload: { number_id: number.id },
    });
    expect(response.json().error.code).toBe('permission_denied');
  });
});
