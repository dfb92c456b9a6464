import { splitWebhook } from '@kabar/cloud-api';
import {
  ID_PREFIXES,
  type Template,
  type TemplateChange,
  type TemplateDraft,
  type TemplateUsage,
  type WhatsAppNumber,
} from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMetaWorld, freshNumber, type MetaWorld } from '../../../test/meta-world.ts';
import { tenantQuery, withEngine } from '../../platform/db/tx.ts';
import { fromPublicId, systemIds, toPublicId } from '../../platform/ids.ts';
import { isAccountUnit } from '../../whatsapp/describe-account-units.ts';
import { applyAccountEvents } from '../numbers/index.ts';
import { countLateUsage } from './get-usage.ts';

const database = useTestDatabase();
let world: MetaWorld;
let headers: Record<string, string>;
let number: WhatsAppNumber;
/** The account's templates at Meta, by id. */
let atMeta: Map<string, Record<string, unknown>>;
/** What Meta answers to the next write instead. */
let refuseWith: object | null;
let lastId = 8_000;

beforeAll(async () => {
  world = await createMetaWorld(database);
  headers = world.tenant.members.manager.headers;
});
afterAll(async () => world.close());
beforeEach(async () => {
  const admin = world.tenant.members.admin.headers;
  world.graph.intercept = () => null;
  number = (await world.app.inject({ method: 'POST', url: '/v1/numbers', headers: admin, payload: freshNumber(world) })).json().number;
  world.clock.advance(1_000);
  world.graph.calls.length = 0;
  atMeta = new Map();
  refuseWith = null;
  world.graph.intercept = (call) => {
    const ok = (body: unknown) => ({ status: 200, body });
    const [, first = '', edge = ''] = call.path.split('/');
    if (call.method === 'POST' && edge === 'uploads') return ok({ id: `upload:${call.query.get('file_type')}` });
    if (call.method === 'POST' && first.startsWith('upload:')) return ok({ h: `4::${call.body.byteLength}` });
    if (call.method !== 'GET' && refuseWith !== null && (edge === 'message_templates' || atMeta.has(first)))
      return { status: 400, body: { error: refuseWith } };
    if (call.method === 'POST' && edge === 'message_templates') {
      const id = String((lastId += 1));
      atMeta.set(id, { id, ...call.json, status: 'PENDING' });
      return ok({ id, status: 'PENDING', category: call.json['category'] });
    }
    if (call.method === 'DELETE' && edge === 'message_templates') return ok({ success: true });
    const node = atMeta.get(first);
    if (node === undefined) return null;
    if (call.method === 'GET') return ok(node);
    if (edge === 'unpause') node['status'] = 'APPROVED';
    else Object.assign(node, call.json, { status: 'PENDING' });
    return ok({ success: true });
  };
});

const body = { type: 'BODY', text: 'Hello {{1}}, your order is ready.', example: { body_text: [['Sari']] } };
const content = (name: string, more: object = {}) => ({ name, language: 'en_US', category: 'utility', components: [body], ...more });
const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
  const response = await world.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
};
async function create(name: string, more: object = {}): Promise<Template> {
  const made = await call('POST', '/v1/templates', { number_id: number.id, ...content(name, more) });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}
const seconds = (): number => Math.floor(world.clock.now().getTime() / 1000);
async function tell(field: string, template: Template, value: object): Promise<void> {
  world.clock.advance(2_000);
  const about = {
    message_template_id: Number(template.meta_id),
    message_template_name: template.name,
    message_template_language: template.language,
  };
  const units = splitWebhook({
    object: 'whatsapp_business_account',
    entry: [{ id: number.waba_id, time: seconds(), changes: [{ field, value: { ...about, ...value } }] }],
  });
  await withEngine(database.db, 'test', (tx) =>
    applyAccountEvents(world.numbers, tx, world.tenant.workspaceId, units.filter(isAccountUnit)),
  );
}
const approve = (template: Template) => tell('message_template_status_update', template, { event: 'APPROVED', reason: 'NONE' });
const get = async (template: Template): Promise<Template> => (await call('GET', `/v1/templates/${template.id}`)).body;
const history = async (template: Template): Promise<TemplateChange[]> =>
  (await call('GET', `/v1/templates/${template.id}/history`)).body.data;

async function picture(): Promise<string> {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n';
  const response = await world.app.inject({
    method: 'POST',
    url: '/v1/media',
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' },
    payload: Buffer.concat([Buffer.from(head), png, Buffer.from('\r\n--b--\r\n')]),
  });
  return response.json().id;
}

describe('a new template', () => {
  it('is handed in as Meta wants it and kept as Meta has it', async () => {
    const template = await create('order_ready', { ttl_seconds: 3_600 });
    expect(template).toMatchObject({
      name: 'order_ready',
      status: 'pending',
      category: 'utility',
      components: [body],
      ttl_seconds: 3_600,
      not_usable_reason: expect.stringMatching(/still reviewing/),
      can_edit: false,
    });
    const sent = world.graph.calls.find(({ method, path }) => method === 'POST' && path.endsWith('/message_templates'));
    expect(sent?.json).toEqual({
      ...content('order_ready'),
      category: 'UTILITY',
      parameter_format: 'POSITIONAL',
      message_send_ttl_seconds: 3_600,
    });
    expect(await history(template)).toMatchObject([{ kind: 'created', to: 'pending', source: 'kabar' }]);
  });

  it('takes its sample files along, each once, and remembers them', async () => {
    const id = await picture();
    const header = { type: 'HEADER', format: 'IMAGE', example: { header_handle: [id] } };
    const template = await create('with_picture', { components: [header, body] });
    expect(template.samples).toEqual([id]);
    const sent = world.graph.calls.find(({ method, path }) => method === 'POST' && path.endsWith('/message_templates'));
    expect(sent?.json['components']).toMatchObject([{ example: { header_handle: [expect.stringMatching(/^4::\d+$/)] } }, {}]);
    const upload = world.graph.calls.find(({ path }) => path.startsWith('/upload:'));
    expect(upload?.body.subarray(1, 4).toString()).toBe('PNG');
    expect((await call('DELETE', `/v1/media/${id}`)).status).toBe(409);
    const copy: TemplateDraft = (await call('POST', `/v1/templates/${template.id}/duplicate`, {})).body;
    expect(copy).toMatchObject({ name: 'with_picture_copy', can_submit: false, components: [{ example: { header_handle: [id] } }, {}] });
  });

  it('that Meta would refuse never leaves, with every field named', async () => {
    const made = await call('POST', '/v1/templates', {
      number_id: number.id,
      ...content('Bad Name', { components: [{ type: 'BODY', text: '{{1}} hello' }] }),
    });
    expect(made.body.error.code).toBe('content_invalid');
    const paths = made.body.error.details.issues.map(({ path }: { path: string }) => path);
    expect(paths).toContain('name');
    expect(paths).toContain('body.text');
    expect(world.graph.calls.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    [
      { code: 100, error_subcode: 2388023, message: 'Invalid parameter', error_user_msg: 'The name is free again in 30 days.' },
      400,
      'content_invalid',
      'name',
    ],
    [{ code: 100, error_subcode: 2388299, message: 'Invalid parameter' }, 400, 'content_invalid', 'body.text'],
    [{ code: 190, message: 'expired' }, 422, 'number_credentials_refused', undefined],
  ])('that Meta refuses is told in words at its field: %j', async (error, status, code, path) => {
    refuseWith = error;
    const made = await call('POST', '/v1/templates', { number_id: number.id, ...content('refused') });
    expect([made.status, made.body.error.code, made.body.error.details.issues?.[0]?.path]).toEqual([status, code, path]);
  });

  it('exists once per language', async () => {
    const first = await create('greeting');
    expect((await call('POST', '/v1/templates', { number_id: number.id, ...content('greeting') })).body.error.details.issues).toMatchObject(
      [{ path: 'language' }],
    );
    await create('greeting', { language: 'id' });
    const groups = (await call('GET', `/v1/template-groups?number_id=${number.id}`)).body.data;
    expect(groups).toMatchObject([{ name: 'greeting', languages: [{ id: first.id, language: 'en_US' }, { language: 'id' }] }]);
  });
});

describe('a template that is changed', () => {
  it('goes back to review, once a day while approved', async () => {
    const template = await create('edited');
    expect((await call('PATCH', `/v1/templates/${template.id}`, { components: [body] })).body.error.details.issues[0].message).toMatch(
      /Only approved/,
    );
    await approve(template);
    Object.assign(atMeta.get(template.meta_id) ?? {}, { status: 'APPROVED' });
    expect(await get(template)).toMatchObject({ status: 'approved', can_edit: true, not_usable_reason: null });
    const fixed = await call('PATCH', `/v1/templates/${template.id}`, { category: 'marketing' });
    expect(fixed.body.error.details.issues).toMatchObject([{ path: 'category' }]);
    const text = { ...body, text: 'Hi {{1}}, your order is ready.' };
    const edited = await call('PATCH', `/v1/templates/${template.id}`, { components: [text] });
    expect(edited.body).toMatchObject({ status: 'pending', components: [text] });
    await approve(template);
    const again = await get(template);
    expect(again).toMatchObject({ can_edit: false, not_editable_reason: expect.stringMatching(/once? .*day|one edit/) });
    expect(new Date(again.editable_again_at ?? 0).getTime()).toBeGreaterThan(world.clock.now().getTime() + 86_000_000);
    world.clock.advance(86_400_000);
    expect((await get(template)).can_edit).toBe(true);
    expect((await history(template)).map(({ kind, to }) => [kind, to])).toEqual([
      ['status', 'approved'],
      ['components', null],
      ['status', 'pending'],
      ['status', 'approved'],
      ['created', 'pending'],
    ]);
  });

  it('tells status, quality, category and its notice with reasons in its history', async () => {
    const template = await create('watched');
    await tell('message_template_status_update', template, {
      event: 'REJECTED',
      reason: 'INVALID_FORMAT',
      rejection_info: { reason: 'INVALID_FORMAT', recommendation: 'Write what it is for.' },
    });
    await approve(template);
    await tell('message_template_quality_update', template, { previous_quality_score: 'GREEN', new_quality_score: 'RED' });
    await tell('template_category_update', template, {
      new_category: 'UTILITY',
      correct_category: 'MARKETING',
      category_update_timestamp: seconds() + 86_400,
    });
    const noticed = await get(template);
    expect(noticed.coming_category).toMatchObject({ category: 'marketing', at: expect.any(String) });
    await tell('template_category_update', template, { previous_category: 'UTILITY', new_category: 'MARKETING' });
    await tell('message_template_status_update', template, {
      event: 'PAUSED',
      reason: 'NONE',
      other_info: { title: 'FIRST_PAUSE', description: 'Low quality' },
    });
    expect(await get(template)).toMatchObject({
      category: 'marketing',
      coming_category: null,
      status: 'paused',
      not_usable_reason: expect.stringMatching(/paused it after bad feedback from customers until/),
    });
    expect((await history(template)).map(({ kind, from, to, reason }) => [kind, from, to, reason])).toEqual([
      ['status', 'approved', 'paused', 'Low quality'],
      ['category', 'utility', 'marketing', null],
      ['category_notice', 'utility', 'marketing', null],
      ['quality', 'unknown', 'red', null],
      ['status', 'rejected', 'approved', null],
      ['status', 'pending', 'rejected', 'Invalid format. Write what it is for.'],
      ['created', null, 'pending', null],
    ]);
    Object.assign(atMeta.get(template.meta_id) ?? {}, { category: 'MARKETING' });
    world.clock.advance(1_000);
    expect((await call('POST', `/v1/templates/${template.id}/unpause`)).body.status).toBe('approved');
  });

  it('is deleted in one language by its id, or in all by its name, which stays blocked', async () => {
    const [english, german] = [await create('goodbye'), await create('goodbye', { language: 'de' })];
    await approve(german);
    const one = await call('DELETE', `/v1/templates/${english.id}`);
    expect(one.body).toEqual({ deleted: [english.id], name_free_at: null });
    expect(world.graph.calls.findLast(({ method }) => method === 'DELETE')?.query.get('hsm_id')).toBe(english.meta_id);
    const all = await call('DELETE', `/v1/templates/${german.id}?all_languages=true`);
    expect(all.body.deleted).toEqual([german.id]);
    expect(new Date(all.body.name_free_at).getTime()).toBe(world.clock.now().getTime() + 30 * 86_400_000);
    expect(world.graph.calls.findLast(({ method }) => method === 'DELETE')?.query.has('hsm_id')).toBe(false);
    expect(await get(german)).toMatchObject({ status: 'deleted', not_usable_reason: 'It was deleted.' });
  });
});

describe('a draft', () => {
  it('may be unfinished, says what is missing, and is gone once Meta took it', async () => {
    const draft: TemplateDraft = (await call('POST', '/v1/template-drafts', { name: 'later' })).body;
    expect(draft).toMatchObject({ can_submit: false, language: 'en_US', components: [] });
    expect(draft.issues).toContainEqual(expect.objectContaining({ path: 'body.text', severity: 'error' }));
    const url = `/v1/template-drafts/${draft.id}`;
    const saved = (await call('PATCH', url, { components: [body], number_id: number.id, expected_updated_at: draft.updated_at })).body;
    expect(saved.can_submit).toBe(true);
    world.clock.advance(1_000);
    await call('PATCH', url, { category: 'marketing' });
    expect((await call('PATCH', url, { name: 'x', expected_updated_at: saved.updated_at })).body.error.code).toBe('conflict');
    const submitted = await call('POST', `${url}/submit`);
    expect(submitted).toMatchObject({ status: 201, body: { name: 'later', category: 'marketing', status: 'pending' } });
    expect((await call('GET', url)).status).toBe(404);
  });

  it('keeps what Meta said against it', async () => {
    const draft: TemplateDraft = (await call('POST', '/v1/template-drafts', { ...content('refused_draft'), number_id: number.id })).body;
    refuseWith = { code: 100, error_subcode: 2388072, message: 'Invalid parameter', error_user_msg: 'The body reads like spam.' };
    expect((await call('POST', `/v1/template-drafts/${draft.id}/submit`)).body.error.code).toBe('content_invalid');
    expect((await call('GET', `/v1/template-drafts/${draft.id}`)).body.last_refusal.issues).toMatchObject([
      { path: 'body', message: expect.stringMatching(/reads like spam/) },
    ]);
    expect((await call('GET', '/v1/template-drafts')).body.data.map(({ id }: TemplateDraft) => id)).toContain(draft.id);
    expect((await call('DELETE', `/v1/template-drafts/${draft.id}`)).status).toBe(204);
  });

  it('can be an edit, which keeps name and language', async () => {
    const template = await create('to_edit');
    await tell('message_template_status_update', template, { event: 'REJECTED', reason: 'SCAM' });
    const draft: TemplateDraft = (await call('POST', '/v1/template-drafts', { template_id: template.id, name: 'other' })).body;
    expect(draft).toMatchObject({ template_id: template.id, name: 'to_edit', components: [body], can_submit: true });
    await call('PATCH', `/v1/template-drafts/${draft.id}`, { category: 'marketing' });
    const submitted = await call('POST', `/v1/template-drafts/${draft.id}/submit`);
    expect(submitted.body).toMatchObject({ id: template.id, category: 'marketing', status: 'pending' });
  });

  it('of an authentication template begins in the form that can be handed in again', async () => {
    const button = { type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' };
    const parts = [
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 5 },
      { type: 'BUTTONS', buttons: [button] },
    ];
    const template = await create('code', { category: 'authentication', components: parts });
    const draft: TemplateDraft = (await call('POST', `/v1/templates/${template.id}/duplicate`, { language: 'id' })).body;
    expect(draft).toMatchObject({ name: 'code', language: 'id', components: parts });
  });
});

describe('results', () => {
  it('count what became of the messages by day, and again when they change', async () => {
    const template = await create('counted');
    const { workspaceId } = world.tenant;
    const run = (text: string, values: unknown[]) => tenantQuery(database.db, workspaceId, { text, values });
    const ids = { contact: systemIds.uuid(), conversation: systemIds.uuid(), number: fromPublicId(ID_PREFIXES.number, number.id) };
    await run(`insert into contacts (workspace_id, id, created_at, updated_at) values ($1, $2, now(), now())`, [workspaceId, ids.contact]);
    await run(
      `insert into conversations (workspace_id, id, number_id, contact_id, last_activity_at, created_at) values ($1, $2, $3, $4, now(), now())`,
      [workspaceId, ids.conversation, ids.number, ids.contact],
    );
    const now = world.clock.now();
    const message = async (status: string, at: Date, more: { reason?: string; type?: string; replyTo?: string } = {}): Promise<string> => {
      const id = systemIds.uuid();
      const order = ['queued', 'sent', 'delivered', 'read'].indexOf(status);
      await run(
        `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, template_name,
           template_language, occurred_at, created_at, sent_at, delivered_at, read_at, reason_code, reply_to_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'system', '\\x00', $9, $10, $11, $11, $12, $13, $14, $15, $16)`,
        [
          workspaceId,
          id,
          ids.number,
          ids.conversation,
          ids.contact,
          more.type === 'button' ? 'in' : 'out',
          more.type ?? 'template',
          status,
          more.type === 'button' ? null : 'counted',
          more.type === 'button' ? null : 'en_US',
          at,
          order > 0 ? at : null,
          order > 1 ? at : null,
          order > 2 ? at : null,
          more.reason ?? null,
          more.replyTo ?? null,
        ],
      );
      return id;
    };
    const yesterday = new Date(now.getTime() - 86_400_000);
    const read = await message('read', yesterday);
    await message('delivered', yesterday);
    await message('failed', now, { reason: 'window_closed' });
    await message('queued', now);
    await message('received', now, { type: 'button', replyTo: read });
    const usage = async (): Promise<TemplateUsage> => (await call('GET', `/v1/templates/${template.id}/usage`)).body;
    const first = await usage();
    expect(first).toMatchObject({ accepted: 4, sent: 2, delivered: 2, read: 1, failed: 1, cancelled: 0, replied: 1 });
    expect(first.failures).toEqual([{ reason_code: 'window_closed', message: 'The 24-hour window is closed', count: 1 }]);
    expect(first.days).toHaveLength(30);
    expect(first.days.filter(({ accepted }) => accepted > 0).map(({ accepted }) => accepted)).toEqual([2, 2]);
    await message('sent', now);
    expect((await usage()).accepted).toBe(4);
    world.clock.advance(61_000);
    expect((await usage()).accepted).toBe(5);
    const lastWeek = new Date(now.getTime() - 7 * 86_400_000);
    await message('sent', lastWeek);
    world.clock.advance(3_600_000);
    expect((await usage()).accepted).toBe(5);
    world.clock.advance(86_400_000);
    expect(await countLateUsage(world.templates, new AbortController().signal)).toBeGreaterThan(20);
    expect(await countLateUsage(world.templates, new AbortController().signal)).toBe(0);
    expect((await usage()).accepted).toBe(6);
    expect((await call('GET', `/v1/templates/${template.id}/usage?from=2026-02-01&until=2026-01-01`)).body.error.code).toBe(
      'validation_failed',
    );
  });
});

describe('the list', () => {
  it('can be narrowed by part of the name, category, language and quality', async () => {
    await create('summer_sale', { category: 'marketing' });
    await create('order_sale_done', { language: 'id' });
    const names = async (query: string) =>
      (await call('GET', `/v1/templates?number_id=${number.id}&${query}`)).body.data.map(({ name }: Template) => name);
    expect(await names('q=SALE')).toEqual(['order_sale_done', 'summer_sale']);
    expect(await names('q=%25')).toEqual([]);
    expect(await names('category=marketing')).toEqual(['summer_sale']);
    expect(await names('language=id')).toEqual(['order_sale_done']);
    expect(await names('quality=red')).toEqual([]);
    const page = (await call('GET', `/v1/template-groups?number_id=${number.id}&limit=1`)).body;
    expect(page.data).toHaveLength(1);
    expect((await call('GET', `/v1/template-groups?number_id=${number.id}&cursor=${page.next_cursor}`)).body.data).toMatchObject([
      { name: 'summer_sale' },
    ]);
  });

  it('and everything about one template is of its workspace alone', async () => {
    const strange = toPublicId(ID_PREFIXES.template, systemIds.uuid());
    for (const url of [`/v1/templates/${strange}`, `/v1/templates/${strange}/history`, `/v1/templates/${strange}/usage`])
      expect((await call('GET', url)).status).toBe(404);
  });
});
