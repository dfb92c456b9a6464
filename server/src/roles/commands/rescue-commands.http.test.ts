import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootKeyLine } from '#platform/crypto/root-keys';
import { createGraphWorld, type GraphWorld } from '../../../test/graph-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';

const database = useTestDatabase();
const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
let world: GraphWorld;
let home: string;

beforeAll(async () => {
  world = await createGraphWorld(database);
  home = mkdtempSync(join(tmpdir(), 'kabar-rescue-'));
});
afterAll(async () => {
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

/** Runs the program at the machine itself, beside the one that serves. */
async function kabar(...args: string[]): Promise<{ code: number | null; said: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    KABAR_HOME: home,
    DATABASE_URL: database.url,
    KABAR_ROOT_KEY: rootKeyLine(Buffer.alloc(32, 5)), // the world's own
    KABAR_EMULATOR: 'off',
  };
  const child = spawn(process.execPath, [main, ...args], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, said };
}

const asKey = async (): Promise<number> => {
  const answer = await world.app.inject({ url: '/v1/numbers', headers: { authorization: `Bearer ${world.mine.key}` } });
  return answer.statusCode;
};

describe('kabar keys lift-allowlist', () => {
  it('lets a workspace in again that shut itself out, people and programs, and stands in its log', async () => {
    const { headers } = world.mine.members.owner;
    const set = await world.app.inject({
      method: 'PUT',
      url: '/v1/workspace/ip-allowlist',
      headers,
      payload: { ranges: ['203.0.113.0/24'], applies_to: 'api_keys_and_members', confirm_lockout: true },
    });
    expect([set.statusCode, set.json()]).toEqual([200, expect.objectContaining({ ranges: ['203.0.113.0/24'], your_address: '127.0.0.1' })]);
    expect(await asKey()).toBe(403);
    expect((await world.app.inject({ url: '/v1/workspace/ip-allowlist', headers })).statusCode).toBe(403);
    const unclear = await kabar('keys', 'lift-allowlist', '--workspace', 'nowhere');
    expect(unclear).toMatchObject({ code: 64, said: expect.stringContaining('There is no workspace "nowhere"') });
    const lifted = await kabar('keys', 'lift-allowlist', '--workspace', world.mine.publicWorkspaceId);
    expect(lifted).toMatchObject({ code: 0, said: expect.stringContaining('can be used from anywhere again') });
    await expect.poll(asKey, { timeout: 5_000 }).toBe(200);
    expect((await world.app.inject({ url: '/v1/workspace/ip-allowlist', headers })).json()).toMatchObject({ ranges: [] });
    const told = await database.admin<{ action: string }>(
      `select action from audit_events where workspace_id = $1 and action = 'workspace.ip_allowlist_changed'`,
      [world.mine.workspaceId],
    );
    expect(told).toHaveLength(2);
  });
});

describe('kabar remove-factors', () => {
  it('takes away what somebody lost, ends their sessions and puts a mail to them on its way', async () => {
    const { userId, email, headers } = world.mine.members.manager;
    await database.admin(`insert into user_totp (user_id, secret_sealed, created_at, confirmed_at) values ($1, '\\x00', now(), now())`, [
      userId,
    ]);
    const mailCount = async (): Promise<number> =>
      (await database.admin<{ count: number }>('select count(*)::int as count from mails'))[0]?.count ?? 0;
    const before = await mailCount();
    expect((await world.app.inject({ url: '/v1/me', headers })).statusCode).toBe(200);
    const nobody = await kabar('remove-factors', 'nobody@kabar.example');
    expect(nobody).toMatchObject({ code: 65, said: expect.stringContaining('Nobody has an account with nobody@kabar.example.') });
    const removed = await kabar('remove-factors', email.toUpperCase());
    expect(removed).toMatchObject({ code: 0, said: expect.stringContaining('All second factors were taken away') });
    expect(await database.admin('select 1 from user_totp where user_id = $1', [userId])).toEqual([]);
    await expect.poll(async () => (await world.app.inject({ url: '/v1/me', headers })).statusCode, { timeout: 5_000 }).toBe(401);
    expect(await mailCount()).toBe(before + 1);
  });
});

describe('kabar end-sessions', () => {
  it('signs somebody out of a Kabar that runs, and says what it needs to know', async () => {
    const { email, headers } = world.mine.members.agent;
    const status = async (): Promise<number> => (await world.app.inject({ url: '/v1/me', headers })).statusCode;
    expect(await status()).toBe(200);
    for (const unclear of [[], ['--all', email]])
      expect(await kabar('end-sessions', ...unclear)).toMatchObject({ code: 64, said: expect.stringContaining('Say whose') });
    const nobody = await kabar('end-sessions', 'nobody@kabar.example');
    expect(nobody).toMatchObject({ code: 65, said: expect.stringContaining('Nobody has an account with nobody@kabar.example.') });
    expect(await kabar('end-sessions', email)).toMatchObject({ code: 0, said: expect.stringContaining(`1 session of ${email} ended.`) });
    expect(await status()).toBe(401);
    expect(await kabar('end-sessions', '--all')).toMatchObject({ code: 0, said: expect.stringContaining('Everybody is signed out') });
  });
});
