import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installationId } from '#modules/keyring';
import { engineQuery } from '#platform/db/tx';
import { systemIds, toPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import type { Mail } from '#platform/mail/mail';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { createEvidence } from './evidence/manage-evidence.ts';
import { remindOfEvidence } from './evidence/remind-evidence.ts';
import { createLiveChecks, promisesRoutes, type PromisesContext } from './index.ts';
import { ledger } from './ledger/ledger.ts';
import type { Proof } from './proofs/proof.ts';
import { proofs } from './proofs/registry.ts';

const database = useTestDatabase();
const home = mkdtempSync(join(tmpdir(), 'kabar-promises-'));
let people: TestPeople;
let tenant: TestTenant;
let ctx: PromisesContext;
let api: ApiApp;
let mails: Mail[];

type Row = { id: string; status: string; proofs: { name: string; outcome: string; finding: { en: string } | null }[] };
// The board as the contract has it; answers are checked against it by the app.
const board = async () => (await api.get('/v1/promises')).body as unknown as { summary: Record<string, number>; data: Row[] };
const lookAgain = async () =>
  (await api.send('POST', '/v1/promises/check')).body as unknown as { summary: Record<string, number>; data: Row[] };
const withProof = (key: keyof typeof proofs) => ledger.filter((row) => row.proof === key).map(({ id }) => id);
const statusesOf = (rows: readonly Row[], ids: readonly string[]) =>
  new Set(rows.filter(({ id }) => ids.includes(id)).map(({ status }) => status));
const audit = { kind: 'security_audit', title: 'Audit of spring', owner: 'Rani', reference: 'A-2026-1', issued_on: '2026-03-01' };

beforeAll(async () => {
  people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Kopi');
  const testReportPath = join(home, 'tests.json');
  // Every named test passed, later than any run that the release came with.
  const named = Object.values<readonly Proof[]>(proofs).flatMap((list) => list.filter((proof) => proof.kind === 'test'));
  const passed = named.map(({ file, title }) => ({ file, title, outcome: 'passed' }));
  writeFileSync(testReportPath, JSON.stringify({ recordedAt: '2099-01-01T00:00:00.000Z', tree: '', tests: passed }));
  ctx = {
    db: database.db,
    clock: people.clock,
    ids: systemIds,
    log: silentLog,
    audit: people.ctx.audit,
    checks: createLiveChecks({
      db: database.db,
      clock: people.clock,
      publicUrl: 'http://127.0.0.1:4000',
      payloadRetentionDays: 7,
      backups: { isOn: false, hasSecondPlace: false },
    }),
    testReportPath,
    publicUrl: 'http://127.0.0.1:4000',
    addMail: async (_tx, mail) => void mails.push(mail),
  };
  mails = [];
  api = await createApiApp(promisesRoutes(ctx), tenant.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  rmSync(home, { recursive: true, force: true });
});

describe('the board', () => {
  it('has every promise with what came of its proofs, looked at when first asked', async () => {
    const { summary, data } = await board();
    expect(data).toHaveLength(297);
    expect(summary['total']).toBe(297);
    expect(data.flatMap((row) => row.proofs.filter(({ outcome }) => outcome === 'failed'))).toEqual([]);
    expect(summary['red']).toBe(0);
    expect(statusesOf(data, withProof('password_sealed'))).toEqual(new Set(['proven']));
    expect(statusesOf(data, withProof('tls'))).toEqual(new Set(['not_offered']));
  });

  it('turns rows red when a control is broken, and says what to do', async () => {
    const broken = withProof('consent_history');
    await database.admin('alter table consent_records disable trigger consent_records_kept');
    const { data } = await lookAgain();
    await database.admin('alter table consent_records enable trigger consent_records_kept');
    expect(statusesOf(data, broken)).toEqual(new Set(['red']));
    expect(data.find(({ id }) => id === broken[0])?.proofs.find(({ outcome }) => outcome === 'failed')?.finding?.en).toContain(
      'migrations',
    );
    expect(statusesOf((await lookAgain()).data, broken)).toEqual(new Set(['proven']));
  });

  it('sees a table without forced row security, an open value in a sealed column and a password of another kind', async () => {
    const userId = tenant.members.agent.userId;
    const [kept] = await database.admin<{ password: string }>('select password from user_credentials where user_id = $1', [userId]);
    await database.admin('create table leaky (workspace_id uuid not null, text_sealed bytea)');
    await database.admin(`insert into leaky values ($1, 'in the clear')`, [tenant.workspaceId]);
    await database.admin('grant select on leaky to kabar_engine');
    await database.admin(`update user_credentials set password = 'plain' where user_id = $1`, [userId]);
    const { data } = await lookAgain();
    const failed = new Set(data.flatMap((row) => row.proofs.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name)));
    expect(failed).toEqual(new Set(['tenant_tables_forced', 'secrets_sealed', 'password_schemes']));
    await database.admin('drop table leaky');
    await database.admin('update user_credentials set password = $2 where user_id = $1', [userId, kept?.password]);
    expect((await lookAgain()).summary['red']).toBe(0);
  });

  it('finds a changed audit log of this workspace and of no other', async () => {
    const other = await createTestTenant(people, 'Teh');
    await createEvidence(
      ctx,
      { workspaceId: other.workspaceId, actor: { kind: 'user', id: other.members.owner.userId } },
      { ...audit, kind: 'security_audit', link: null, expires_on: '2027-03-01', remind_days: 30 },
    );
    await database.admin('alter table audit_events disable trigger all');
    await database.admin(`update audit_events set action = 'nothing.happened' where workspace_id = $1 and seq = 1`, [other.workspaceId]);
    await database.admin('alter table audit_events enable trigger all');
    const theirs = await createApiApp(promisesRoutes(ctx), other.workspaceId);
    const asked = (await theirs.send('POST', '/v1/promises/check')).body as unknown as { data: Row[] };
    await theirs.app.close();
    expect(statusesOf(asked.data, withProof('audit_chain'))).toEqual(new Set(['red']));
    expect(statusesOf((await lookAgain()).data, withProof('audit_chain'))).toEqual(new Set(['proven']));
  });
});

describe('evidence', () => {
  it('makes what rests on it proven until its last day', async () => {
    expect(statusesOf((await board()).data, withProof('security_audit'))).toEqual(new Set(['evidence']));
    const added = await api.send('POST', '/v1/evidence', { ...audit, expires_on: '2027-06-30', remind_days: 10 });
    expect(added).toMatchObject({ status: 201, body: { state: 'current', belongs_to: 'workspace' } });
    expect(statusesOf((await board()).data, withProof('security_audit'))).toEqual(new Set(['proven']));
    await api.send('PATCH', `/v1/evidence/${String(added.body['id'])}`, { issued_on: '2025-01-01', expires_on: '2025-06-01' });
    expect((await api.get('/v1/evidence')).body.data).toMatchObject([{ state: 'expired' }]);
    expect(statusesOf((await board()).data, withProof('security_audit'))).toEqual(new Set(['evidence']));
    expect((await api.send('DELETE', `/v1/evidence/${String(added.body['id'])}`)).status).toBe(204);
    expect((await api.get('/v1/evidence')).body.data).toEqual([]);
  });

  it('of the installation counts for every workspace, and none may change it', async () => {
    const row = await createEvidence(
      ctx,
      { workspaceId: installationId, actor: { kind: 'system', id: null } },
      { ...audit, kind: 'hosting_certificate', link: null, expires_on: '2030-01-01', remind_days: 30 },
    );
    expect(statusesOf((await board()).data, withProof('hosting_certificate'))).toEqual(new Set(['proven']));
    expect((await api.get('/v1/evidence')).body.data).toMatchObject([{ id: row.id, belongs_to: 'installation' }]);
    expect((await api.send('DELETE', `/v1/evidence/${row.id}`)).status).toBe(404);
  });

  it('says where its document is and ends after it begins', async () => {
    for (const wrong of [{ reference: null }, { expires_on: '2026-02-01' }, { link: 'http://example.com/a.pdf' }]) {
      expect((await api.send('POST', '/v1/evidence', { ...audit, expires_on: '2027-01-01', ...wrong })).status).toBe(400);
    }
    const { body } = await api.send('POST', '/v1/evidence', { ...audit, expires_on: '2027-01-01' });
    expect((await api.send('PATCH', `/v1/evidence/${String(body['id'])}`, { expires_on: '2026-03-01' })).status).toBe(400);
    expect((await api.send('PATCH', `/v1/evidence/${String(body['id'])}`, { reference: null })).status).toBe(400);
    await api.send('DELETE', `/v1/evidence/${String(body['id'])}`);
  });

  it('reminds those who decide about privacy before it runs out and once more after, by bell and mail', async () => {
    const today = people.clock.now();
    const on = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const add = (title: string, expires_on: string) =>
      api.send('POST', '/v1/evidence', { ...audit, title, issued_on: '2020-01-01', expires_on, remind_days: 14 });
    const soon = await add('Soon', on(14));
    await add('Later', on(15));
    await add('Gone', on(-1));
    mails = [];
    await remindOfEvidence(ctx, []);
    await remindOfEvidence(ctx, []);
    // The outbox sends one mail per key; here every hand-over is seen.
    const told = new Set(mails.map(({ to, text }) => `${to} ${/"(\w+)"/.exec(text)?.[1]}`));
    const keepers = [tenant.members.owner.email, tenant.members.admin.email];
    expect(told).toEqual(new Set(keepers.flatMap((to) => [`${to} Soon`, `${to} Gone`])));
    const bells = await engineQuery<{ data: Record<string, string> }>(database.db, {
      text: `select data from notifications where workspace_id = $1 and kind = 'evidence_expiring'`,
      values: [tenant.workspaceId],
    });
    expect(bells).toHaveLength(4);
    expect(bells.map(({ data }) => data)).toContainEqual({ evidence_id: soon.body['id'], days: '14' });
  });

  it('is written to the audit log', async () => {
    const rows = await engineQuery<{ action: string }>(database.db, {
      text: `select distinct action from audit_events where workspace_id = $1 and target_kind = 'evidence' order by 1`,
      values: [tenant.workspaceId],
    });
    expect(rows.map(({ action }) => action)).toEqual(['evidence.added', 'evidence.changed', 'evidence.removed']);
  });

  it('of another workspace does not exist', async () => {
    const stranger = toPublicId(ID_PREFIXES.evidence, systemIds.uuid());
    expect((await api.send('PATCH', `/v1/evidence/${stranger}`, { title: 'Mine' })).status).toBe(404);
  });
});
