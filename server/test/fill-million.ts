import { createHash, hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { KEY_SCOPES } from '@kabar/contract';
import pg from 'pg';
import { newApiKey } from '../src/modules/api-keys/key-format.ts';
import { createPeopleCache, recordProfileNames, type PeopleDeps } from '../src/modules/contacts/index.ts';
import { openConversations } from '../src/modules/conversations/index.ts';
import { createKeyring, type Keyring } from '../src/modules/keyring/index.ts';
import { sealContent } from '../src/modules/messages/stored-content.ts';
import { createUsers, createUserWithPassword } from '../src/modules/users/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import { withTenant } from '../src/platform/db/tx.ts';
import { createNotifications } from '../src/platform/events/notifications.ts';
import { newUuid, systemIds, toPublicId } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';

/**
 * Fills a migrated, empty database with an inbox of years, for the benchmark: `node fill-million.ts <database url> <root key> <facts file>
 * [messages] [contacts]`. Contacts, keys and sealed content are made by the product's own code; the rows of messages are written in bulk.
 * The facts (keys, ids, words to look for) go to the file as JSON once everything is there. The same seed gives the same inbox.
 */
const [url = '', rootKey = '', factsFile = '', messageText = '1000000', contactText = '100000'] = process.argv.slice(2);
const messageCount = Number(messageText);
const contactCount = Number(contactText);
const longThreadCount = Math.min(10_000, Math.floor(messageCount / 10));
const password = 'seven lanterns over the harbour';
const email = 'agen@kabar.example';
const yearMs = 365 * 86_400_000;
const endMs = Date.now();

const admin = new pg.Pool({ connectionString: url, max: 4 });
const db = openDatabase({ url, appPoolSize: 4, enginePoolSize: 4, onError: () => undefined });
const notifications = createNotifications({ url, clock: systemClock, log: silentLog });
await notifications.start();
const keyring = createKeyring({
  db,
  rootKeys: rootKeysFromText('environment', rootKey),
  clock: systemClock,
  notifications,
  maxContactCount: 300_000,
});
const people: PeopleDeps = { db, keyring, cache: createPeopleCache(), clock: systemClock, ids: systemIds };

let state = 20_261_121;
/** A repeatable random number below `limit`. */
function below(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

const syllables =
  'ba be bi bo bu ca da de di du ga gi gu ha hi ja ji ka ke ki ko ku la le li lo lu ma me mi mu na ni nu pa pe pi pu ra ri ru sa se si su ta te ti tu wa ya yu'.split(
    ' ',
  );
const usual =
  'terima kasih pesanan sudah belum kirim kapan bisa harga ukuran warna stok ongkir alamat transfer bukti bayar barang sampai besok hari ini pagi siang malam kak ibu bapak tolong maaf mohon cek resi nomor merah biru hitam putih'.split(
    ' ',
  );
const vocabulary = [
  ...usual,
  ...Array.from({ length: 30_000 }, () => Array.from({ length: 2 + below(3) }, () => syllables[below(syllables.length)] ?? '').join('')),
];
const firstNames = 'Sari Budi Dewi Agus Rina Joko Wati Andi Putri Eko Maya Hadi Lina Rudi Nita Bayu Tika Dian Yusuf Fitri'.split(' ');
const rareWord = 'zamrudkhatulistiwa';

/** Words as in speech: the n-th most frequent one occurs about 1/n as often as the first. */
function word(): string {
  const rank = Math.floor(Math.exp((below(1_000_000) / 1_000_000) * Math.log(vocabulary.length)));
  return vocabulary[rank - 1] ?? '';
}

function sentence(): string {
  const words = Array.from({ length: 4 + below(9) }, word);
  if (below(6) === 0) words.push(`INV-${2_025 + below(2)}/${String(below(400_000)).padStart(6, '0')}`);
  return words.join(' ');
}

/** A version 7 uuid of a moment, from the repeatable random numbers. */
function uuidAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  const digits = Array.from({ length: 4 }, () =>
    below(2 ** 28)
      .toString(16)
      .padStart(7, '0'),
  ).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-8${digits.slice(3, 6)}-${digits.slice(6, 18)}`;
}

type Place = { conversationId: string; contactId: string; numberId: string };
type World = { workspaceId: string; numberIds: string[]; places: Place[] };

const users = await createUsers(
  { db, clock: systemClock, ids: systemIds, keyring, sendMail: () => undefined },
  { publicUrl: 'http://127.0.0.1', requireVerifiedEmail: false },
);
const { userId } = await owner();
const main = await makeWorkspace('Toko Sejuta', 4, contactCount);
const members = await makeTeam(main);
const facts = await fillMessages(main, messageCount, true);
await decorate(main, members);
for (let index = 0; index < 9; index += 1)
  await fillMessages(await makeWorkspace(`Toko ${index}`, 1, Math.ceil(contactCount / 500)), Math.ceil(messageCount / 500), false);
const apiKey = await makeKey(main.workspaceId);
await admin.query('vacuum analyze');
writeFileSync(
  factsFile,
  JSON.stringify({
    ...facts,
    apiKey,
    email,
    password,
    workspaceId: toPublicId('wsp', main.workspaceId),
    databaseWorkspaceId: main.workspaceId,
    numberIds: main.numberIds.map((id) => toPublicId('num', id)),
    teamIds: members.teamIds.map((id) => toPublicId('tem', id)),
    tagIds: members.tagIds.map((id) => toPublicId('tag', id)),
    memberIds: members.memberIds.map((id) => toPublicId('mem', id)),
    rareWord,
  }),
);
keyring.close();
await notifications.stop();
await admin.end();
await db.close();

async function owner(): Promise<{ userId: string }> {
  const user = await createUserWithPassword(users, { name: 'Agen Rani', email, password, language: 'id' });
  return user;
}

async function makeWorkspace(name: string, numberCount: number, customers: number): Promise<World> {
  const workspaceId = newUuid();
  await admin.query(
    `insert into workspaces (id, name, slug, time_zone, created_at, updated_at) values ($1, $2, $3, 'Asia/Jakarta', now(), now())`,
    [workspaceId, name, `toko-${workspaceId.slice(-12)}`],
  );
  await withTenant(db, workspaceId, (tx) => keyring.createWorkspaceKeys(tx, workspaceId));
  const accountId = newUuid();
  await admin.query(
    `insert into waba_accounts (workspace_id, id, provider, waba_id, webhook_key, verify_token_hash, app_secret_sealed, access_token_sealed, created_at)
     values ($1, $2, 'emulator', $3, $3, '\\x00', '\\x00', '\\x00', now())`,
    [workspaceId, accountId, accountId.slice(-12)],
  );
  const numberIds = Array.from({ length: numberCount }, () => newUuid());
  for (const [index, id] of numberIds.entries()) {
    await admin.query(
      `insert into numbers (workspace_id, id, waba_account_id, phone_number_id, display_phone_number, status, connected_at)
       values ($1, $2, $3, $4, $5, 'connected', now())`,
      [workspaceId, id, accountId, `9${id.slice(-11)}`, `+1 555 010${index}`],
    );
  }
  const places: Place[] = [];
  const perBatch = 500;
  for (let from = 0; from < customers; from += perBatch) {
    const requests = Array.from({ length: Math.min(perBatch, customers - from) }, (_, index) => ({
      workspaceId,
      numberId: numberIds[below(numberIds.length)] ?? '',
      address: { kind: 'phone' as const, value: `62812${String(from + index).padStart(8, '0')}` },
    }));
    const opened = await openConversations(people, requests);
    const fresh = opened.flatMap((one, index) =>
      'error' in one ? [] : [{ conversationId: one.conversationId, contactId: one.contactId, numberId: requests[index]?.numberId ?? '' }],
    );
    places.push(...fresh);
    await recordProfileNames(
      people,
      fresh.map(({ contactId }) => ({
        workspaceId,
        contactId,
        name: `${firstNames[below(20)] ?? ''} ${(word()[0] ?? 'a').toUpperCase()}${word()}`,
      })),
    );
  }
  return { workspaceId, numberIds, places };
}

type Members = { memberIds: string[]; teamIds: string[]; tagIds: string[] };

async function makeTeam({ workspaceId }: World): Promise<Members> {
  const memberIds = Array.from({ length: 40 }, () => newUuid());
  for (const [index, id] of memberIds.entries()) {
    const user = index === 0 ? userId : newUuid();
    if (index > 0)
      await admin.query(`insert into users (id, email, name, created_at, updated_at) values ($1, $2, $3, now(), now())`, [
        user,
        `agen${index}@kabar.example`,
        `Agen ${index}`,
      ]);
    await admin.query(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, $4, now())`, [
      workspaceId,
      id,
      user,
      index === 0 ? 'owner' : 'agent',
    ]);
  }
  const teamIds = Array.from({ length: 8 }, () => newUuid());
  for (const [index, id] of teamIds.entries())
    await admin.query(`insert into teams (workspace_id, id, name, created_at) values ($1, $2, $3, now())`, [
      workspaceId,
      id,
      `Tim ${index}`,
    ]);
  const tagIds = Array.from({ length: 20 }, () => newUuid());
  for (const [index, id] of tagIds.entries())
    await admin.query(`insert into tags (workspace_id, id, name, color, created_at) values ($1, $2, $3, 'teal', now())`, [
      workspaceId,
      id,
      `Label ${index}`,
    ]);
  return { memberIds, teamIds, tagIds };
}

async function fillMessages(
  { workspaceId, places }: World,
  count: number,
  hasLongThread: boolean,
): Promise<{ longConversationId: string; middleMessageId: string; longNumber: string }> {
  const long = places[0];
  let middleMessageId = '';
  let longSeen = 0;
  const perBatch = 5_000;
  const everyLong = Math.floor(count / longThreadCount);
  for (let from = 0; from < count; from += perBatch) {
    const size = Math.min(perBatch, count - from);
    const picked = Array.from(
      { length: size },
      (_, index) =>
        (hasLongThread && (from + index) % everyLong === 0 && longSeen++ < longThreadCount ? long : undefined) ??
        places[Math.floor(below(places.length) * (0.2 + below(80) / 100))] ??
        long,
    );
    const rings = await keysOf(keyring, workspaceId, picked);
    const rows = picked.flatMap((place, index) => {
      const key = place === undefined ? undefined : rings.get(place.contactId);
      if (place === undefined || key === undefined) return [];
      const at = endMs - yearMs + Math.floor(((from + index) / count) * yearMs);
      const id = uuidAt(at);
      const isOut = below(5) < 2;
      const body = (from + index) % Math.floor(count / 3) === 7 ? `${sentence()} ${rareWord}` : sentence();
      if (place === long && from + index >= count / 2 && middleMessageId === '') middleMessageId = id;
      return [
        {
          id,
          place,
          at: new Date(at),
          isOut,
          sealed: sealContent(key.primary, workspaceId, id, { content: { body } }).toString('base64'),
          wamid: createHash('sha256').update(id).digest('base64'),
        },
      ];
    });
    await admin.query(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, wamid_hash, occurred_at, created_at)
       select $1, item.id, item.number_id, item.conversation_id, item.contact_id, case when item.is_out then 'out' else 'in' end, 'text',
              case when item.is_out then 'read' else 'received' end, case when item.is_out then 'phone' else 'contact' end, decode(item.sealed, 'base64'), decode(item.wamid, 'base64'), item.at, item.at
         from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bool[], $7::text[], $8::text[], $9::timestamptz[]) as item (id, number_id, conversation_id, contact_id, is_out, sealed, wamid, at)`,
      [
        workspaceId,
        rows.map((row) => row.id),
        rows.map((row) => row.place.numberId),
        rows.map((row) => row.place.conversationId),
        rows.map((row) => row.place.contactId),
        rows.map((row) => row.isOut),
        rows.map((row) => row.sealed),
        rows.map((row) => row.wamid),
        rows.map((row) => row.at),
      ],
    );
  }
  await admin.query(
    `update conversations c set last_message_id = m.id, last_activity_at = m.occurred_at, last_inbound_at = m.inbound_at, window_expires_at = m.inbound_at + interval '1 day'
       from (select distinct on (conversation_id) conversation_id, id, occurred_at, max(occurred_at) filter (where direction = 'in') over (partition by conversation_id) as inbound_at
               from messages where workspace_id = $1 order by conversation_id, occurred_at desc, id desc) m
      where c.workspace_id = $1 and c.id = m.conversation_id`,
    [workspaceId],
  );
  return {
    longConversationId: toPublicId('cnv', long?.conversationId ?? newUuid()),
    middleMessageId: toPublicId('msg', middleMessageId === '' ? newUuid() : middleMessageId),
    longNumber: toPublicId('num', long?.numberId ?? newUuid()),
  };
}

async function keysOf(ring: Keyring, workspaceId: string, places: readonly (Place | undefined)[]) {
  return ring.contactKeys(places.flatMap((place) => (place === undefined ? [] : [{ workspaceId, contactId: place.contactId }])));
}

/** Gives conversations the state that work leaves: a fifth open, most of these assigned, some waiting. Spread by the last digits of their ids. */
async function decorate({ workspaceId }: World, { memberIds, teamIds, tagIds }: Members): Promise<void> {
  await admin.query(
    `with dice as (select id, abs(hashtext(id::text)) as n from conversations where workspace_id = $1)
     update conversations c
        set status = case when n % 100 < 20 then 'open' when n % 100 < 22 then 'snoozed' else 'resolved' end,
            snoozed_until = case when n % 100 between 20 and 21 then now() + interval '3 days' end,
            resolved_at = case when n % 100 >= 22 then c.last_activity_at end,
            assignee_id = case when n % 10 < 6 then ($2::uuid[])[1 + (n / 100) % 40] end,
            assigned_at = case when n % 10 < 6 then c.last_activity_at end,
            team_id = case when (n / 10) % 2 = 0 then ($3::uuid[])[1 + (n / 1000) % 8] end,
            waiting_since = case when n % 100 < 12 and c.last_inbound_at is not null then c.last_inbound_at end,
            unread_count = case when n % 100 < 7 then 1 + n % 4 else 0 end
       from dice where c.workspace_id = $1 and c.id = dice.id`,
    [workspaceId, memberIds, teamIds],
  );
  await admin.query(
    `insert into conversation_tags (workspace_id, conversation_id, tag_id, tagged_at)
     select $1, id, ($2::uuid[])[1 + abs(hashtext(id::text || 'a')) % 20], now() from conversations where workspace_id = $1 and abs(hashtext(id::text)) % 3 = 0`,
    [workspaceId, tagIds],
  );
  await admin.query(
    `insert into contact_tags (workspace_id, contact_id, tag_id, tagged_at)
     select $1, id, ($2::uuid[])[1 + abs(hashtext(id::text || 'b')) % 20], now() from contacts where workspace_id = $1 and abs(hashtext(id::text)) % 3 = 0`,
    [workspaceId, tagIds],
  );
  await admin.query(
    `update contacts k set last_seen_at = c.last_inbound_at, country = 'ID', created_at = least(k.created_at, c.last_inbound_at)
       from conversations c where k.workspace_id = $1 and c.workspace_id = $1 and c.contact_id = k.id and c.last_inbound_at is not null`,
    [workspaceId],
  );
}

async function makeKey(workspaceId: string): Promise<string> {
  const key = newApiKey();
  await admin.query(
    `insert into api_keys (workspace_id, id, name, key_hash, last_four, scopes, ip_allowlist, created_by, created_at)
     values ($1, $2, 'bench', $3, $4, $5, '{}', $6, now())`,
    [workspaceId, newUuid(), hash('sha256', key, 'buffer'), key.slice(-4), KEY_SCOPES, userId],
  );
  return key;
}
