import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid, systemIds, toPublicId } from '#platform/ids';
import { createDiskStorage } from '#platform/storage/disk-storage';
import { createSealedStorage } from '#platform/storage/sealed-storage';
import { contactsContext } from '../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createOperatorWorld, type OperatorApp, type OperatorWorld } from '../../../test/operator-world.ts';
import { catalogue } from '../../roles/personal-data.ts';
import { createPeopleCache, resolvePeople } from '../contacts/index.ts';
import { exportsJobs, exportsRoutes, type ExportsContext } from '../exports/index.ts';
import { disclosuresRoutes } from './routes.ts';

const database = useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'kabar-disclosures-'));
let world: OperatorWorld;
let app: OperatorApp;
let ctx: ExportsContext & { enqueued: { name: string; payload: unknown }[] };
let contactId: string;

beforeAll(async () => {
  world = await createOperatorWorld(database);
  const { people } = world;
  const deps = { db: world.db, keyring: people.keyring, cache: createPeopleCache(), clock: people.clock, ids: systemIds };
  // The parts of a message world that a record of contacts is made from.
  const contacts = contactsContext({ people: deps, keyring: people.keyring });
  ctx = {
    ...contacts,
    storage: createSealedStorage(createDiskStorage(folder)),
    openFile: async () => null,
    catalogue,
    readOpened: async function* () {},
  };
  app = await world.serve([...disclosuresRoutes({ ...deps, audit: people.ctx.audit, exports: ctx }), ...exportsRoutes(ctx)]);
  contactId = toPublicId('ctc', await contactOf(world.mine.workspaceId, '6281200070001'));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

async function contactOf(workspaceId: string, phone: string): Promise<string> {
  const [person] = await resolvePeople(ctx, [{ workspaceId, identities: [{ kind: 'phone', value: phone }] }]);
  if (person === undefined) throw new Error('no contact');
  return person.contactId;
}

const request = () => ({
  authority: 'Kepolisian Kota',
  country: 'ID',
  reference: 'B/118/2026',
  request: 'Messages with one person in March',
  legal_basis: 'KUHAP pasal 43',
  received_on: '2026-11-01',
  contact_ids: [contactId],
});
const owner = () => world.mine.members.owner;
const admin = () => world.mine.members.admin;
const post = (as: ReturnType<typeof owner>, url: string, body?: object) => app.call(as, 'POST', url, body);

describe('data for an authority', () => {
  it('is exported by no other way', async () => {
    for (const url of [`/v1/contacts/${contactId}/export`, '/v1/workspace/exports'])
      expect((await post(owner(), `${url}?purpose=authority`)).body.error.code).toBe('disclosure_required');
    expect((await post(owner(), '/v1/contacts/exports?purpose=authority', {})).body.error.code).toBe('disclosure_required');
    expect(ctx.enqueued).toEqual([]);
  });

  it('is recorded, approved by a second person, exported with its hash, and handed over', async () => {
    const made = await post(admin(), '/v1/disclosures', request());
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'recorded', may_decide: false, files: [{ contact_id: contactId, export_id: null }] },
    });
    const url = `/v1/disclosures/${String(made.body['id'])}`;
    expect((await post(admin(), `${url}/exports`)).body.error.code).toBe('disclosure_not_open');
    expect((await post(admin(), `${url}/decide`, { decision: 'approved', reason: 'A court order' })).body.error.code).toBe(
      'second_person_required',
    );
    expect((await app.call(owner(), 'GET', url)).body['may_decide']).toBe(true);
    expect((await post(owner(), `${url}/decide`, { decision: 'approved', reason: 'A court order' })).body).toMatchObject({
      status: 'approved',
    });
    expect((await post(owner(), `${url}/hand-over`, { handover: 'In person', persons_told: 'forbidden' })).body.error.code).toBe(
      'disclosure_not_open',
    );
    await post(owner(), `${url}/exports`);
    await post(owner(), `${url}/exports`);
    expect(ctx.enqueued).toHaveLength(1);
    const job = exportsJobs(ctx).find((one) => one.definition.name === ctx.enqueued[0]?.name);
    expect(await job?.run(ctx.enqueued[0]?.payload, { jobId: 'x', attempt: 1, signal: new AbortController().signal })).toEqual({
      kind: 'done',
    });
    const ready = (await app.call(owner(), 'GET', url)).body;
    const [file] = ready['files'] as { export_id: string; sha256: string }[];
    const bytes = (await app.app.inject({ method: 'GET', url: `/v1/exports/${String(file?.export_id)}/file`, headers: owner().headers }))
      .rawPayload;
    expect(bytes.byteLength).toBeGreaterThan(100);
    expect(file?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const over = await post(owner(), `${url}/hand-over`, { handover: 'On a sealed disk to the clerk', persons_told: 'forbidden' });
    expect(over.body).toMatchObject({ status: 'handed_over', persons_told: 'forbidden', data_set_sha256: ready['data_set_sha256'] });
    await database.admin('delete from exports');
    expect((await app.call(owner(), 'GET', url)).body).toMatchObject({ files: [{ sha256: file?.sha256 }] });
    expect((await post(owner(), `${url}/withdraw`)).body.error.code).toBe('disclosure_not_open');
    const actions = await database.admin<{ action: string }>(
      `select action from audit_events where action like 'disclosure.%' order by at, seq`,
    );
    expect(actions.map(({ action }) => action)).toEqual(
      ['recorded', 'approved', 'exported', 'exported', 'handed_over'].map((what) => `disclosure.${what}`),
    );
    const [row] = await database.admin<{ sealed: Buffer }>('select details_sealed as sealed from disclosures');
    expect(row?.sealed.includes('clerk')).toBe(false);
  });

  it('can be refused, and is the business of admins of the one workspace', async () => {
    const { id } = (await post(owner(), '/v1/disclosures', request())).body;
    const url = `/v1/disclosures/${String(id)}`;
    expect((await app.call(world.other.members.owner, 'GET', url)).status).toBe(404);
    expect((await post(world.other.members.owner, `${url}/decide`, { decision: 'approved', reason: 'mine now' })).status).toBe(404);
    expect((await post(world.other.members.owner, '/v1/disclosures', request())).status).toBe(404);
    expect((await app.call(world.mine.members.manager, 'GET', url)).status).toBe(200);
    expect((await post(world.mine.members.manager, `${url}/withdraw`)).status).toBe(403);
    expect((await post(admin(), `${url}/decide`, { decision: 'refused', reason: 'No legal basis' })).body).toMatchObject({
      status: 'refused',
    });
    expect((await post(admin(), `${url}/exports`)).body.error.code).toBe('disclosure_not_open');
    expect((await post(owner(), '/v1/disclosures', { ...request(), contact_ids: [] })).status).toBe(400);
    expect((await post(owner(), '/v1/disclosures', { ...request(), contact_ids: [toPublicId('ctc', newUuid())] })).status).toBe(404);
    // The database holds the rule of the second person, too.
    await expect(database.admin(`update disclosures set decided_by = recorded_by where status = 'refused'`)).rejects.toMatchObject({
      code: '23514',
    });
  });
});
