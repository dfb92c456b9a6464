import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPublicId, toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { createConsentWorld } from '../../../test/consent-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createViewers } from '../teams/index.ts';
import { consentRoutes } from './routes.ts';

const database = useTestDatabase();
let world: MessageWorld;
let api: ApiApp;
let lastPhone = 6_281_200_000_100;

beforeAll(async () => {
  world = await createMessageWorld(database);
  const { recorder } = createConsentWorld(world.people);
  const audit = { clock: world.people.clock, ids: world.people.ids, keyring: world.keyring };
  api = await createApiApp(consentRoutes({ ...recorder, audit, viewers: createViewers({ db: database.db }) }), world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

async function customer(): Promise<{ id: string; phone: string }> {
  lastPhone += 1;
  const { contactId } = await world.customer(String(lastPhone));
  return { id: toPublicId('ctc', contactId), phone: `+${lastPhone}` };
}
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const say = (id: string, body: object) => api.send('POST', `/v1/contacts/${id}/consents`, body);
const marketingOf = async (id: string) => (await api.get(`/v1/contacts/${id}/consents`)).body['marketing'];

describe('what a customer said', () => {
  it('is news of the contact, so that no list goes on showing what held before', async () => {
    const { id } = await customer();
    const changedAt = async (): Promise<number> => {
      const [row] = await database.admin<{ at: Date }>('select updated_at as at from contacts where workspace_id = $1 and id = $2', [
        world.workspaceId,
        fromPublicId('ctc', id),
      ]);
      return row?.at.getTime() ?? 0;
    };
    const before = await changedAt();
    await say(id, { state: 'withdrawn' });
    expect(await changedAt()).toBeGreaterThan(before);
  });

  it('is a history with evidence, of which the newest that counts holds', async () => {
    const { id } = await customer();
    const wording = await api.send('POST', '/v1/consent-wordings', { purpose: 'marketing', texts: { en: 'I want offers.' } });
    expect(wording).toMatchObject({ status: 201, body: { version: 1, used: false } });
    const given = await say(id, {
      state: 'given',
      source: 'paper',
      legal_basis: 'consent',
      wording_id: wording.body['id'],
      evidence: { text: 'Form 12, signed at the counter' },
      occurred_at: ago(100),
    });
    expect(given).toMatchObject({ status: 201, body: { evidence: { text: 'Form 12, signed at the counter' }, supersedes: null } });
    expect(await say(id, { state: 'withdrawn' })).toMatchObject({ status: 201, body: { source: 'api', supersedes: given.body['id'] } });
    expect((await api.get(`/v1/contacts/${id}/consents`)).body).toMatchObject({
      marketing: 'stopped',
      may_send: { marketing: { allowed: false, reason: 'marketing_stopped' }, other: { allowed: true, reason: null } },
      states: [{ purpose: 'marketing', state: 'withdrawn' }],
      suppressions: [{ scope: 'marketing', source: 'api' }],
      history: [{ state: 'withdrawn' }, { state: 'given', wording_id: wording.body['id'] }],
    });
    expect((await api.send('PATCH', `/v1/consent-wordings/${String(wording.body['id'])}`, { texts: { en: 'Else' } })).status).toBe(409);
    expect((await api.send('DELETE', `/v1/consent-wordings/${String(wording.body['id'])}`)).status).toBe(409);
    const rows = await database.admin<{ sealed: Buffer | null }>('select evidence_sealed as sealed from consent_records');
    for (const { sealed } of rows) expect(sealed?.includes('Form 12') ?? false).toBe(false);
  });

  it('is taken back only by newer and evidenced words', async () => {
    const { id } = await customer();
    await say(id, { state: 'objected', occurred_at: ago(50) });
    await say(id, { state: 'given' });
    expect(await marketingOf(id)).toBe('stopped');
    await say(id, { state: 'given', evidence: { text: 'an old form' }, occurred_at: ago(90) });
    expect(await marketingOf(id)).toBe('stopped');
    await say(id, { state: 'resumed', evidence: { text: 'asked on the phone' } });
    expect(await marketingOf(id)).toBe('resumed');
    expect((await api.get(`/v1/suppressions?contact_id=${id}`)).body.data).toEqual([]);
  });

  it('may be about every message at all', async () => {
    const { id } = await customer();
    await say(id, { purpose: 'messages', state: 'objected' });
    expect((await api.get(`/v1/contacts/${id}/consents`)).body).toMatchObject({
      may_send: { marketing: { allowed: false, reason: 'contact_suppressed' }, other: { allowed: false, reason: 'contact_suppressed' } },
    });
  });

  it('is refused with a time ahead, an unknown purpose or evidence from nowhere', async () => {
    const { id } = await customer();
    expect((await say(id, { state: 'given', occurred_at: ago(-3_600) })).body.error.code).toBe('validation_failed');
    expect((await say(id, { state: 'given', purpose: 'horoscopes' })).body.error.code).toBe('validation_failed');
    const message = toPublicId('msg', world.workspaceId);
    expect((await say(id, { state: 'given', evidence: { message_id: message } })).body.error.code).toBe('not_found');
  });

  it('comes in many rows, each on its own', async () => {
    const known = await customer();
    const { body } = await api.send('POST', '/v1/consents', {
      consents: [
        { contact_id: known.id, state: 'objected' },
        { phone: '+62 812-0000-9001', state: 'given', evidence: { text: 'web form' } },
        { phone: 'nobody', state: 'given' },
      ],
    });
    expect(body).toMatchObject({
      recorded_count: 2,
      refused_count: 1,
      results: [{ state: 'objected' }, { state: 'given', refused: null }, { refused: 'recipient_invalid' }],
    });
    const stranger = { contact_id: toPublicId('ctc', world.workspaceId), state: 'objected' };
    const answer = await api.send('POST', '/v1/consents', { consents: [{ contact_id: known.id, state: 'resumed' }, stranger] });
    expect(answer.body.error.code).toBe('not_found');
    expect((await api.get(`/v1/contacts/${known.id}/consents`)).body['history']).toHaveLength(1);
  });
});

describe('a suppression', () => {
  it('holds for a number that is nobody yet, and for who comes with it', async () => {
    const added = await api.send('POST', '/v1/suppressions', { phone: '+62 812-0000-9100', reason: 'asked at the counter' });
    expect(added).toMatchObject({ status: 201, body: { source: 'manual', reason: 'asked at the counter', contact_id: null } });
    const { contactId } = await world.customer('6281200009100');
    const id = toPublicId('ctc', contactId);
    expect(await marketingOf(id)).toBe('stopped');
    expect((await api.get('/v1/suppressions?phone=0062812-0000-9100')).body.data).toMatchObject([{ id: added.body['id'], contact_id: id }]);
    expect(
      (await api.send('POST', `/v1/suppressions/${String(added.body['id'])}/lift`, { evidence: { text: 'asked for it' } })).status,
    ).toBe(204);
    expect(await marketingOf(id)).toBe('resumed');
  });

  it('survives the erasure of the person and their import', async () => {
    const { id, phone } = await customer();
    await say(id, { state: 'objected', occurred_at: ago(50) });
    await database.admin('delete from contact_identifiers where contact_id in (select id from contacts where workspace_id = $1)', [
      world.workspaceId,
    ]);
    world.people.cache.clear();
    await api.send('POST', '/v1/consents', { consents: [{ phone, state: 'given', source: 'form' }] });
    const again = toPublicId('ctc', (await world.customer(phone.slice(1))).contactId);
    expect(again).not.toBe(id);
    expect(await marketingOf(again)).toBe('stopped');
  });
});

describe('settings', () => {
  it('have defaults, keep what is left out, and obey at once', async () => {
    const { id } = await customer();
    expect((await api.get('/v1/consent-settings')).body).toMatchObject({ marketing_rule: 'no_objection', confirm: true, updated_at: null });
    const changed = await api.send('PATCH', '/v1/consent-settings', { marketing_rule: 'opt_in', stop_keywords: { id: ['udahan dulu'] } });
    expect(changed.body).toMatchObject({ marketing_rule: 'opt_in', confirm: true, default_language: 'en' });
    expect((await api.get(`/v1/contacts/${id}/consents`)).body).toMatchObject({
      may_send: { marketing: { allowed: false, reason: 'consent_missing' } },
    });
    expect((await api.send('POST', '/v1/consent-settings/try', { text: 'Udahan dulu ya kak' })).body).toEqual({
      meaning: 'stop',
      language: 'id',
    });
    expect(api.faults).toEqual([]);
  });
});
