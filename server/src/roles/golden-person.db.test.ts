import { execFileSync } from 'node:child_process';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentRoutes } from '#modules/consent';
import { contactRoutes } from '#modules/contacts';
import { orderErasure, replayErasures, runErasure, verifyErased } from '#modules/erasure';
import { exportsJobs, exportsRoutes } from '#modules/exports';
import { createViewers } from '#modules/teams';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { seal } from '#platform/crypto/seal';
import { newUuid, toPublicId } from '#platform/ids';
import type { Log } from '#platform/log';
import { createDiskStorage } from '#platform/storage/disk-storage';
import { createSealedStorage, type SealedStorage } from '#platform/storage/sealed-storage';
import { createApiApp, type ApiApp } from '../../test/api-app.ts';
import { createConsentWorld } from '../../test/consent-world.ts';
import { erasureContext, exportsContext } from '../../test/erasure-world.ts';
import { useTestDatabase } from '../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../test/message-world.ts';
import { erasureNodes, type ErasureNode } from '../modules/erasure/erasure-nodes.ts';
import { selectForeignKeys } from '../modules/erasure/erasures.sql.ts';
import { countRows } from '../modules/erasure/node-sql.ts';
import { rowKeyOf, unopenedColumns, unshownTables } from '../modules/exports/open-row.ts';
import { catalogue } from './personal-data.ts';

const database = useTestDatabase();
let world: MessageWorld;
let ctx: ReturnType<typeof erasureContext>;
let api: ApiApp;
let storage: SealedStorage;
const logged: string[] = [];
/** What was planted where: value by `table.column`. */
const planted = new Map<string, string>();
let contactId = '';
let ring: KeyRing;

/** Held together by counts or sealed for several people: their own tests plant and erase them. */
const withoutRow = new Set(['search_documents', 'message_words', 'intake_deliveries', 'intake_units']);

type Column = { name: string; type: string; isNullable: boolean; hasDefault: boolean; isGenerated: boolean };

beforeAll(async () => {
  world = await createMessageWorld(database);
  const line = (word: string, fields?: object) =>
    void logged.push(`${word} ${JSON.stringify(fields)} ${String(fields instanceof Object && 'error' in fields ? fields.error : '')}`);
  const log: Log = { trace: line, debug: line, info: line, warn: line, error: line, fatal: line, child: () => log };
  ctx = erasureContext(world, { log });
  storage = createSealedStorage(createDiskStorage(world.folder));
  const exported = exportsContext(world);
  const consent = createConsentWorld(world.people);
  api = await createApiApp(
    [
      ...contactRoutes(ctx),
      ...exportsRoutes({ ...exported, jobs: ctx.jobs }),
      ...consentRoutes({ ...consent.recorder, audit: ctx.audit, viewers: createViewers({ db: database.db }) }),
    ],
    world.workspaceId,
  );
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

const canary = (place: string): string => {
  const value = `canary-${randomBytes(9).toString('hex')}`;
  planted.set(place, value);
  return value;
};
const columnsOf = (table: string): Promise<Column[]> =>
  database.admin<Column>(
    `select column_name as name, udt_name as type, is_nullable = 'YES' as "isNullable",
            column_default is not null or is_identity = 'YES' as "hasDefault", is_generated = 'ALWAYS' as "isGenerated"
       from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  );
/** The first value that a check of the table allows for a column. */
const allowed = async (table: string, column: string): Promise<string | null> => {
  const checks = await database.admin<{ def: string }>(
    `select pg_get_constraintdef(oid) as def from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [table],
  );
  for (const { def } of checks) {
    const match = new RegExp(`\\b${column} = ANY \\(ARRAY\\['([^']+)'`).exec(def) ?? new RegExp(`\\(${column} = '([^']+)'`).exec(def);
    if (match?.[1] !== undefined) return match[1];
  }
  return null;
};
const nodes = async (): Promise<readonly ErasureNode[]> =>
  erasureNodes(catalogue, await database.admin<{ from: string; to: string }>(selectForeignKeys.text)).nodes;

/** Puts one row about the person into a table, from what the database says about its columns. */
async function plantRow(table: string, known: Record<string, unknown>): Promise<void> {
  const values: Record<string, unknown> = {};
  for (const column of await columnsOf(table)) {
    if (column.isGenerated) continue;
    if (column.name in known) values[column.name] = known[column.name];
    else if (!column.isNullable && !column.hasDefault) values[column.name] = (await allowed(table, column.name)) ?? valueOf(column);
  }
  const names = Object.keys(values);
  // What the row refers to need not be there: only what it says about the person counts here.
  await database.admin(`alter table ${table} disable trigger all`);
  await database
    .admin(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(values),
    )
    .catch((error: unknown) => {
      throw new Error(`say how to plant a row of the golden person in ${table}`, { cause: error });
    });
  await database.admin(`alter table ${table} enable trigger all`);
}

function valueOf({ type, name }: Column): unknown {
  if (type === 'uuid') return newUuid();
  if (type === 'bytea') return name === 'words' ? null : randomBytes(32);
  if (type.startsWith('int') || type === 'float8') return 1;
  if (type === 'bool') return false;
  if (type === 'timestamptz') return new Date();
  if (type === 'date') return '2026-11-21';
  if (type === 'jsonb') return '{}';
  if (type.startsWith('_')) return [];
  return 'x';
}

/** Writes a value of its own into every field of the person's rows that can hold one. */
async function fillFields(): Promise<void> {
  // What agreements come to is worked out anew with every change of an identifier, so it is planted last.
  const tables = [...catalogue.tables.values()].toSorted(
    (a, b) => Number(a.name === 'consent_states') - Number(b.name === 'consent_states'),
  );
  for (const table of tables) {
    const node = (await nodes()).find((one) => one.table === table.name);
    if (node === undefined || withoutRow.has(table.name)) continue;
    if (table.name === 'consent_states') await plantRow(table.name, { workspace_id: world.workspaceId, contact_id: contactId });
    const types = new Map((await columnsOf(table.name)).map((column) => [column.name, column]));
    for (const column of table.columns) {
      const isErased = column.erase.does !== 'keep' && (table.whose === 'contact' || column.whose === 'contact');
      const type = types.get(column.name)?.type;
      if (catalogue.objects.some((object) => object.table === table.name && object.column === column.name)) continue; // names of files
      if (!isErased || column.whose === 'nobody' || types.get(column.name)?.isGenerated === true) continue;
      if (node.changes !== null && !node.changes.some((change) => change.column === column.name)) continue;
      const place = `${table.name}.${column.name}`;
      if (type === 'bytea' && column.encryption === 'contact_key' && !column.name.endsWith('key_sealed'))
        await fillSealed(table.name, column.name);
      else if (column.encryption === 'plain' && (type === 'text' || type === 'jsonb')) {
        const value = canary(place);
        const text = type === 'text' ? value : JSON.stringify({ planted: value });
        const done = await database
          .admin(
            `update ${table.name} set ${column.name} = $1 where ctid = (select ctid from ${table.name} where ${mine(table.name)} limit 1)`,
            [text],
          )
          .then(() => true)
          .catch(() => false); // a key, a reference, or one of a few words: no room for anything about a person
        if (!done) planted.delete(place);
      }
    }
  }
}

const mine = (table: string): string => {
  const own = table === 'contacts' ? 'id' : 'contact_id';
  const names = catalogue.tables.get(table)?.columns.map((column) => column.name) ?? [];
  return names.includes('contact_id') || table === 'contacts' ? `${own} = '${contactId}'` : `workspace_id = '${world.workspaceId}'`;
};

async function fillSealed(table: string, column: string): Promise<void> {
  const [row] = await database.admin<Record<string, unknown>>(`select * from ${table} where ${mine(table)} limit 1`);
  if (row === undefined) throw new Error(`no row of the person in ${table}`);
  const value = canary(`${table}.${column}`);
  const forms: Record<string, string> = {
    'messages.content_sealed': JSON.stringify({ content: { body: value } }),
    'imported_records.content_sealed': JSON.stringify({
      direction: 'in',
      author: 'contact',
      type: 'text',
      status: 'received',
      conversation: 'cnv_elsewhere',
      content: { body: value },
    }),
    'contact_attributes.value_sealed': JSON.stringify(value),
  };
  const text = forms[`${table}.${column}`] ?? value;
  const { bound, name } = rowKeyOf(table, column, row);
  const done = await database
    .admin(`update ${table} set ${column} = $1 where ctid = (select ctid from ${table} where ${mine(table)} limit 1)`, [
      seal(ring.primary, [world.workspaceId, table, name, bound], text),
    ])
    .then(() => true)
    .catch(() => false);
  if (!done) planted.delete(`${table}.${column}`);
}

/** Tables that a copy of the database holds of the person. The key store and the log of erasures are backed up apart. */
const copied = async (): Promise<string[]> => [...new Set([...(await nodes()).map((node) => node.table), 'contacts', 'suppressions'])];

async function copyTables(): Promise<void> {
  await database.admin('create schema copy');
  for (const table of await copied()) await database.admin(`create table copy.${table} as table public.${table}`);
}

async function restoreTables(): Promise<void> {
  const tables = (await copied()).filter((table) => table !== 'audit_events' && table !== 'suppressions');
  for (const table of tables) await database.admin(`alter table ${table} disable trigger all`);
  for (const table of tables) {
    const columns = (await columnsOf(table)).filter((column) => !column.isGenerated).map((column) => column.name);
    await database.admin(`delete from ${table}`);
    await database.admin(
      `insert into ${table} (${columns.join(', ')}) overriding system value select ${columns.join(', ')} from copy.${table}`,
    );
  }
  for (const table of tables) await database.admin(`alter table ${table} enable trigger all`);
  await database.admin('drop schema copy cascade');
}

/** Everything readable in the whole database with every key that is left, and in the storage, and in the log. */
async function readEverything(schema = 'public'): Promise<string> {
  const keys = await livingKeys();
  const texts: string[] = [...logged];
  const tables = await database.admin<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1 or schemaname = 'pgboss'`,
    [schema],
  );
  for (const { name } of tables) {
    for (const row of await database.admin<Record<string, unknown>>(`select * from ${name}`)) {
      for (const value of Object.values(row)) {
        if (Buffer.isBuffer(value)) texts.push(value.toString('latin1'), ...openedWith(keys, value));
        else texts.push(typeof value === 'string' ? value : JSON.stringify(value));
      }
    }
  }
  for (const entry of readdirSync(world.folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) texts.push(readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  return texts.join('\n');
}

async function livingKeys(): Promise<DataKey[]> {
  const contacts = await database.admin<{ contact_id: string }>('select distinct contact_id from contact_keys');
  const rings = await world.keyring.contactKeys(contacts.map((row) => ({ workspaceId: world.workspaceId, contactId: row.contact_id })));
  const days = await database.admin<{ day: string }>('select day::text as day from payload_keys where destroyed_at is null');
  const payloads = await Promise.all(days.map((row) => world.keyring.payloadKeyFor(world.workspaceId, row.day)));
  return [
    ...[...rings.values()].flatMap((one) => [...one.all.values()]),
    ...(await world.keyring.workspaceKeys(world.workspaceId)).all.values(),
    ...payloads,
  ];
}

/** Decrypts without asking whether the place is right: whoever has the keys need not ask either. */
function openedWith(keys: readonly DataKey[], bytes: Buffer): string[] {
  if (bytes.byteLength < 36) return [];
  const id = bytes.readUIntBE(2, 6);
  return keys
    .filter((key) => key.id === id)
    .map((key) => {
      const decipher = createDecipheriv('aes-256-gcm', key.key, bytes.subarray(8, 20));
      return decipher.update(bytes.subarray(20, bytes.byteLength - 16)).toString('utf8');
    });
}

async function exportText(): Promise<string> {
  const id = toPublicId(ID_PREFIXES.contact, contactId);
  const ordered = await api.send('POST', `/v1/contacts/${id}/export`);
  expect(ordered.status).toBe(202);
  const jobs = exportsJobs({ ...exportsContext(world), log: ctx.log });
  const job = ctx.enqueued.findLast((one) => one.name === 'exports.run_export');
  const bound = jobs.find((one) => one.definition.name === 'exports.run_export');
  expect(await bound?.run(job?.payload, { jobId: 'x', attempt: 1, signal: new AbortController().signal })).toEqual({ kind: 'done' });
  const file = await api.app.inject({
    method: 'GET',
    url: `/v1/exports/${String(ordered.body['id'])}/file`,
    headers: { authorization: 'Bearer key' },
  });
  expect(file.statusCode, logged.join('\n')).toBe(200);
  const path = join(world.folder, 'out.zip');
  writeFileSync(path, file.rawPayload);
  const text = execFileSync('python3', [
    '-c',
    'import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): sys.stdout.buffer.write(z.read(n)+b"\\n")',
    path,
  ]).toString('latin1');
  execFileSync('rm', [path]);
  return text;
}

describe('the golden person', () => {
  it('is planted in every field of every table, found whole by access, and gone by erasure', async () => {
    const { workspaceId, numberId } = world;
    const opened = await world.customer('+62 812-0009-0001');
    contactId = opened.contactId;
    const { conversationId } = opened;
    const publicId = toPublicId(ID_PREFIXES.contact, contactId);
    const secret = await api.send('POST', '/v1/attributes', { key: 'planted', label: 'Planted', type: 'text' });
    const tag = await api.send('POST', '/v1/tags', { name: 'planted' });
    await api.send('PATCH', `/v1/contacts/${publicId}`, { name: 'planted', attributes: { planted: 'planted' } });
    await api.send('POST', `/v1/contacts/${publicId}/tags`, { add: [tag.body['id']] });
    await api.send('POST', `/v1/contacts/${publicId}/notes`, { text: 'planted' });
    await api.send('POST', '/v1/suppressions', { phone: '+62 812-0009-0001', scope: 'marketing', reason: canary('suppressions.reason') });
    expect(secret.status).toBe(201);
    const found = (await world.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
    if (found === undefined) throw new Error('no key');
    ring = found;

    const [messageId, entryId, mediaId, bulkId, importId, requestId, eventId, wamidHash] = [
      newUuid(),
      newUuid(),
      newUuid(),
      newUuid(),
      newUuid(),
      newUuid(),
      newUuid(),
      randomBytes(32),
    ];
    const [attribute] = await database.admin<{ id: string }>(`select id from attributes limit 1`);
    const [tagRow] = await database.admin<{ id: string }>(`select id from tags limit 1`);
    const memberId = newUuid();
    const userId = newUuid();
    await database.admin(`insert into users (id, name, email, created_at, updated_at) values ($1, 'Agen', $2, now(), now())`, [
      userId,
      `${userId}@kabar.example`,
    ]);
    await database.admin(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'agent', now())`, [
      workspaceId,
      memberId,
      userId,
    ]);
    const picture = canary('the bytes of a file');
    const stored = await storage.put({
      name: `${workspaceId}/aa/${mediaId}.1`,
      owner: ring.primary,
      place: [workspaceId, 'media', 'object', mediaId],
      source: Readable.from([Buffer.from(picture)]),
      maxBytes: 1_000,
    });
    const sealed = (table: string, column: string, id: string, text: string) => seal(ring.primary, [workspaceId, table, column, id], text);
    const common = {
      workspace_id: workspaceId,
      contact_id: contactId,
      conversation_id: conversationId,
      message_id: messageId,
      number_id: numberId,
      entry_id: entryId,
      member_id: memberId,
      attribute_id: attribute?.id,
      tag_id: tagRow?.id,
      bulk_action_id: bulkId,
      import_id: importId,
      request_id: requestId,
      event_id: eventId,
      merged_contact_id: contactId,
      subject_id: contactId,
    };
    const plants: [string, Record<string, unknown>][] = [
      [
        'media',
        {
          id: mediaId,
          status: 'stored',
          storage_key: `${workspaceId}/aa/${mediaId}.1`,
          object_key_sealed: stored.sealedKey,
          size_bytes: picture.length,
          mime_type: 'text/plain',
        },
      ],
      [
        'messages',
        {
          id: messageId,
          media_id: mediaId,
          direction: 'in',
          wamid_hash: wamidHash,
          wamid_sealed: sealed('messages', 'wamid_sealed', messageId, 'wamid'),
          content_sealed: sealed('messages', 'content_sealed', messageId, '{"content":{"body":"x"}}'),
        },
      ],
      [
        'conversation_entries',
        { id: entryId, kind: 'note', content_sealed: sealed('conversation_entries', 'content_sealed', entryId, 'x') },
      ],
      ['bulk_actions', { id: bulkId }],
      ['privacy_requests', { id: requestId }],
      ['imports', { id: importId, status: 'done' }],
      ['imported_records', { kind: 'message' }],
      ['pending_statuses', { wamid_hash: wamidHash }],
      ['exports', { kind: 'contact' }],
      ['webhook_events', { id: eventId }],
    ];
    for (const [table, known] of plants) await plantRow(table, { ...common, ...known });
    for (const node of await nodes()) {
      if (withoutRow.has(node.table) || node.table === 'consent_states') continue;
      const [row] = await database.admin<{ count: number }>(`select count(*)::int as count from ${node.table} where workspace_id = $1`, [
        workspaceId,
      ]);
      if (row?.count === 0) await plantRow(node.table, common);
    }
    const ids = { workspaceId, contactIds: [contactId], publicIds: [publicId], conversationIds: [conversationId] };
    for (const node of await nodes()) {
      // The audit log's sealed values are planted through a suppression, which the walk of the contact does not name.
      if (withoutRow.has(node.table) || ['consent_states', 'audit_events'].includes(node.table)) continue;
      let reached = 0;
      for (const steps of node.walks) {
        const { text, values } = countRows(node.table, steps, null, ids, [messageId]);
        reached += (await database.admin<{ count: number }>(text, [...(values ?? [])]))[0]?.count ?? 0;
      }
      expect(reached, `a row of the golden person in ${node.table}`).toBeGreaterThan(0);
    }
    await fillFields();
    expect(planted.size).toBeGreaterThan(50);

    // The search sees everything while the person is there, so that finding nothing afterwards means something.
    const before = await readEverything();
    const unseen = [...planted]
      .filter(([place, value]) => place !== 'the bytes of a file' && !before.includes(value))
      .map(([place]) => place);
    expect(unseen).toEqual([]);

    const shown = await exportText();
    const missing = [...planted].filter(([place, value]) => {
      const [table = ''] = place.split('.');
      return unshownTables[table] === undefined && unopenedColumns[place] === undefined && !shown.includes(value);
    });
    expect(missing.map(([place]) => place)).toEqual([]);

    await copyTables();
    const nobody = { kind: 'system', id: null } as const;
    const row = await orderErasure(ctx, workspaceId, contactId, { reason: 'person_asked', actor: nobody, auditActor: nobody, waitMs: 0 });
    expect(await runErasure(ctx, workspaceId, row.id)).toEqual({ kind: 'done', findingCount: 0 });
    expect(await verifyErased(ctx, workspaceId, row.id)).toEqual([]);
    const after = await readEverything();
    expect([...planted].filter(([, value]) => after.includes(value)).map(([place]) => place)).toEqual([]);
    expect(after).not.toContain('6281200090001');
    expect(readdirSync(world.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([]);

    // The copy from before, with today's keys: what was sealed for the person cannot be read from that moment on.
    const inCopy = await readEverything('copy');
    const sealedPlaces = [...planted].filter(([place]) => place.endsWith('_sealed') && !place.startsWith('suppressions.'));
    expect(sealedPlaces.length).toBeGreaterThan(5);
    expect(sealedPlaces.filter(([, value]) => inCopy.includes(value)).map(([place]) => place)).toEqual([]);
    // Restored, with today's key store and log: the replay takes out what was not sealed, too.
    await restoreTables();
    expect(await replayErasures(ctx)).toMatchObject({ erasedAgain: 1 });
    const restored = await readEverything();
    expect([...planted].filter(([, value]) => restored.includes(value)).map(([place]) => place)).toEqual([]);
  });
});

describe('declarations', () => {
  it('say of every table of contacts how it is shown, or why not', () => {
    for (const table of Object.keys(unshownTables)) expect(catalogue.tables.has(table), table).toBe(true);
    for (const place of Object.keys(unopenedColumns)) {
      const [table = '', column] = place.split('.');
      expect(
        catalogue.tables.get(table)?.columns.some((one) => one.name === column),
        place,
      ).toBe(true);
    }
  });
});
