import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '#platform/errors';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { contactsContext } from '../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { contactRoutes } from '../contacts/index.ts';
import { contactFormRoutes } from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let api: ApiApp;
let slug: string;
let attemptCount: number;
const wayan = {
  name: 'Wayan',
  email: 'wayan@example.com',
  phone: '+62 812-0000-4243',
  company: 'Toko Bunga',
  message: 'Do you deliver to Ubud?',
};

beforeAll(async () => {
  world = await createMessageWorld(database);
  const [row] = await database.admin<{ slug: string }>('select slug from workspaces where id = $1', [world.workspaceId]);
  slug = row?.slug ?? '';
  const contacts = contactsContext(world);
  const countFlow = async () => {
    attemptCount += 1;
    if (attemptCount > 20) throw new AppError('rate_limited', { details: { retry_after_seconds: 60 } });
  };
  attemptCount = 0;
  api = await createApiApp([...contactFormRoutes({ ...contacts, countFlow }), ...contactRoutes(contacts)], world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

const visit = async (body: object) => {
  const response = await api.app.inject({ method: 'POST', url: '/v1/public/contact-form', payload: { workspace: slug, ...body } });
  return { status: response.statusCode, code: response.body === '' ? null : JSON.parse(response.body).error.code };
};
const list = async () => (await api.get('/v1/contact-form/messages')).body.data;
const switchOn = (more: object = {}) => api.send('PATCH', '/v1/contact-form', { is_on: true, ...more });

describe('the form', () => {
  it('is off at first, and a workspace without one cannot be told from one that does not exist', async () => {
    expect((await api.get('/v1/contact-form')).body).toMatchObject({ is_on: false });
    expect(await visit({ content: wayan })).toEqual({ status: 404, code: 'not_found' });
    expect(await visit({ content: wayan, workspace: 'no-such-place' })).toEqual({ status: 404, code: 'not_found' });
  });

  it('takes what it asks for, sealed, and shows it to the people who answer', async () => {
    await switchOn({ intro: { en: 'Ask us anything.' } });
    expect((await api.get(`/v1/public/contact-form?workspace=${slug}`)).body).toEqual({
      workspace_name: 'Toko',
      intro: { en: 'Ask us anything.', id: '' },
      asks_project: false,
    });
    expect(await visit({ content: { ...wayan, project: { budget: '10 million' } }, language: 'id' })).toEqual({ status: 202, code: null });
    expect(await list()).toMatchObject([{ state: 'new', language: 'id', content: wayan }]);
    expect((await list())[0]?.['content']).not.toHaveProperty('project');
    const stored = await database.admin<{ row: string }>('select contact_form_messages::text as row from contact_form_messages');
    expect(JSON.stringify(stored)).not.toMatch(/Wayan|wayan|Ubud|42\s?43/);
  });

  it.each([
    ['nothing to answer to', { content: { name: 'A', message: 'B' } }, 'validation_failed'],
    ['a number nobody can call', { content: { name: 'A', phone: '12', message: 'B' } }, 'validation_failed'],
    ['a field nobody asked for', { content: { ...wayan, religion: 'x' } }, 'validation_failed'],
    ['an empty message', { content: { ...wayan, message: '  ' } }, 'validation_failed'],
  ])('refuses %s', async (_what, body, code) => {
    expect(await visit(body)).toEqual({ status: 400, code });
  });

  it('stores nothing of a program that fills in everything, and tells it that all is well', async () => {
    const before = (await list()).length;
    expect(await visit({ content: wayan, website: 'https://spam.example' })).toEqual({ status: 202, code: null });
    expect(await list()).toHaveLength(before);
  });
});

describe('a message', () => {
  const newest = async () => (await list())[0] ?? {};

  it('can be answered, and that can be taken back', async () => {
    await switchOn();
    await visit({ content: wayan });
    const { id } = await newest();
    expect((await api.send('POST', `/v1/contact-form/messages/${String(id)}/answered`)).body).toMatchObject({ state: 'answered' });
    expect((await api.send('DELETE', `/v1/contact-form/messages/${String(id)}/answered`)).body).toMatchObject({
      state: 'new',
      handled_at: null,
    });
  });

  it('becomes a contact once, who has what was typed as a note', async () => {
    await switchOn({ asks_project: true });
    await visit({ content: { ...wayan, project: { budget: '10 million' } } });
    const { id } = await newest();
    const converted = await api.send('POST', `/v1/contact-form/messages/${String(id)}/contact`);
    expect(converted).toMatchObject({ status: 200, body: { state: 'converted', content: null } });
    const contactId = String(converted.body['contact_id']);
    expect((await api.get(`/v1/contacts/${contactId}`)).body).toMatchObject({ name: 'Wayan', phone: '+6281200004243' });
    const [note] = (await api.get(`/v1/contacts/${contactId}/notes`)).body.data;
    expect(note?.['text']).toContain('Budget: 10 million');
    expect(note?.['text']).toContain('Do you deliver to Ubud?');
    expect(await api.send('POST', `/v1/contact-form/messages/${String(id)}/contact`)).toMatchObject({ status: 409 });
  });

  it('without a number stays a message', async () => {
    const { phone: _phone, ...byMail } = wayan;
    await visit({ content: byMail });
    const { id } = await newest();
    expect(await api.send('POST', `/v1/contact-form/messages/${String(id)}/contact`)).toMatchObject({
      status: 400,
      body: { error: { code: 'recipient_invalid' } },
    });
    expect(await newest()).toMatchObject({ state: 'new', content: byMail });
  });

  it('can be deleted', async () => {
    const { id } = await newest();
    expect((await api.send('DELETE', `/v1/contact-form/messages/${String(id)}`)).status).toBe(204);
    expect((await api.get(`/v1/contact-form/messages/${String(id)}`)).status).toBe(404);
  });
});

it('is counted per network, so that nobody fills the list', async () => {
  await switchOn();
  attemptCount = 20;
  expect(await visit({ content: wayan })).toEqual({ status: 429, code: 'rate_limited' });
});
