import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startKabar } from '@kabar/e2e/stand';
import { openMillion, type Million } from '../million/open-million.ts';
import { ceilingResult, median, plainResult, type BenchResult } from '../result.ts';

/** What the issue promises for one person among 1,000,000 messages. */
const eraseBarMs = 10_000;
/** And for an ordinary one. */
const ordinaryBarMs = 1_000;
/**
 * How much more memory a worker may have at its peak for twice the bytes. Constant means nothing; the collector lets about 64 MB of buffers lie before it
 * runs, wherever it stands at that moment.
 */
const doubledBarMb = 30;
const mediaFiles = 64;
const mediaFileBytes = 16 * 1024 * 1024;
const people = 9;

/**
 * Erases people out of 1,000,000 messages, one after the other: ordinary ones and the one with 10,000 messages and 1 GB of files. Before that it writes
 * everything about people as files, watching the memory of the process that does it: somebody with a few messages, the one with 10,000, the same with
 * 1 GB of files, and somebody with 2 GB. Works on a copy of the data.
 */
export async function benchErasure(): Promise<BenchResult[]> {
  const million = await openMillion({ isCopy: true });
  const { facts, postgres, env, folder } = million;
  const worker = await startKabar({ role: 'worker', env, logFile: path.join(folder, 'worker.log') });
  try {
    const long = await contactOf(million, facts.longConversationId);
    const { rows } = await postgres.admin.query<{ id: string; conversationId: string }>(
      `select c.id, v.id as "conversationId" from contacts c join conversations v on v.workspace_id = c.workspace_id and v.contact_id = c.id
        where c.workspace_id = $1 and c.id <> $2 and c.erased_at is null order by hashtext(c.id::text) limit ${people + 1}`,
      [facts.databaseWorkspaceId, long.databaseId],
    );
    const [heavy, ...ordinary] = rows;
    if (heavy === undefined) throw new Error('there are too few people');
    await new Promise((resolve) => setTimeout(resolve, 5_000)); // the process settles
    const idleMb = memoryMb(worker.pid);
    const [first] = ordinary;
    const small = await exportPerson(million, publicId(first?.id ?? ''), worker.pid);
    const messages = await exportPerson(million, long.publicId, worker.pid);
    await fillMedia(million, facts.longConversationId, mediaFiles);
    const whole = await exportPerson(million, long.publicId, worker.pid);
    await fillMedia(million, publicId(heavy.conversationId, 'cnv'), 2 * mediaFiles);
    const doubled = await exportPerson(million, publicId(heavy.id), worker.pid);
    const times: number[] = [];
    for (const row of ordinary) times.push(await erase(million, publicId(row.id)));
    const longMs = await erase(million, long.publicId);
    const left = await postgres.admin.query<{ count: string }>('select count(*) from messages where contact_id = $1', [long.databaseId]);
    return [
      plainResult('export.person_10000_messages_1gb', whole.seconds, 's'),
      plainResult('export.file', whole.fileMb, 'MB'),
      plainResult('export.memory_over_idle.few_messages', small.peakMb - idleMb, 'MB'),
      plainResult('export.memory_over_idle.10000_messages', messages.peakMb - idleMb, 'MB'),
      plainResult('export.memory_over_idle.10000_messages_1gb', whole.peakMb - idleMb, 'MB'),
      plainResult('export.memory_over_idle.2gb', doubled.peakMb - idleMb, 'MB'),
      ceilingResult('export.memory_more_for_2gb_than_1gb', Math.max(0, doubled.peakMb - whole.peakMb), 'MB', doubledBarMb),
      ceilingResult('erasure.person.p50', median(times), 'ms', ordinaryBarMs),
      ceilingResult('erasure.person.slowest', Math.max(...times), 'ms', eraseBarMs),
      ceilingResult('erasure.person_10000_messages_1gb', longMs, 'ms', eraseBarMs),
      ceilingResult('erasure.messages_left', Number(left.rows[0]?.count ?? Number.NaN), 'rows', 1),
    ];
  } finally {
    await worker.stop();
    await million.close();
  }
}

type Person = { databaseId: string; publicId: string };

async function contactOf(million: Million, conversationId: string): Promise<Person> {
  const answer = await call<{ contact: { id: string } }>(million, 'GET', `/v1/conversations/${conversationId}`);
  const { rows } = await million.postgres.admin.query<{ id: string }>(
    'select contact_id as id from messages where workspace_id = $1 group by contact_id order by count(*) desc limit 1',
    [million.facts.databaseWorkspaceId],
  );
  return { databaseId: rows[0]?.id ?? '', publicId: answer.contact.id };
}

/** From the order to the moment when the search afterwards has found nothing, as the server's own clock says. */
async function erase(million: Million, contactId: string): Promise<number> {
  type Erasure = { id: string; status: string; created_at: string; finished_at: string | null; finding_count: number | null };
  const order = { reason: 'person_asked', wait_minutes: 0 };
  let erasure = await call<Erasure>(million, 'POST', `/v1/contacts/${contactId}/erasure`, order);
  while (erasure.status !== 'done') {
    await new Promise((resolve) => setTimeout(resolve, 100));
    erasure = await call<Erasure>(million, 'GET', `/v1/erasures/${erasure.id}`);
  }
  if (erasure.finding_count !== 0) throw new Error('something of an erased person was still found');
  return Date.parse(erasure.finished_at ?? '') - Date.parse(erasure.created_at);
}

async function exportPerson(
  million: Million,
  contactId: string,
  pid: number,
): Promise<{ seconds: number; fileMb: number; peakMb: number }> {
  let peakMb = memoryMb(pid);
  const startedMs = performance.now();
  type Export = { id: string; status: string; size_bytes: number | null };
  let made = await call<Export>(million, 'POST', `/v1/contacts/${contactId}/export`);
  while (made.status === 'queued' || made.status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    peakMb = Math.max(peakMb, memoryMb(pid));
    made = await call<Export>(million, 'GET', `/v1/exports/${made.id}`);
  }
  if (made.status !== 'ready') throw new Error(`the export became ${made.status}`);
  return { seconds: (performance.now() - startedMs) / 1_000, fileMb: (made.size_bytes ?? 0) / 1e6, peakMb };
}

/** Memory of a process that is not shared with others (Linux). */
function memoryMb(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? Number.NaN) / 1_024;
}

async function fillMedia({ postgres, env }: Million, conversationId: string, count: number): Promise<void> {
  const script = path.join(import.meta.dirname, '../../../server/test/fill-media.ts');
  const args = [script, postgres.url, env['KABAR_ROOT_KEY'] ?? '', `${env['KABAR_HOME'] ?? ''}/media`, conversationId];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [...args, String(count), String(mediaFileBytes)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the filler of files ended with ${code}`))));
  });
}

async function call<Answer>({ api, facts }: Million, method: string, url: string, body?: unknown): Promise<Answer> {
  const response = await fetch(new URL(url, api.url), {
    method,
    headers: { authorization: `Bearer ${facts.apiKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer; // as the contract says
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A database id as the API writes it. */
function publicId(uuid: string, prefix = 'ctc'): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = (alphabet[Number(rest & 31n)] ?? '') + text;
    rest >>= 5n;
  }
  return `${prefix}_${text}`;
}
