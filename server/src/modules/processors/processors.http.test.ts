import type { RecipientList } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemIds } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase } from '../../../test/harness.ts';
import { createOperatorWorld, type OperatorApp, type OperatorWorld } from '../../../test/operator-world.ts';
import { earliestStart, moveRegister } from './announce-processor.ts';
import { remind } from './jobs.ts';
import { createRegisterKeeper } from './keep-register.ts';
import type { ConfiguredRecipient, ProcessorsContext } from './processors-context.ts';
import { processorsRoutes } from './routes.ts';
import { seedProcessors } from './seed-processors.ts';

const database = useTestDatabase();
let world: OperatorWorld;
let app: OperatorApp;
let ctx: ProcessorsContext;
const mailServer: ConfiguredRecipient = {
  key: 'mail',
  name: 'Mail server mail.example.com',
  purposes: ['mail'],
  hosts: ['mail.example.com'],
  isOwn: false,
  ownNetwork: false,
  region: 'SG',
  data: ['member_accounts'],
};
const ownScanner: ConfiguredRecipient = {
  ...mailServer,
  key: 'malware_scan',
  name: 'Scanner',
  purposes: ['malware_scan'],
  hosts: ['clamd'],
  isOwn: true,
  ownNetwork: true,
  region: null,
};
const configure = (...recipients: ConfiguredRecipient[]): void => {
  ctx.configured = { recipients, mayEnd: true };
};
const register = async () => (await app.call(world.operator, 'GET', '/v1/operator/processors')).body.data;
const named = async (name: string) => (await register()).find((row) => row['name'] === name && row['status'] !== 'ended') ?? {};
const complete = { contract_reference: 'DPA 7/2026', assessed_on: '2026-01-02', assessed_until: '2099-01-01' };

beforeAll(async () => {
  world = await createOperatorWorld(database);
  const { people, gate, mails, notifications } = world;
  ctx = {
    db: world.db,
    clock: people.clock,
    ids: systemIds,
    log: silentLog,
    audit: people.ctx.audit,
    notifications,
    mails,
    gate,
    homeRegion: 'ID',
    publicUrl: 'https://kabar.example',
    operators: [world.operator.email],
    configured: { recipients: [], mayEnd: true },
  };
  app = await world.serve(processorsRoutes(ctx));
});
afterAll(() => world.close());
beforeEach(() => {
  world.mails.sent.length = 0;
});

describe('what the configuration names', () => {
  it('stands in the register before anybody types, and follows the configuration', async () => {
    configure(mailServer, ownScanner);
    await seedProcessors(ctx);
    await seedProcessors(ctx);
    expect(await register()).toMatchObject([
      {
        name: 'Mail server mail.example.com',
        role: 'processor',
        status: 'provisional',
        provisional_until: null,
        from_configuration: true,
        needs_transfer: true,
        problems: ['contract_missing', 'assessment_missing', 'transfer_missing'],
        may_receive: true,
      },
      { name: 'Scanner', role: 'own_infrastructure', status: 'active', problems: [], may_receive: true },
    ]);
    configure({ ...mailServer, name: 'Other mail', hosts: ['smtp.example.net'] });
    await seedProcessors(ctx);
    expect((await register()).map(({ name, status }) => [name, status])).toEqual([
      ['Mail server mail.example.com', 'ended'],
      ['Scanner', 'ended'],
      ['Other mail', 'provisional'],
    ]);
    const kinds = await database.admin<{ kind: string }>('select kind from processor_changes order by at, id');
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['added', 'added', 'added', 'ended', 'ended']);
  });

  it('keeps its hosts and purposes, and what people recorded is kept at the next start', async () => {
    const { id } = await named('Other mail');
    expect(
      (await app.call(world.operator, 'PATCH', `/v1/operator/processors/${String(id)}`, { hosts: ['evil.test'] })).body.error.code,
    ).toBe('processor_configured');
    expect((await app.call(world.operator, 'POST', `/v1/operator/processors/${String(id)}/end`)).body.error.code).toBe(
      'processor_configured',
    );
    await app.call(world.operator, 'PATCH', `/v1/operator/processors/${String(id)}`, complete);
    await seedProcessors(ctx);
    expect(await named('Other mail')).toMatchObject({ contract_reference: 'DPA 7/2026', hosts: ['smtp.example.net'] });
  });
});

describe('the gate', () => {
  it('opens for what the register allows; the time of a provisional recipient begins with its first call', async () => {
    const keeper = createRegisterKeeper(ctx);
    await keeper.refresh();
    const target = { host: 'smtp.example.net', port: 465, purpose: 'mail' } as const;
    expect(world.gate.admit(target)).toEqual({ allowed: true, addresses: 'public' });
    expect(world.gate.admit({ ...target, purpose: 'analytics' })).toEqual({ allowed: false, reason: 'other_purpose' });
    expect(world.gate.admit({ ...target, host: 'mail.example.com' })).toEqual({ allowed: false, reason: 'not_active' });
    expect(world.gate.admit({ ...target, host: 'elsewhere.test' })).toEqual({ allowed: false, reason: 'not_registered' });
    await keeper.refresh();
    const begun = await named('Other mail');
    expect(new Date(String(begun['provisional_until'])).getTime()).toBe(world.people.clock.now().getTime() + 30 * 86_400_000);
    const calls = (await app.call(world.operator, 'GET', '/v1/operator/egress')).body.data;
    expect(calls.map(({ host, outcome, count }) => [host, outcome, count])).toEqual([
      ['elsewhere.test', 'not_registered', 1],
      ['mail.example.com', 'not_active', 1],
      ['smtp.example.net', 'other_purpose', 1],
      ['smtp.example.net', 'allowed', 1],
    ]);
  });

  it('closes when somebody ends a transfer, in every process that listens', async () => {
    const { id } = await named('Other mail');
    const transfer = await app.call(world.operator, 'POST', '/v1/operator/transfers', {
      processor_id: id,
      to_region: 'SG',
      mechanism: 'binding_safeguards',
      safeguards: 'Contract with technical annex',
      assessed_on: '2026-01-02',
    });
    expect(transfer).toMatchObject({ status: 201, body: { is_current: true } });
    expect(await app.call(world.operator, 'POST', `/v1/operator/processors/${String(id)}/activate`)).toMatchObject({
      status: 200,
      body: { status: 'active', problems: [], may_receive: true },
    });
    const keeper = createRegisterKeeper(ctx);
    await keeper.start();
    const target = { host: 'smtp.example.net', port: 465, purpose: 'mail' } as const;
    expect(world.gate.admit(target).allowed).toBe(true);
    await app.call(world.operator, 'POST', `/v1/operator/transfers/${String(transfer.body['id'])}/end`);
    await keeper.refresh();
    expect(world.gate.admit(target)).toEqual({ allowed: false, reason: 'no_transfer' });
    await keeper.stop();
    expect((await app.call(world.operator, 'POST', `/v1/operator/transfers/${String(transfer.body['id'])}/end`)).status).toBe(404);
  });
});

describe('a recipient that somebody records', () => {
  const body = {
    name: 'Analytik',
    role: 'processor',
    purposes: ['analytics'],
    hosts: ['a.example.org'],
    data: ['technical_data'],
    region: 'ID',
  };

  it('gets nothing before it is complete and announced, and is then shown to every workspace', async () => {
    const { id } = (await app.call(world.operator, 'POST', '/v1/operator/processors', body)).body;
    const url = `/v1/operator/processors/${String(id)}`;
    const refused = await app.call(world.operator, 'POST', `${url}/activate`);
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'processor_incomplete', details: { problems: ['contract_missing', 'assessment_missing', 'not_announced'] } } },
    });
    expect((await app.call(world.operator, 'POST', `${url}/announce`)).body.error.code).toBe('processor_incomplete');
    const { clock } = world.people;
    await app.call(world.operator, 'PATCH', url, complete);
    const startsOn = earliestStart(clock.now());
    expect((await app.call(world.operator, 'POST', `${url}/announce`)).body).toMatchObject({ told_count: 2 });
    await app.call(world.operator, 'POST', `${url}/announce`);
    expect(world.mails.sent.map(({ to }) => to).toSorted()).toEqual(
      [world.mine.members.owner.email, world.other.members.owner.email].toSorted(),
    );
    expect(world.mails.sent[0]?.text).toContain(`from ${startsOn} on, in Indonesia`);
    const told = await database.admin<{ member_id: string }>(`select member_id from notifications where kind = 'recipient_announced'`);
    const keepers = [world.mine, world.other].flatMap(({ members }) => [members.owner.memberId, members.admin.memberId]);
    expect(told.map((row) => row.member_id).toSorted()).toEqual(keepers.toSorted());
    expect(await app.call(world.operator, 'POST', `${url}/activate`)).toMatchObject({
      status: 409,
      body: { error: { details: { problems: ['starts_later'] } } },
    });
    const coming = (await app.call(world.mine.members.manager, 'GET', '/v1/recipients')).body;
    expect(coming.data.find(({ name }) => name === 'Analytik')).toMatchObject({ state: 'coming', starts_on: startsOn });
    await moveRegister(ctx);
    expect((await named('Analytik'))['status']).toBe('planned');
    clock.advance(Date.parse(startsOn) - clock.now().getTime());
    await world.stayIn();
    await moveRegister(ctx);
    const seen = (await app.call(world.mine.members.manager, 'GET', '/v1/recipients')).body;
    expect(seen).toMatchObject({
      home_region: 'ID',
      changes: expect.arrayContaining([expect.objectContaining({ kind: 'activated', name: 'Analytik' })]),
    });
    expect(seen.data.find(({ name }) => name === 'Analytik')).toMatchObject({
      state: 'now',
      has_contract: true,
      applies: true,
      transfer: null,
    });
    expect(JSON.stringify(seen)).not.toContain('a.example.org');
    expect(JSON.stringify(seen)).not.toContain('DPA 7/2026');
    for (const wider of [{ region: 'US' }, { purposes: ['analytics', 'support'] }, { data: ['technical_data', 'notes'] }]) {
      expect((await app.call(world.operator, 'PATCH', url, wider)).body.error.code).toBe('validation_failed');
    }
    expect((await app.call(world.operator, 'PATCH', url, { data: [] })).status).toBe(200);
    expect((await app.call(world.operator, 'POST', `${url}/end`)).body).toMatchObject({ status: 'ended', may_receive: false });
    expect((await app.call(world.operator, 'PATCH', url, { note: 'x' })).body.error.code).toBe('processor_ended');
  });

  it('announces itself once its record is complete, and anew when what people were told changes', async () => {
    const { clock } = world.people;
    const { id } = (await app.call(world.operator, 'POST', '/v1/operator/processors', { ...body, ...complete, name: 'Statistik' })).body;
    const url = `/v1/operator/processors/${String(id)}`;
    const about = (): string[] => world.mails.sent.flatMap(({ subject }) => (subject.includes('Statistik') ? [subject] : []));
    await moveRegister(ctx);
    expect(about()).toHaveLength(0);
    clock.advance(3_600_000);
    await moveRegister(ctx);
    await moveRegister(ctx);
    expect(about()).toHaveLength(2);
    clock.advance(10 * 86_400_000);
    await world.stayIn();
    expect((await app.call(world.operator, 'PATCH', url, { data: ['notes'] })).body).toMatchObject({ announced_at: null });
    clock.advance(3_600_000);
    await moveRegister(ctx);
    expect(about()).toHaveLength(4);
    expect((await named('Statistik'))['starts_on']).toBe(earliestStart(clock.now()));
  });

  it('can have no role but those of the list, and no transfer without a mechanism', async () => {
    expect((await app.call(world.operator, 'POST', '/v1/operator/processors', { ...body, role: 'buyer' })).status).toBe(400);
    await expect(
      database.admin(`insert into processors (id, name, role, purposes, hosts, own_network, data, status, created_at, updated_at)
                      values (gen_random_uuid(), 'x', 'buyer', '{mail}', '{}', false, '{}', 'planned', now(), now())`),
    ).rejects.toMatchObject({ code: '23514' });
    const { id } = (await app.call(world.operator, 'POST', '/v1/operator/processors', body)).body;
    const transfer = { processor_id: id, to_region: 'US', safeguards: 'x', assessed_on: '2026-01-02' };
    expect((await app.call(world.operator, 'POST', '/v1/operator/transfers', transfer)).status).toBe(400);
    await expect(
      database.admin(`insert into transfers (id, processor_id, to_region, safeguards, assessed_on, created_at)
                      select gen_random_uuid(), id, 'US', 'x', '2026-01-02', now() from processors limit 1`),
    ).rejects.toMatchObject({ code: '23502' });
  });

  it('shows a workspace the servers that it has chosen itself, and nobody else', async () => {
    await database.admin(
      `insert into webhook_endpoints (workspace_id, id, url_sealed, host, description, event_types, format, payload, ordering, signature, max_in_flight, created_by_kind, created_by, created_at, updated_at)
       select $1, gen_random_uuid(), '\\x00', host, 'Shop', '{*}', 'kabar', payload, 'none', 'hmac', 10, 'member', gen_random_uuid(), now(), now()
         from (values ('shop.example.com', 'thin'), ('books.example.com', 'full')) as wanted (host, payload)`,
      [world.mine.workspaceId],
    );
    const seen = (await app.call(world.mine.members.manager, 'GET', '/v1/recipients')).body as unknown as RecipientList;
    expect(new Map(seen.own_servers.map(({ host, gets }) => [host, gets]))).toEqual(
      new Map([
        ['shop.example.com', 'ids'],
        ['books.example.com', 'content'],
      ]),
    );
    expect((await app.call(world.other.members.manager, 'GET', '/v1/recipients')).body).toMatchObject({ own_servers: [] });
  });

  it('is the business of whoever runs the installation alone', async () => {
    const { id } = (await app.call(world.operator, 'POST', '/v1/operator/processors', body)).body;
    for (const person of [world.mine.members.owner, world.other.members.admin]) {
      expect((await app.call(person, 'PATCH', `/v1/operator/processors/${String(id)}`, { note: 'x' })).status).toBe(403);
      expect((await app.call(person, 'GET', '/v1/operator/processors')).status).toBe(403);
    }
    expect((await app.call(world.mine.members.agent, 'GET', '/v1/recipients')).status).toBe(403);
    const audited = await database.admin<{ action: string }>(`select action from audit_events where action like 'recipient.%'`);
    expect(new Set(audited.map(({ action }) => action))).toEqual(
      new Set(
        ['added', 'ended', 'changed', 'announced', 'activated', 'transfer_added', 'transfer_ended'].map((kind) => `recipient.${kind}`),
      ),
    );
    await expect(database.admin('delete from processor_changes')).rejects.toMatchObject({ code: '23001' });
  });
});

describe('reminders', () => {
  it('go out once per stage before the time of a provisional recipient is over', async () => {
    configure(mailServer);
    await seedProcessors(ctx);
    const keeper = createRegisterKeeper(ctx);
    await keeper.refresh();
    world.gate.admit({ host: 'mail.example.com', port: 25, purpose: 'mail' });
    await keeper.refresh();
    const about = (): string[] => world.mails.sent.flatMap(({ subject }) => (subject.includes('mail.example.com') ? [subject] : []));
    await remind(ctx);
    await remind(ctx);
    expect(about()).toHaveLength(1);
    world.people.clock.advance(28 * 86_400_000);
    await remind(ctx);
    expect(about()).toHaveLength(2);
    world.people.clock.advance(3 * 86_400_000);
    await keeper.refresh();
    expect(world.gate.admit({ host: 'mail.example.com', port: 25, purpose: 'mail' })).toEqual({ allowed: false, reason: 'not_active' });
  });
});
