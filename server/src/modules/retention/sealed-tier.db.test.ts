import { afterAll, beforeAll, expect, it } from 'vitest';
import { withEngine, withTenant } from '#platform/db/tx';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createRetentionWorld, type RetentionWorld } from '../../../test/retention-world.ts';
import { presentRun } from './present.ts';
import { selectRuns, type RunRow } from './retention.sql.ts';
import { openSealed, sealedTierKey } from './sealed-records.ts';
import { selectSealed, type SealedRow } from './sealed.sql.ts';
import { steadyPace } from './sweep-pace.ts';
import { sweepWorkspace } from './sweep.ts';

const database = useTestDatabase();
let world: RetentionWorld;
beforeAll(async () => {
  world = await createRetentionWorld(database);
});
afterAll(() => world.close());

const day = (text: string): Date => new Date(`${text}T12:00:00Z`);
let revision = 0;
const decide = async (policy: { serves?: string[]; sealed?: string[] }) => {
  revision += 1;
  await database.admin(
    `insert into retention_policies (workspace_id, revision, preset, home, serves, wishes, sealed, decided_by, decided_at)
     values ($1, $2, 'gateway-30d', 'ID', $3, '{}', $4, $5, now())`,
    [world.workspaceId, revision, policy.serves ?? ['IN'], policy.sealed ?? ['message_content'], newUuid()],
  );
};
const sweep = () => sweepWorkspace(world.ctx, world.workspaceId, new AbortController().signal, () => steadyPace(2, 1));
const country = (contactId: string, code: string) => database.admin('update contacts set country = $2 where id = $1', [contactId, code]);
const sealed = async (contactId: string): Promise<SealedRow[]> =>
  withEngine(database.db, 'sealed records in a test', (tx) =>
    tx.query<SealedRow>(selectSealed(world.workspaceId, { contactId, fromAt: null, untilAt: null, after: null, limit: 100 })),
  );
const receipt = async (table: string) => {
  const [run] = await withEngine(database.db, 'receipts in a test', (tx) => tx.query<RunRow>(selectRuns(world.workspaceId, null, 1)));
  return run === undefined ? undefined : presentRun(run).items.find((item) => item.table === table);
};

it('takes what is over out of sight, keeps a sealed copy where a law wants one, and lets it go with the law', async () => {
  const [asha, ani] = [await world.customer('+91 98765 43210'), await world.customer('+62 812-0000-0161')];
  await country(asha.contactId, 'IN');
  await country(ani.contactId, 'ID');
  await decide({});
  world.now = day('2027-09-01');
  const ids = [];
  for (let index = 0; index < 3; index += 1) ids.push(await world.message(asha, day('2027-07-01'), { media: index === 0 }));
  await world.message(ani, day('2027-07-01'), { media: false });
  const recent = await world.message(asha, day('2027-08-25'), { media: false });

  expect(await sweep()).toMatchObject({ overdue: [] });
  expect(await database.admin('select id from messages where workspace_id = $1', [world.workspaceId])).toEqual([{ id: recent }]);
  expect(await world.count('search_documents')).toBe(1);
  expect(await sealed(ani.contactId)).toEqual([]);
  expect(await receipt('messages')).toMatchObject({ removed: 4, sealed: 3 });
  expect(world.ctx.deleted).toHaveLength(1);

  // Sealed once more under a key that is not the contact's, with the words readable to that key alone.
  const rows = await sealed(asha.contactId);
  const key = await sealedTierKey(world.keyring, world.workspaceId);
  const records = rows.map((row) => openSealed(key, world.workspaceId, row) as { table: string; id: string });
  expect(
    records
      .filter(({ table }) => table === 'messages')
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(ids.toSorted());
  for (const id of ids) expect(JSON.stringify(records)).toContain(`words of ${id}`);
  expect(JSON.stringify(records)).toContain('image/png');
  expect(Buffer.concat(rows.map((row) => row.recordSealed)).includes('words of')).toBe(false);
  const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId: asha.contactId }])).get(asha.contactId);
  const [first] = rows;
  if (ring === undefined || first === undefined) throw new Error('nothing was sealed');
  expect(() => openSealed(ring.primary, world.workspaceId, first)).toThrow();
  // The product's own role does not even see the table.
  await expect(
    withTenant(database.db, world.workspaceId, (tx) => tx.query({ text: 'select id from sealed_records', values: [] })),
  ).rejects.toThrow();

  // The contact's keys gone: the copy that the law wants still opens.
  await withEngine(database.db, 'keys are destroyed as by an erasure', (tx) =>
    world.keyring.destroyContactKeys(tx, world.workspaceId, [asha.contactId]),
  );
  expect(openSealed(key, world.workspaceId, first)).toMatchObject({ table: expect.any(String) as string });

  // A second pass seals nothing twice; on the last day of the floor all is there, after it a hold keeps, then nothing does.
  const count = rows.length;
  await sweep();
  world.now = day('2028-07-01');
  await sweep();
  // The recent message joined them when its month was over.
  expect(await sealed(asha.contactId)).toHaveLength(count + 1);
  const holdId = newUuid();
  await database.admin(
    `insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, contact_id, created_by, created_at)
     values ($1, $2, '\\x00', $3, '2030-01-01', $4, $3, now())`,
    [world.workspaceId, holdId, newUuid(), asha.contactId],
  );
  world.now = day('2028-07-03');
  expect(await sweep()).toMatchObject({ overdue: [] });
  expect(await sealed(asha.contactId)).toHaveLength(count + 1);
  await database.admin(`update retention_holds set released_at = now(), release_reason_sealed = '\\x00' where id = $1`, [holdId]);
  expect(await sweep()).toMatchObject({ overdue: [] });
  expect(await sealed(asha.contactId)).toHaveLength(1);
  expect(await receipt('sealed_records')).toMatchObject({
    removed: count,
    rule: 'in-dpdp-8-3',
    effective: 'P12M',
  });

  // The law taken out of the policy: no reason is left.
  await decide({ serves: [] });
  await sweep();
  expect(await world.count('sealed_records')).toBe(0);
});

it('leaves no sealed copy where nobody chose one, and leaves everything visible when the transaction fails', async () => {
  const asha = await world.customer('+91 98765 43211');
  await country(asha.contactId, 'IN');
  await decide({});
  world.now = day('2029-03-01');
  const id = await world.message(asha, day('2029-01-01'), { media: false });
  const ctx = { ...world.ctx, ids: { ...world.ctx.ids, uuid: () => 'not an id' } };
  await expect(sweepWorkspace(ctx, world.workspaceId, new AbortController().signal, () => steadyPace(2, 1))).rejects.toThrow();
  expect(await database.admin('select id from messages where workspace_id = $1 and id = $2', [world.workspaceId, id])).toHaveLength(1);
  await decide({ sealed: [] });
  await sweep();
  // A promise that was saved before the law, or around it: the law wins, and the row stays where it is.
  expect(await database.admin('select id from messages where workspace_id = $1 and id = $2', [world.workspaceId, id])).toHaveLength(1);
  expect(await sealed(asha.contactId)).toEqual([]);
});
