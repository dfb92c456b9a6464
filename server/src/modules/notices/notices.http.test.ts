import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NoticeDraft, NoticeForMe, NoticeVersionDetail } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installationId } from '#modules/keyring';
import { engineQuery } from '#platform/db/tx';
import { createApp } from '#platform/http/app';
import { systemIds } from '#platform/ids';
import { silentLog } from '#platform/log';
import type { Mail } from '#platform/mail/mail';
import { useTestDatabase } from '../../../test/harness.ts';
import { goodPassword } from '../../../test/people.ts';
import {
  createTestPeople,
  createTestTenant,
  testOrigin,
  type TestPeople,
  type TestPerson,
  type TestTenant,
} from '../../../test/tenants.ts';
import { createLiveChecks, type PromisesContext } from '../promises/index.ts';
import type { Proof } from '../promises/proofs/proof.ts';
import { proofs } from '../promises/proofs/registry.ts';
import { checkInstallation, checkWorkspace } from '../promises/run-checks.ts';
import { usersRoutes } from '../users/index.ts';
import { announceNotices } from './announce-notice.ts';
import { followRegister } from './follow-register.ts';
import { createSignUpTerms, noticesRoutes, type NoticePeriod, type NoticeRecipient, type NoticesContext } from './index.ts';
import { watchNotices } from './watch-notices.ts';

const database = useTestDatabase();
const home = mkdtempSync(join(tmpdir(), 'kabar-notices-'));
const dayMs = 86_400_000;
const operators: string[] = [];
let people: TestPeople;
let tenant: TestTenant;
let operator: TestPerson;
let ctx: NoticesContext;
let app: Awaited<ReturnType<typeof createApp>>;
let mails: Mail[] = [];
let recipients: NoticeRecipient[] = [];
let periods: NoticePeriod[] = [];
const faults: unknown[] = [];

/** Says that every named test of the ledger passed, but for those of these proofs. */
const reportTests = (failed: readonly string[] = []) => {
  const tests = Object.entries<readonly Proof[]>(proofs).flatMap(([key, list]) =>
    list.flatMap((proof) =>
      proof.kind === 'test' ? [{ file: proof.file, title: proof.title, outcome: failed.includes(key) ? 'failed' : 'passed' }] : [],
    ),
  );
  writeFileSync(ctx.promises.testReportPath, JSON.stringify({ recordedAt: '2099-01-01T00:00:00.000Z', tree: '', tests }));
};

beforeAll(async () => {
  people = await createTestPeople(
    database,
    { operators },
    {
      terms: createSignUpTerms({
        db: database.db,
        get clock() {
          return people.clock;
        },
      }),
    },
  );
  tenant = await createTestTenant(people, 'Kopi Senja');
  operator = (await createTestTenant(people, 'Operators')).members.owner;
  operators.push(operator.email);
  const publicUrl = testOrigin;
  const addMail: PromisesContext['addMail'] = async (_tx, mail) => void mails.push(mail);
  const shared = { db: database.db, clock: people.clock, ids: systemIds, log: silentLog, audit: people.ctx.audit, publicUrl, addMail };
  const checks = createLiveChecks({
    db: database.db,
    clock: people.clock,
    publicUrl,
    payloadRetentionDays: 7,
    backups: { isOn: false, hasSecondPlace: false },
  });
  ctx = {
    ...shared,
    promises: { ...shared, checks, testReportPath: join(home, 'tests.json') },
    homeRegion: { en: 'Indonesia', id: 'Indonesia' },
    payloadRetentionDays: 7,
    operators,
    recipientsOf: async () => recipients,
    periodsOf: async () => periods,
  };
  reportTests();
  await checkInstallation(ctx.promises);
  await checkWorkspace(ctx.promises, tenant.workspaceId);
  app = await createApp([...noticesRoutes(ctx), ...usersRoutes(people.ctx)], {
    authenticator: people.authenticator,
    newUuid: systemIds.uuid,
    trustedProxies: [],
    ownOrigins: [testOrigin],
    bodyLimitBytes: 100_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: (error) => faults.push(error),
    onRequestDone: () => undefined,
  });
});
afterAll(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true });
  if (faults.length > 0) throw new AggregateError(faults, 'requests ran into faults of ours');
});

async function call<Body>(who: TestPerson, method: 'GET' | 'POST' | 'PATCH', url: string, body?: object) {
  const answer = await app.inject({ method, url, headers: who.headers, ...(body === undefined ? {} : { payload: body }) });
  return {
    status: answer.statusCode,
    body: answer.json<Body & { error: { code: string; details?: { issues: { path: string; message: string }[] } } }>(),
  };
}
const admin = () => tenant.members.admin;
const draftOf = async () => (await call<NoticeDraft>(admin(), 'GET', '/v1/notice')).body;
const page = async (path: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url: path, headers });
const now = () => people.clock.now().toISOString();
const inDays = (days: number) => new Date(people.clock.now().getTime() + days * dayMs).toISOString();
/** Lets days go by for people who stay signed in, in an installation that looks after itself. */
const passDays = async (days: number) => {
  people.clock.advance(days * dayMs);
  await engineQuery(database.db, {
    text: 'update user_sessions set expires_at = $1, created_at = $2, last_seen_at = $2',
    values: [inDays(1), now()],
  });
  await checkInstallation(ctx.promises);
  await checkWorkspace(ctx.promises, tenant.workspaceId);
};
const facts = {
  controller_name: 'PT Kopi Senja',
  controller_address: 'Jalan Mawar 1, Bandung',
  privacy_email: 'privasi@example.com',
  country: 'ID',
};

describe('publishing', () => {
  it('is refused while something is missing, and says what', async () => {
    const draft = await draftOf();
    expect(draft.missing).toEqual(
      expect.arrayContaining([
        'fact:controller_name',
        'fact:controller_address',
        'fact:privacy_email',
        'fact:country',
        'section:who',
        'section:contact',
      ]),
    );
    const refused = await call(admin(), 'POST', '/v1/notice/versions', { effective_at: now() });
    expect(refused.status).toBe(400);
    expect(refused.body.error.details?.issues.map(({ path }) => path)).toEqual(draft.missing);
    expect((await page('/p/kopi-senja/privacy')).statusCode).toBe(404);
  });

  it('gives six pages in two languages with every section, dated, and nothing that is not proven', async () => {
    periods = [{ about: { en: 'Messages', id: 'Pesan' }, period: { en: '90 days', id: '90 hari' } }];
    recipients = [
      {
        name: 'Awan Satu',
        purposes: { en: 'hosts the service', id: 'menjadi hos layanan' },
        data: { en: 'messages', id: 'pesan' },
        country: { en: 'Singapore', id: 'Singapura' },
        isAbroad: true,
        startsOn: null,
        isComing: false,
      },
    ];
    const draft = (await call<NoticeDraft>(admin(), 'PATCH', '/v1/notice/facts', facts)).body;
    expect(draft.missing).toEqual([]);
    const published = await call<NoticeVersionDetail>(admin(), 'POST', '/v1/notice/versions', { effective_at: now() });
    expect(published).toMatchObject({ status: 201, body: { number: 1, state: 'current', is_material: false } });
    for (const name of ['privacy', 'cookies', 'subprocessors', 'security', 'data-deletion', 'retention']) {
      for (const lang of ['en', 'id']) {
        const answer = await page(`/p/kopi-senja/${name}?lang=${lang}`);
        expect(answer.statusCode).toBe(200);
        expect(answer.body).toContain(`<html lang="${lang}">`);
        expect(answer.body).toContain(`<time datetime="${published.body.effective_at}">`);
        expect(answer.body).toContain('PT Kopi Senja');
        expect(answer.headers['referrer-policy']).toBe('same-origin');
        expect(answer.body).not.toMatch(/<script|style=/);
      }
    }
    const privacy = (await page('/p/kopi-senja/privacy')).body;
    for (const section of [
      'who',
      'what',
      'why',
      'recipients',
      'how_long',
      'security',
      'rights',
      'children',
      'transfers',
      'cookies',
      'changes',
      'contact',
    ]) {
      expect(privacy).toContain(`<h2 id="${section}">`);
    }
    expect(privacy).toContain('Messages: 90 days.');
    expect(privacy).toContain('Awan Satu handles data in Singapore');
    expect((await page('/p/kopi-senja/privacy', { 'accept-language': 'id-ID,en;q=0.5' })).body).toContain('Pesan: 90 hari.');
    // Nobody audited anything, and this address is not TLS.
    expect(privacy + (await page('/p/kopi-senja/security')).body).not.toMatch(/audit is still|TLS 1\.2/);
  });

  it('tells where WhatsApp’s protection ends, names the authority, and sends nobody’s address to other sites', async () => {
    const privacy = (await page('/p/kopi-senja/privacy')).body;
    expect(privacy).toContain('WhatsApp protects a message up to Meta’s business systems');
    expect(privacy).toContain('https://www.komdigi.go.id');
    for (const [link] of privacy.matchAll(/<a href="https?:[^>]*>/g)) expect(link).toContain('rel="noopener noreferrer"');
    expect(privacy).toContain('mailto:privasi@example.com');
  });

  it('is for admins, and of one workspace for itself', async () => {
    expect((await call(tenant.members.agent, 'GET', '/v1/notice')).status).toBe(403);
    expect((await call(tenant.members.manager, 'PATCH', '/v1/notice/facts', { phone: '+62 21 0000' })).status).toBe(403);
    expect((await page('/p/no-such-place/privacy')).statusCode).toBe(404);
    const other = await createTestTenant(people, 'Teh Pagi');
    const { body } = await call<NoticeDraft>(other.members.owner, 'GET', '/v1/notice');
    expect(body).toMatchObject({ versions: [], facts: { controller_name: null } });
  });
});

describe('a sentence', () => {
  it('leaves the page at once when its control breaks, its officers are told once, and it comes back', async () => {
    const path = '/p/kopi-senja/security';
    const sentence = 'Changes stand in a log that shows tampering';
    expect((await page(path)).body).toContain(sentence);
    reportTests(['audit_chain']);
    expect((await page(path)).body).not.toContain(sentence);
    expect((await draftOf()).dropped.map(({ key }) => key)).toContain('safe.audit@security/security');
    mails = [];
    await watchNotices(ctx, new AbortController().signal);
    await watchNotices(ctx, new AbortController().signal);
    expect(new Set(mails.map(({ to }) => to))).toEqual(new Set([tenant.members.owner.email, tenant.members.admin.email]));
    expect(mails).toHaveLength(2);
    expect(mails[0]?.text).toContain(sentence);
    const bells = await engineQuery(database.db, {
      text: `select 1 from notifications where workspace_id = $1 and kind = 'promise_broken'`,
      values: [tenant.workspaceId],
    });
    expect(bells).toHaveLength(2);
    reportTests();
    expect((await page(path)).body).toContain(sentence);
  });

  it('whose number changed is kept back until the next version says the new one', async () => {
    periods = [{ about: { en: 'Messages', id: 'Pesan' }, period: { en: '12 months', id: '12 bulan' } }];
    const privacy = (await page('/p/kopi-senja/privacy')).body;
    expect(privacy).not.toContain('Messages: 90 days.');
    expect(privacy).not.toContain('Messages: 12 months.');
    const draft = await draftOf();
    expect(draft.is_material).toBe(true);
    expect(draft.changes).toContainEqual({
      kind: 'changed',
      page: 'privacy',
      section: 'how_long',
      before: { en: 'Messages: 90 days.', id: 'Pesan: 90 hari.' },
      after: { en: 'Messages: 12 months.', id: 'Pesan: 12 bulan.' },
      is_material: true,
    });
  });

  it('of the facts is refused when nobody can keep it', async () => {
    for (const en of ['Chats are end-to-end encrypted', 'Your data is 100% secure', 'Enkripsi ujung ke ujung']) {
      expect((await call(admin(), 'PATCH', '/v1/notice/facts', { about: { en, id: null } })).status).toBe(400);
    }
    expect((await call(admin(), 'PATCH', '/v1/notice/facts', { about: { en: 'Orders', id: 'Pesanan' } })).status).toBe(200);
  });
});

describe('a material change', () => {
  it('cannot count sooner than in 30 days, is announced on the page and by mail once, and keeps both versions', async () => {
    const refused = await call(admin(), 'POST', '/v1/notice/versions', { effective_at: inDays(29) });
    expect(refused).toMatchObject({ status: 400, body: { error: { details: { issues: [{ path: 'effective_at' }] } } } });
    const published = await call<NoticeVersionDetail>(admin(), 'POST', '/v1/notice/versions', { effective_at: inDays(30) });
    expect(published).toMatchObject({ status: 201, body: { number: 2, state: 'upcoming', is_material: true } });
    mails = [];
    await announceNotices(ctx);
    await announceNotices(ctx);
    const members = Object.values(tenant.members).map(({ email }) => email);
    expect(mails.map(({ to }) => to).toSorted()).toEqual(members.toSorted());
    const privacy = (await page('/p/kopi-senja/privacy')).body;
    expect(privacy).toContain('This notice changes on');
    expect(privacy).toContain('Messages: 12 months.');
    expect((await page('/p/kopi-senja/privacy?version=2')).body).toContain('This version does not count yet.');
    expect((await page('/p/kopi-senja/privacy?version=9')).statusCode).toBe(404);
    await passDays(31);
    expect((await page('/p/kopi-senja/privacy')).body).toContain('Version 2.');
    expect((await page('/p/kopi-senja/privacy?version=1')).body).toContain('Messages: 90 days.');
  });

  it('is no change of what was published, by no role', async () => {
    for (const sql of [`update notice_versions set facts = '{}'`, 'delete from notice_versions']) {
      await expect(database.db.app.query(sql)).rejects.toThrow('permission denied');
    }
    await expect(database.admin(`update notice_versions set facts = '{}'`)).rejects.toThrow('never changed');
  });

  it('is not published without a change', async () => {
    const again = await call(admin(), 'POST', '/v1/notice/versions', { effective_at: now() });
    expect(again).toMatchObject({ status: 400, body: { error: { details: { issues: [{ path: 'sentences' }] } } } });
  });
});

describe('somebody new who gets data', () => {
  it('is in a version of its own, announced 30 days ahead, and takes nothing off the page of today', async () => {
    const known = recipients;
    const startsOn = inDays(40).slice(0, 10);
    recipients = [
      ...known,
      {
        name: 'Awan Dua',
        purposes: { en: 'helps with support', id: 'membantu dukungan' },
        data: { en: 'messages', id: 'pesan' },
        country: { en: 'Japan', id: 'Jepang' },
        isAbroad: true,
        startsOn,
        isComing: true,
      },
    ];
    const before = (await page('/p/kopi-senja/subprocessors')).body;
    expect(before).not.toContain('Awan Dua');
    expect(await followRegister(ctx)).toBe(1);
    expect(await followRegister(ctx)).toBe(0);
    const [version] = (await draftOf()).versions;
    expect(version).toMatchObject({ state: 'upcoming', is_material: true, effective_at: `${startsOn}T00:00:00.000Z` });
    mails = [];
    await announceNotices(ctx);
    expect(mails.map(({ to }) => to)).toEqual(expect.arrayContaining(Object.values(tenant.members).map(({ email }) => email)));
    for (const one of known) expect((await page('/p/kopi-senja/subprocessors')).body).toContain(one.name);
    await passDays(41);
    recipients = recipients.map((one) => ({ ...one, isComing: false }));
    const after = (await page('/p/kopi-senja/subprocessors')).body;
    for (const one of recipients) expect(after).toContain(one.name);
    expect(after).toMatch(/Awan Dua: helps with support\. Gets messages\. Japan\. From \w+ \d+, \d{4} on\./);
    recipients = known;
  });
});

describe('account holders', () => {
  const notice = async (who: TestPerson) => (await call<NoticeForMe>(who, 'GET', '/v1/me/notice')).body;

  it('accept the notice of the installation on record, which is never consent', async () => {
    expect((await notice(tenant.members.agent)).to_accept).toBeNull();
    await call(operator, 'PATCH', '/v1/operator/notice/facts', { ...facts, controller_name: 'PT Jaringan' });
    periods = [];
    const published = await call<NoticeVersionDetail>(operator, 'POST', '/v1/operator/notice/versions', { effective_at: now() });
    expect(published.status).toBe(201);
    const consents = () => engineQuery<{ count: number }>(database.db, { text: 'select count(*)::int as count from consent_records' });
    const before = await consents();
    expect((await notice(tenant.members.agent)).to_accept).toMatchObject({ id: published.body.id, changes: [] });
    const accepted = await call<NoticeForMe>(tenant.members.agent, 'POST', '/v1/me/notice', { notice_id: published.body.id });
    expect(accepted.body.to_accept).toBeNull();
    await call(tenant.members.agent, 'POST', '/v1/me/notice', { notice_id: published.body.id });
    expect(await engineQuery(database.db, { text: 'select user_id, accepted_at, ip_address, surface from notice_acceptances' })).toEqual([
      { user_id: tenant.members.agent.userId, accepted_at: people.clock.now(), ip_address: '127.0.0.1', surface: 'dashboard' },
    ]);
    expect(await consents()).toEqual(before);
    expect((await page('/legal/privacy')).body).toContain('PT Jaringan');
  });

  it('accept it when they sign up, and cannot sign up without', async () => {
    const signUp = async (email: string, accepted?: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/auth/sign-up',
        headers: { origin: testOrigin, host: new URL(testOrigin).host },
        payload: {
          name: 'Rani',
          email,
          password: goodPassword,
          of_age: true,
          ...(accepted === undefined ? {} : { accepted_notice_id: accepted }),
        },
      });
    const { id } = (await app.inject({ url: '/v1/legal/notice' })).json<{ id: string }>();
    const others = (await draftOf()).versions[0]?.id;
    for (const wrong of [undefined, others]) {
      const refused = await signUp('rani@example.com', wrong);
      expect([refused.statusCode, refused.json()]).toMatchObject([
        400,
        { error: { details: { issues: [{ path: 'accepted_notice_id' }] } } },
      ]);
    }
    const consents = { text: 'select count(*)::int as count from consent_records' };
    const before = await engineQuery(database.db, consents);
    expect((await signUp('rani@example.com', id)).statusCode).toBe(202);
    // The owner of the address did not accept this: somebody else may have typed it.
    expect((await signUp(admin().email, id)).statusCode).toBe(202);
    const kept = await engineQuery(database.db, {
      text: `select u.email, a.accepted_at, a.ip_address from notice_acceptances a join users u on u.id = a.user_id where a.surface = 'sign_up'`,
    });
    expect(kept).toEqual([{ email: 'rani@example.com', accepted_at: people.clock.now(), ip_address: '127.0.0.1' }]);
    expect(await engineQuery(database.db, consents)).toEqual(before);
  });

  it('are mailed, all of them, about a material change, and asked anew once it counts', async () => {
    recipients = [];
    const published = await call<NoticeVersionDetail>(operator, 'POST', '/v1/operator/notice/versions', { effective_at: inDays(30) });
    expect(published.body).toMatchObject({ is_material: true, state: 'upcoming' });
    mails = [];
    await announceNotices(ctx);
    const users = await engineQuery<{ email: string }>(database.db, { text: 'select email from users' });
    expect(mails.map(({ to }) => to).toSorted()).toEqual(users.map(({ email }) => email).toSorted());
    const { agent } = tenant.members;
    expect(await notice(agent)).toMatchObject({ to_accept: null, upcoming: { id: published.body.id } });
    await passDays(31);
    expect((await notice(agent)).to_accept).toMatchObject({ id: published.body.id });
    expect((await call<NoticeForMe>(agent, 'POST', '/v1/me/notice', { notice_id: published.body.id })).body.to_accept).toBeNull();
    const stranger = await call(agent, 'POST', '/v1/me/notice', { notice_id: (await draftOf()).versions[0]?.id });
    expect(stranger.status).toBe(404);
  });

  it('are not operators, who alone publish it', async () => {
    expect((await call(admin(), 'GET', '/v1/operator/notice')).status).toBe(403);
    const rows = await engineQuery(database.db, {
      text: 'select 1 from notice_versions where workspace_id = $1',
      values: [installationId],
    });
    expect(rows).toHaveLength(2);
  });
});
