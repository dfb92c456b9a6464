import { generateKeySync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { signingKeyOf, isSignedBy } from '#platform/crypto/signed-document';
import { withTenant } from '#platform/db/tx';
import { engineQuery } from '#platform/db/tx';
import type { EgressGate } from '#platform/egress/gate';
import { createBackupWorld } from '../../../test/backup-world.ts';
import type { BackupWorld } from '../../../test/backup-world.ts';
import { createEmptyDatabase, runJobTwice, useTestDatabase } from '../../../test/harness.ts';
import { startS3Like } from '../../../test/s3-like.ts';
import { selectDrill } from './backups.sql.ts';
import type { DrillRow } from './backups.sql.ts';
import { createBackup } from './create-backup.ts';
import { expireBackups } from './expire-backups.ts';
import { backupsJobs } from './jobs.ts';
import type { BackupJobsContext } from './jobs.ts';
import { below, openPlace } from './places.ts';
import { reportOf } from './present-backups.ts';
import { listSummaries } from './read-summary.ts';
import { restoreBackup } from './restore-backup.ts';
import type { RestoreInput } from './restore-backup.ts';
import { runDrill } from './run-drill.ts';
import { listKeyBackups, saveKeys } from './save-keys.ts';
import { readHealth, watchBackups } from './watch-backups.ts';

const database = useTestDatabase();
const signal = new AbortController().signal;
const dayMs = 86_400_000;
let world: BackupWorld;
let ctx: BackupJobsContext;
const mails: { to: string; key: string }[] = [];
const enqueued: string[] = [];

beforeAll(async () => {
  world = await createBackupWorld(database, 200);
  const key = signingKeyOf(generateKeySync('hmac', { length: 256 }));
  const folder = path.join(world.folder, 'second');
  ctx = {
    ...world.ctx,
    places: {
      ...world.ctx.places,
      second: openPlace(
        { kind: 'folder', folder },
        { region: '', draftsIn: folder, gate: { admit: () => ({ allowed: true, addresses: 'any' }) } },
      ),
    },
    reconcileMs: 60_000,
    signingKey: () => Promise.resolve(key),
    startThrowaway: async () => {
      const empty = await createEmptyDatabase();
      return { url: empty.url, remove: () => empty.close() };
    },
    replayErasures: () => Promise.resolve(0),
    operators: ['ops@example.com'],
    publicUrl: 'http://localhost:4000',
    mail: (_, mail, dedupeKey) => {
      mails.push({ to: mail.to, key: dedupeKey });
      return Promise.resolve();
    },
    jobs: {
      enqueue: (_, definition) => {
        enqueued.push(definition.name);
        return Promise.resolve(true);
      },
    },
  };
});

afterAll(async () => {
  await world.close();
});

function restore(publicId: string, targetUrl: string, changes: Partial<RestoreInput> = {}): ReturnType<typeof restoreBackup> {
  return restoreBackup({
    place: ctx.places.first,
    publicId,
    targetUrl,
    keys: { kind: 'database', url: database.url },
    identities: null,
    rootKeys: ctx.rootKeys,
    media: null,
    carried: [],
    finish: () => Promise.resolve(),
    onProgress: () => undefined,
    now: ctx.clock.now(),
    signal,
    ...changes,
  });
}

async function inEmpty(work: (url: string) => Promise<void>): Promise<void> {
  const empty = await createEmptyDatabase();
  try {
    await work(empty.url);
  } finally {
    await empty.close();
  }
}

describe('a backup', () => {
  it('is copied to the second place, which restores as well', async () => {
    const { summary, secondFailure, keysFailure } = await createBackup(ctx, { cause: 'command', signal });
    expect([secondFailure, keysFailure]).toEqual([null, null]);
    expect(readdirSync(path.join(world.folder, 'second', summary.id)).sort()).toEqual(
      readdirSync(path.join(world.folder, 'first', summary.id)).sort(),
    );
    const { second } = ctx.places;
    if (second === null) throw new Error('no second place');
    await inEmpty(async (url) => {
      expect((await restore(summary.id, url, { place: second })).rowCount).toBe(summary.rowCount);
    });
  });

  it('is copied to a bucket, found there, restored from it and removed from it on its last day', async () => {
    const s3 = await startS3Like();
    const gate: EgressGate = { admit: () => ({ allowed: true, addresses: 'any' }) };
    const access = { region: 'ap-southeast-1', endpoint: s3.url, accessKeyId: 'a', secretAccessKey: 'b', draftsIn: world.folder, gate };
    const bucket = openPlace({ kind: 's3', bucket: 'copies', prefix: 'main/kabar' }, access);
    const onS3 = { ...ctx, places: { ...ctx.places, second: bucket } };
    const { summary, secondFailure } = await createBackup(onS3, { cause: 'command', signal });
    expect(secondFailure).toBeNull();
    expect((await listSummaries(bucket)).map(({ id }) => id)).toEqual([summary.id]);
    expect([...s3.objects.keys()].every((key) => key.startsWith(`/copies/main/kabar/${summary.id}/`))).toBe(true);
    await inEmpty(async (url) => {
      expect((await restore(summary.id, url, { place: bucket })).rowCount).toBe(summary.rowCount);
    });
    world.setNow(new Date(Date.now() + 36 * dayMs));
    await expireBackups(onS3);
    expect(s3.objects.size).toBe(0);
    world.setNow(new Date());
    bucket.close();
    await s3.close();
  });

  it('is not begun while another is made, and not at all for nobody', async () => {
    const attempts = await Promise.allSettled(
      ['one', 'another'].map((holder) => createBackup({ ...ctx, holder }, { cause: 'command', signal })),
    );
    // Either may come first.
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(attempts.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'busy' } });
    const open = { ...ctx, settings: { ...ctx.settings, recipients: null } };
    await expect(createBackup(open, { cause: 'command', signal })).rejects.toMatchObject({ code: 'no_recipients' });
  });

  it('that is stopped leaves nothing, and its key is destroyed', async () => {
    const stopping = new AbortController();
    let begun = '';
    const attempt = createBackup(ctx, {
      cause: 'operator',
      signal: stopping.signal,
      onBegun: (id) => (begun = id),
      onProgress: () => stopping.abort(new Error('stop')),
    });
    await expect(attempt).rejects.toThrow('stop');
    expect(begun).toMatch(/^bkp_/);
    expect(existsSync(path.join(world.folder, 'first', begun)) ? readdirSync(path.join(world.folder, 'first', begun)) : []).toEqual([]);
    const rows = await database.admin<{ status: string; bytes: number }>(
      'select b.status, length(k.wrapped) as bytes from backups b join backup_keys k on k.backup_id = b.id order by b.started_at desc, b.id desc limit 1',
    );
    expect(rows).toEqual([{ status: 'failed', bytes: 0 }]);
  });

  it('ends on its last day: removed in both places, and a copy kept elsewhere does not open', async () => {
    const { summary } = await createBackup(ctx, { cause: 'command', signal });
    const kept = below(ctx.places.keys.storage, 'forgotten');
    for (const { name } of [...summary.objects, { name: 'backup.json' }])
      await kept.put(`${summary.id}/${name}`, await ctx.places.first.storage.get(`${summary.id}/${name}`), 1e9);
    world.setNow(new Date(Date.now() + 34 * dayMs));
    await expireBackups(ctx);
    expect(existsSync(path.join(world.folder, 'first', summary.id, 'backup.json'))).toBe(true);
    world.setNow(new Date(Date.now() + 35 * dayMs + 1_000));
    await expireBackups(ctx);
    for (const place of ['first', 'second']) expect(existsSync(path.join(world.folder, place, summary.id, 'backup.json'))).toBe(false);
    const place = { storage: kept, label: 'kept' };
    // Also with a clock that was turned back: what is gone is the key.
    await inEmpty(async (url) => {
      await expect(restore(summary.id, url, { place, now: new Date(), identities: { keys: [world.identity] } })).rejects.toMatchObject({
        code: 'expired',
      });
    });
    world.setNow(new Date());
  });
});

describe('the key store', () => {
  it('opens a backup on a machine that has nothing but root key, identity and the newest backup of keys', async () => {
    const { summary } = await createBackup(ctx, { cause: 'command', signal });
    const [newest] = await listKeyBackups(ctx.places.keys);
    const identities = { keys: [world.identity] };
    const keys = { kind: 'file', place: ctx.places.keys, name: newest?.name ?? '', identities } as const;
    await inEmpty(async (url) => {
      const { keyCounts } = await restore(summary.id, url, { keys, identities });
      expect(keyCounts['contact_keys']).toBe(2);
      expect(keyCounts['workspace_keys']).toBeGreaterThan(0);
    });
    const file = path.join(world.folder, 'keys', newest?.name ?? '');
    const original = readFileSync(file);
    const changed = Buffer.from(original);
    changed[changed.byteLength - 5] = (changed.at(-5) ?? 0) ^ 1;
    writeFileSync(file, changed);
    await inEmpty((url) => expect(restore(summary.id, url, { keys, identities })).rejects.toMatchObject({ code: 'changed' }));
    writeFileSync(file, original);
  });

  it('is saved with a tail of 72 hours', async () => {
    const start = Date.now() + 100 * dayMs;
    for (const hours of [0, 24, 48, 72, 73]) {
      world.setNow(new Date(start + hours * 3_600_000));
      await saveKeys(ctx);
    }
    const ages = (await listKeyBackups(ctx.places.keys)).map(({ at }) => (start + 73 * 3_600_000 - at.getTime()) / 3_600_000);
    expect(Math.max(...ages)).toBeLessThanOrEqual(72);
    expect(ages).toHaveLength(4);
    world.setNow(new Date());
  });

  it('keeps a person erased whose backup is older than their erasure', async () => {
    const { summary } = await createBackup(ctx, { cause: 'command', signal });
    const { workspaceId, keyring } = world.world;
    const { contactId } = await world.world.customer('+628120000001');
    await withTenant(database.db, workspaceId, (tx) => keyring.destroyContactKeys(tx, workspaceId, [contactId]));
    await inEmpty(async (url) => {
      await restore(summary.id, url);
      const client = new pg.Client({ connectionString: inject('testServerUrl').replace(/[^/]+$/, url.split('/').at(-1) ?? '') });
      await client.connect();
      const { rows } = await client.query('select length(wrapped) as bytes from contact_keys where contact_id = $1', [contactId]);
      expect(rows).toEqual([{ bytes: 0 }]);
      await client.end();
    });
  });
});

describe('a drill', () => {
  it('restores the newest backup and signs a report that says so', async () => {
    await createBackup(ctx, { cause: 'command', signal });
    const result = await runDrill(ctx, signal);
    const [row] = await engineQuery<DrillRow>(ctx.db, selectDrill(result?.id ?? ''));
    const report = row === undefined ? null : reportOf(row);
    expect(report?.document.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(result?.result).toBe('green');
    expect(report?.document.checks.map(({ name }) => name).sort()).toEqual(
      ['audit_chains', 'destroyed_keys', 'erased_people', 'files', 'row_counts', 'suppressions', 'tenant_isolation'].sort(),
    );
    if (report === null) throw new Error('no report');
    const { publicKeyPem } = await ctx.signingKey();
    expect(isSignedBy(publicKeyPem, report)).toBe(true);
    expect(isSignedBy(publicKeyPem, { ...report, document: JSON.parse(JSON.stringify(report.document).replace('green', 'red')) })).toBe(
      false,
    );
  });

  it('takes turns between the copies', async () => {
    const places = new Set<string>();
    for (let count = 0; count < 2; count += 1) {
      const result = await runDrill(ctx, signal);
      const [row] = await engineQuery<DrillRow>(ctx.db, selectDrill(result?.id ?? ''));
      places.add((row === undefined ? null : reportOf(row))?.document.place ?? '');
    }
    expect(places).toEqual(new Set([ctx.places.first.label, ctx.places.second?.label]));
  });

  it('that cannot be carried out is red', async () => {
    const broken = { ...ctx, startThrowaway: () => Promise.reject(new Error('no room for a database')) };
    expect((await runDrill(broken, signal))?.result).toBe('red');
  });

  it('is red when an audit chain was cut in the backup', async () => {
    await database.admin(`insert into audit_heads (workspace_id, seq, hash) values ($1, 3, decode(repeat('00', 32), 'hex'))`, [
      world.world.workspaceId,
    ]);
    await createBackup(ctx, { cause: 'command', signal });
    expect((await runDrill(ctx, signal))?.result).toBe('red');
    await database.admin('alter table audit_heads disable trigger user');
    await database.admin('delete from audit_heads');
    await database.admin('alter table audit_heads enable trigger user');
  });

  it('that is missing for eight days alarms operators once', async () => {
    await database.admin(`delete from backup_drills`);
    await watchBackups(ctx);
    expect(mails).toEqual([]);
    world.setNow(new Date(Date.now() + 8 * dayMs + 60_000));
    expect((await readHealth(ctx, ctx.clock.now())).alarmSince).not.toBeNull();
    await watchBackups(ctx);
    await watchBackups(ctx);
    expect(mails.map(({ to }) => to)).toEqual(['ops@example.com']);
    world.setNow(new Date());
  });
});

describe('every job of backups', () => {
  it('can run twice', async () => {
    for (const job of backupsJobs(ctx))
      expect(await runJobTwice(job, {}), job.definition.name).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(enqueued).toContain('backups.run_drill');
  });

  it('takes up backups that lie in the place and are not known', async () => {
    const before = await database.admin<{ count: number }>(`select count(*)::int as count from backups where status = 'done'`);
    await database.admin('delete from backups');
    await expireBackups(ctx);
    const after = await database.admin<{ count: number }>(
      `select count(*)::int as count from backups where status = 'done' and cause = 'found'`,
    );
    expect(after).toEqual(before);
    rmSync(path.join(world.folder, 'first'), { recursive: true });
    await expireBackups(ctx);
  });
});
