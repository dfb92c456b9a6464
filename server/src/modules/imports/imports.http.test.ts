import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPublicId } from '#platform/ids';
import { createDiskStorage } from '#platform/storage/disk-storage';
import { createSealedStorage } from '#platform/storage/sealed-storage';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { contactsContext } from '../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createSettingsMemory } from '../consent/index.ts';
import { contactRoutes } from '../contacts/index.ts';
import { importsJobs, importsRoutes, type ImportsContext } from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let ctx: ImportsContext & { enqueued: { name: string; payload: unknown }[] };
let api: ApiApp;
beforeAll(async () => {
  world = await createMessageWorld(database);
  const contacts = contactsContext(world);
  ctx = {
    ...contacts,
    storage: createSealedStorage(createDiskStorage(world.folder)),
    consent: {
      ...world.people,
      settings: createSettingsMemory(database.db),
      appendEntries: async () => undefined,
      orderConfirmation: async () => undefined,
    },
  };
  api = await createApiApp([...contactRoutes(ctx), ...importsRoutes(ctx)], world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

const upload = async (content: string | Buffer) => {
  const boundary = 'kabar-test';
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n`),
    Buffer.from(content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { authorization: 'Bearer key', 'content-type': `multipart/form-data; boundary=${boundary}` };
  const answer = await api.app.inject({ method: 'POST', url: '/v1/imports', headers, payload: body });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown> & { error: { code: string } }>() };
};
const noConsent = { marketing: 'none', basis: 'contract', source: 'Orders in our shop' };
const run = async (signal = new AbortController().signal) => {
  const job = ctx.enqueued.at(-1);
  const bound = importsJobs(ctx).find((one) => one.definition.name === job?.name);
  return bound?.run(job?.payload, { jobId: 'x', attempt: 1, signal });
};
const importFile = async (content: string | Buffer, settings: object = {}) => {
  const uploaded = await upload(content);
  expect(uploaded.body).toMatchObject({ status: 'draft' });
  const path = `/v1/imports/${String(uploaded.body['id'])}`;
  expect((await api.send('PATCH', path, { consent: noConsent, default_country: 'ID', ...settings })).status).toBe(200);
  expect((await api.send('POST', `${path}/start`)).body).toMatchObject({ status: 'queued' });
  expect(await run()).toEqual({ kind: 'done' });
  return { path, ...(await api.get(path)).body };
};
const byPhone = async (phone: string) => (await api.get(`/v1/contacts?phone=${encodeURIComponent(phone)}`)).body.data[0];
const counts = (more: object) => ({ processed: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0, suppressed: 0, ...more });

describe('reading a file', () => {
  it.each([
    ['commas and UTF-8 with a mark', '\uFEFFNama,No HP,Tag\nSiti,081200010001,"baru, toko"\n', ',', 'utf-8'],
    ['semicolons and Latin-1', Buffer.from('Name;Phone;Tags\nJos\xe9;+6281200010002;amigo\n', 'latin1'), ';', 'latin-1'],
    ['tabs and UTF-16', Buffer.from('\uFEFFName\tPhone\tTags\nआशा\t+6281200010003\tx\n', 'utf16le'), '\t', 'utf-16le'],
  ])('finds out how it is written: %s', async (_what, content, delimiter, encoding) => {
    const { body } = await upload(content);
    expect(body).toMatchObject({ delimiter, encoding, row_count: 1 });
    expect((body['columns'] as { target: { to: string } }[]).map((column) => column.target.to)).toEqual(['name', 'phone', 'tags']);
  });

  it.each([
    ['nothing below the header', 'Name,Phone\n'],
    ['a quote that is never closed', `Name,Phone\n"Siti,081200010001\n${'x'.repeat(5 * 1024 * 1024)}`],
  ])('refuses %s', async (_what, content) => {
    const before = await database.admin('select from imports');
    expect((await upload(content)).body.error.code).toBe('validation_failed');
    expect(await database.admin('select from imports')).toHaveLength(before.length);
  });

  it('says what would become of the first rows', async () => {
    await api.send('POST', '/v1/contacts', { phone: '+62 812-0001-0010', name: 'Known' });
    const { body } = await upload('Name,Phone\nAnother,0812 0001 0010\nNew,0812-0001-0011\nBroken,12\nNobody,\nNew again,+6281200010011\n');
    const path = `/v1/imports/${String(body['id'])}`;
    await api.send('PATCH', path, { default_country: 'ID', duplicates: 'overwrite' });
    const preview = (await api.get(`${path}/preview`)).body;
    expect(preview).toMatchObject({ counts: { created: 1, updated: 2, failed: 2 } });
    expect((preview['rows'] as { phone: string | null; row: number }[])[0]).toMatchObject({
      phone: '+6281200010010',
      row: 2,
      outcome: 'updated',
    });
  });

  it('does not start before it is said on what basis', async () => {
    const { body } = await upload('Name,Phone\nSiti,+6281200010020\n');
    const answer = await api.send('POST', `/v1/imports/${String(body['id'])}/start`);
    expect(answer.body.error).toMatchObject({ code: 'validation_failed', details: { issues: [{ path: 'consent' }] } });
  });
});

describe('running', () => {
  it('makes, fills and reports, and takes all of it back', async () => {
    await api.send('POST', '/v1/attributes', { key: 'city', label: 'City', type: 'text', sensitivity: 'plain' });
    await api.send('POST', '/v1/contacts', { phone: '+62 812-0002-0001', name: 'Keeps her name' });
    const rows = [
      'Name,Phone,City,Stage,Tags,Points',
      'Other,081200020001,Bogor,customer,"vip, toko",5',
      'Budi,081200020002,Depok,,,7',
      'Budi again,+62 812 0002 0002,Bekasi,,,',
      '=HYPERLINK("x"),081200020003,\'=SUM(A1),,,',
      'Bad stage,081200020004,,nowhere,,',
      'No number,,,,,',
      'Bad points,081200020005,,,,many',
    ];
    const uploaded = await upload(rows.join('\n'));
    const path = `/v1/imports/${String(uploaded.body['id'])}`;
    const target = { to: 'new_attribute', label: 'Points', type: 'number' };
    const changed = await api.send('PATCH', path, { consent: noConsent, default_country: 'ID', columns: [{ index: 5, target }] });
    expect(changed.body['columns']).toMatchObject([{}, {}, { target: { to: 'attribute' } }, {}, {}, { target: { to: 'attribute' } }]);
    await api.send('POST', `${path}/start`);
    await run();
    const done = (await api.get(path)).body;
    expect(done).toMatchObject({ status: 'done', counts: counts({ processed: 7, created: 2, updated: 1, unchanged: 1, failed: 3 }) });
    expect(await byPhone('+6281200020001')).toMatchObject({
      name: 'Keeps her name',
      attributes: { city: 'Bogor', points: 5 },
      source: 'api',
    });
    expect(await byPhone('+6281200020002')).toMatchObject({
      name: 'Budi',
      attributes: { city: 'Depok', points: 7 },
      source: 'import',
      country: 'ID',
    });
    expect(await byPhone('+6281200020003')).toMatchObject({ name: '=HYPERLINK("x")', attributes: { city: '=SUM(A1)' } });
    const errors = String((await api.get(`${path}/errors`)).body['text']);
    expect(errors).toContain('there is no stage of this name');
    expect(errors).toContain('Bad points');
    expect(errors.trim().split('\r\n')).toHaveLength(4);

    const touched = String((await byPhone('+6281200020003'))?.['id']);
    await api.send('POST', `/v1/contacts/${touched}/notes`, { text: 'We spoke' });
    expect((await api.send('POST', `${path}/undo`)).body).toMatchObject({ status: 'undoing' });
    await run();
    await run(); // a second run of a finished undo changes nothing
    expect((await api.get(path)).body).toMatchObject({ status: 'undone', undone: { removed: 1, restored: 1, kept: 1 } });
    expect(await byPhone('+6281200020002')).toBeUndefined();
    expect(await byPhone('+6281200020003')).toMatchObject({ id: touched });
    expect(await byPhone('+6281200020001')).toMatchObject({ attributes: {}, tag_ids: [], stage_id: null });
  });

  it.each([
    ['skip', { name: 'Old' }, counts({ processed: 1, skipped: 1 })],
    ['fill', { name: 'Old' }, counts({ processed: 1, unchanged: 1 })],
    ['overwrite', { name: 'New' }, counts({ processed: 1, updated: 1 })],
  ])('treats people who are there by the rule %s', async (duplicates, expected, expectedCounts) => {
    const phone = `+628120003000${['skip', 'fill', 'overwrite'].indexOf(duplicates)}`;
    await api.send('POST', '/v1/contacts', { phone, name: 'Old' });
    expect(await importFile(`Name,Phone\nNew,${phone}\n`, { duplicates })).toMatchObject({ counts: expectedCounts });
    expect(await byPhone(phone)).toMatchObject(expected);
  });

  it('records consent with its source and never brings back who stopped', async () => {
    const { contactId } = await world.customer('+62 812-0004-0001');
    await database.admin(
      `insert into consent_records (workspace_id, id, contact_id, purpose, state, source, is_evidenced, actor_kind, actor_id, occurred_at, recorded_at)
       values ($1, uuidv7(), $2, 'marketing', 'withdrawn', 'whatsapp_keyword', true, 'contact', $2, now() - interval '1 year', now())`,
      [world.workspaceId, contactId],
    );
    await database.admin(`select kabar_project_consents($1, array[$2::uuid], now())`, [world.workspaceId, contactId]);
    const consent = { marketing: 'granted', basis: 'consent', source: 'Ticked the box at checkout', collected_on: '2026-01-05' };
    const done = await importFile('Name,Phone\nStopped,+6281200040001\nNew,+6281200040002\n', { consent });
    expect(done).toMatchObject({ counts: counts({ processed: 2, created: 1, updated: 1, suppressed: 1 }) });
    const choices = await database.admin<{ choice: string }>(
      `select kabar_marketing_choice(workspace_id, contact_id) as choice from contact_identifiers where workspace_id = $1 and contact_id in
         (select contact_id from import_rows where import_id = $2) order by 1`,
      [world.workspaceId, fromPublicId(ID_PREFIXES.import, String((done as Record<string, unknown>)['id']))],
    );
    expect(choices).toEqual([{ choice: 'given' }, { choice: 'stopped' }]);
  });

  it('goes on exactly where it was stopped', async () => {
    const lines = Array.from({ length: 600 }, (_, index) => `P${index},+62812001${String(index).padStart(5, '0')}`);
    const uploaded = await upload(['Name,Phone', ...lines].join('\n'));
    const path = `/v1/imports/${String(uploaded.body['id'])}`;
    await api.send('PATCH', path, { consent: noConsent });
    await api.send('POST', `${path}/start`);
    // The transaction of the second batch dies with its process: nothing of it stays.
    const killed = new AbortController();
    const dying: ImportsContext = {
      ...ctx,
      ids: {
        ...ctx.ids,
        uuid: () => {
          made += 1;
          if (made > 900) throw new Error('killed');
          return ctx.ids.uuid();
        },
      },
    };
    let made = 0;
    const job = ctx.enqueued.at(-1);
    const bound = importsJobs(dying).find((one) => one.definition.name === job?.name);
    await expect(bound?.run(job?.payload, { jobId: 'x', attempt: 1, signal: killed.signal })).rejects.toThrow('killed');
    expect((await api.get(path)).body).toMatchObject({ status: 'running', counts: counts({ processed: 250, created: 250 }) });
    expect((await api.send('POST', `${path}/pause`)).body).toMatchObject({ status: 'paused' });
    await run(); // a job that comes late finds nothing to do
    expect((await api.get(path)).body).toMatchObject({ status: 'paused', counts: { processed: 250 } });
    await api.send('POST', `${path}/start`);
    await run();
    expect((await api.get(path)).body).toMatchObject({ status: 'done', counts: counts({ processed: 600, created: 600 }) });
  });

  it('survives hostile cells', async () => {
    const file = [
      'Name,Phone',
      `"${'x'.repeat(1024 * 1024)}",+6281200050001`,
      'Nul\0l,+6281200050002',
      'Quo"te,+6281200050003',
      '"Two\nlines",+6281200050004',
      'Short',
      'Long,+6281200050005,more,and,more',
      'Excel,6.28E+12',
    ].join('\n');
    const done = await importFile(file, { default_country: null });
    expect(done).toMatchObject({ counts: counts({ processed: 7, created: 3, failed: 4 }) });
    expect(await byPhone('+6281200050003')).toMatchObject({ name: 'Quo"te' });
    expect(await byPhone('+6281200050004')).toMatchObject({ name: 'Two\nlines' });
    expect(api.faults).toEqual([]);
  });
});
