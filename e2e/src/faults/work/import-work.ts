import { waitUntil } from '../../stand/wait-until.ts';
import { phoneOf, type WorkWorld } from './work-world.ts';
import { notOnce, type Work } from './work.ts';

/** Phone numbers from here on belong to the file; those below write themselves. */
const firstIndex = 5_000;
const patienceMs = 300_000;

type Stored = {
  status: string;
  cursor_row: number;
  undo_cursor: number | null;
  counts: Record<string, number>;
  undone: Record<string, number> | null;
};

/**
 * A file of contacts with consent, repeated and wrong rows among them: every row counts once, nobody is made twice, consent is recorded
 * once, and it can be taken back as a whole.
 */
export function createImportWork(world: WorkWorld): Work {
  const { client } = world.stand;
  const file = makeFile(world.size.importRows);
  let importId = '';
  const stored = async (): Promise<Stored> => {
    const [row] = await world.rows<Stored>('select status, cursor_row, undo_cursor, counts, undone from imports');
    if (row === undefined) throw new Error('there is no import');
    return row;
  };
  return {
    name: 'an import',
    prepare: async () => {
      const draft = await client.imports.upload(new Blob([file.csv], { type: 'text/csv' }), { filename: 'people.csv' });
      importId = draft.id;
      await client.imports.update(importId, {
        columns: [
          { index: 0, target: { to: 'phone' } },
          { index: 1, target: { to: 'name' } },
          { index: 2, target: { to: 'tags' } },
        ],
        duplicates: 'skip',
        consent: { marketing: 'granted', basis: 'consent', source: 'signed up at the counter', collected_on: '2026-01-15' },
      });
    },
    phases: [
      {
        begin: async () => void (await client.imports.start(importId)),
        isUnderWay: async () => isBetween((await stored()).cursor_row, world.size.importRows),
        progress: async () => (await stored()).cursor_row,
        catchOn: ['contact_events'],
        settle: async () => void (await waitUntil('the import is done', async () => (await stored()).status === 'done', patienceMs)),
        findings: async () => findingsOfRun(world, file, await stored()),
      },
      {
        begin: async () => void (await client.imports.undo(importId)),
        isUnderWay: async () => (await stored()).undo_cursor !== null && (await stored()).status === 'undoing',
        progress: async () => world.size.importRows - ((await stored()).undo_cursor ?? world.size.importRows),
        catchOn: ['contact_keys'],
        settle: async () => void (await waitUntil('the import is undone', async () => (await stored()).status === 'undone', patienceMs)),
        findings: async () => findingsOfUndo(world, file, await stored()),
      },
    ],
    canaries: [
      {
        name: 'a contact that was left behind',
        spoil: async () =>
          void (await world.rows(
            `insert into contacts (workspace_id, id, source, created_at, updated_at)
             select workspace_id, gen_random_uuid(), 'import', now(), now() from imports`,
          )),
        notices: /left behind/,
      },
      {
        name: 'a row that was taken back twice',
        spoil: async () =>
          void (await world.rows(`update imports set undone = jsonb_set(undone, '{removed}', to_jsonb((undone->>'removed')::int + 1))`)),
        notices: /removed/,
      },
      {
        name: 'a consent recorded twice',
        spoil: async () =>
          void (await world.rows(
            `insert into consent_records (workspace_id, id, contact_id, purpose, state, source, is_evidenced, actor_kind, occurred_at, recorded_at)
             select workspace_id, gen_random_uuid(), contact_id, purpose, state, source, is_evidenced, actor_kind, occurred_at, recorded_at
               from consent_records where source = 'import' limit 1`,
          )),
        notices: /consent/,
      },
    ],
  };
}

function isBetween(done: number, total: number): boolean {
  return done > 0 && done < total;
}

type People = { csv: string; created: number; skipped: number; failed: number };

function makeFile(rowCount: number): People {
  const lines = ['phone,name,tags'];
  const counts = { created: 0, skipped: 0, failed: 0 };
  for (let row = 0; row < rowCount; row += 1) {
    if (row % 97 === 5) {
      lines.push(`not a number,Nobody ${row},`);
      counts.failed += 1;
    } else if (row % 50 === 7) {
      lines.push(`+${phoneOf(firstIndex)},Repeated ${row},`);
      counts.skipped += 1;
    } else {
      lines.push(`+${phoneOf(firstIndex + counts.created)},Person ${row},"regular, newsletter"`);
      counts.created += 1;
    }
  }
  return { csv: lines.join('\n'), ...counts };
}

async function findingsOfRun(world: WorkWorld, file: People, stored: Stored): Promise<string[]> {
  const wanted = { processed: world.size.importRows, created: file.created, skipped: file.skipped, failed: file.failed };
  const wrong = Object.entries(wanted).flatMap(([word, count]) =>
    stored.counts[word] === count ? [] : [`the import counted ${word} ${stored.counts[word]} instead of ${count}`],
  );
  const people = await world.rows<{ id: string }>(`select id from contacts where source = 'import'`);
  const ids = people.map((row) => row.id);
  const [once] = await world.rows<{ rows: number; twice: number; shared: number }>(
    `select (select count(*)::int from import_rows) as rows,
            (select count(*)::int from (select from import_rows where outcome = 'created' group by contact_id having count(*) > 1) t) as twice,
            (select count(*)::int from (select from contact_identifiers i join contacts c on c.id = i.contact_id and c.source = 'import'
                                         group by i.match_kind, i.match_hash having count(*) > 1) t) as shared`,
  );
  if (ids.length !== file.created) wrong.push(`${ids.length} contacts were made instead of ${file.created}`);
  if (once?.rows !== file.created + file.failed) wrong.push(`${once?.rows} rows are kept instead of ${file.created + file.failed}`);
  if (once?.twice !== 0) wrong.push(`${once?.twice} contacts stand in two rows`);
  if (once?.shared !== 0) wrong.push(`${once?.shared} phone numbers belong to two contacts`);
  const told = await world.rows<{ contact_id: string }>(`select contact_id from contact_events where kind = 'imported'`);
  wrong.push(
    ...notOnce(
      'the story of a contact says imported',
      ids,
      told.map((row) => row.contact_id),
    ),
  );
  return [...wrong, ...(await findingsOfConsent(world, ids))];
}

async function findingsOfConsent(world: WorkWorld, ids: readonly string[]): Promise<string[]> {
  const records = await world.rows<{ contact_id: string }>(`select contact_id from consent_records where source = 'import'`);
  return notOnce(
    'consent of the import',
    ids,
    records.map((row) => row.contact_id),
  );
}

async function findingsOfUndo(world: WorkWorld, file: People, stored: Stored): Promise<string[]> {
  const [left] = await world.rows<{ people: number; identifiers: number; words: number; keys: number; records: number; holders: number }>(
    `select (select count(*)::int from contacts where source = 'import') as people,
            (select count(*)::int from contact_identifiers i where not exists (select from contacts c where c.id = i.contact_id)) as identifiers,
            (select count(*)::int from contact_words w where not exists (select from contacts c where c.id = w.contact_id)) as words,
            (select count(*)::int from contact_keys k where not exists (select from contacts c where c.id = k.contact_id)
                and k.destroyed_at is null) as keys,
            (select count(*)::int from consent_records where source = 'import') as records,
            (select count(distinct contact_id)::int from consent_records where source = 'import') as holders`,
  );
  const wrong: string[] = [];
  if (stored.undone?.['removed'] !== file.created) wrong.push(`removed ${stored.undone?.['removed']} contacts instead of ${file.created}`);
  if (stored.undone?.['kept'] !== 0) wrong.push(`kept ${stored.undone?.['kept']} contacts that nobody touched`);
  if (left?.people !== 0) wrong.push(`${left?.people} contacts of the import were left behind`);
  if (left?.identifiers !== 0) wrong.push(`${left?.identifiers} identifiers of nobody were left behind`);
  if (left?.words !== 0) wrong.push(`${left?.words} words of nobody can still be found`);
  if (left?.keys !== 0) wrong.push(`${left?.keys} keys of nobody were left behind`);
  // What the ledger of consent says stays, once each.
  if (left?.records !== file.created || left.holders !== file.created)
    wrong.push(`${left?.records} records of consent of ${left?.holders} people`);
  return wrong;
}
