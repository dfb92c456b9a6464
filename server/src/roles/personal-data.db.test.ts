import { expect, test } from 'vitest';
import { parseRowWalk, parseWalk, personCondition } from '#platform/personal-data/person-path';
import { useTestDatabase } from '../../test/harness.ts';
import { catalogue } from './personal-data.ts';

const database = useTestDatabase();
const person = '018f2b3c-0000-7000-8000-000000000001';

test('every walk of the catalogue is SQL that the database takes', async () => {
  let walked = 0;
  for (const table of catalogue.tables.values()) {
    const ways = new Set([table, ...table.columns].flatMap((part) => part.paths.filter((path) => typeof path === 'string')));
    for (const way of ways) {
      const condition = personCondition(
        parseWalk(table.name, way),
        't',
        { workspace: '$1::uuid', ids: '$2::uuid[]', publicIds: '$3::text[]' },
        (name) => catalogue.tables.get(name)?.isTenant === true,
      );
      const rows = await database.admin<{ count: string }>(
        `select count(*) from ${table.name} t where ${condition} and coalesce($1::uuid::text, $2::uuid[]::text, $3::text[]::text) is not null`,
        [person, [person], ['ctc_x']],
      );
      expect(rows, `${table.name}: ${way}`).toEqual([{ count: '0' }]);
      walked += 1;
    }
  }
  expect(walked).toBeGreaterThan(80);
});

test('what goes with a row names a row that is there', () => {
  for (const table of catalogue.tables.values()) {
    if (table.retention.by !== 'row') continue;
    expect(catalogue.tables.has(parseRowWalk(table.name, table.retention.walk).at(-1)?.table ?? ''), table.name).toBe(true);
  }
});
