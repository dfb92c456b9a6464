import { expect, it } from 'vitest';
import { checkMigrationOrder, extendMigrationOrder } from './migration-order.ts';

const files = ['server/migrations/0001_a.sql', 'server/migrations/0002_b.sql', 'server/migrations/0005_c.sql'];
const order = '0001_a.sql\n0002_b.sql\n0005_c.sql\n';

it('puts new migrations at the end, the lowest first, and leaves what is there', () => {
  expect(extendMigrationOrder('', files)).toBe(order);
  expect(extendMigrationOrder(order, files)).toBe(order);
  const more = [...files, 'server/migrations/0007_e.sql', 'server/migrations/0006_d.sql', 'server/migrations/0003_f.sql'];
  expect(extendMigrationOrder(order, more)).toBe(`${order}0003_f.sql\n0006_d.sql\n0007_e.sql\n`);
});

it('sees a number below one that came before, the same number twice, and a file that is gone', () => {
  expect(checkMigrationOrder(order, files)).toEqual([]);
  expect(checkMigrationOrder(`${order}0003_f.sql\n`, [...files, '0003_f.sql'])).toEqual([
    { file: 'server/migrations/0003_f.sql', message: 'came after 0005, which databases have already; give it a higher number' },
  ]);
  expect(checkMigrationOrder(`${order}0005_g.sql\n`, [...files, '0005_g.sql'])).toHaveLength(1);
  expect(checkMigrationOrder(order, files.slice(1))).toEqual([
    { file: 'server/migrations/order.txt', line: 1, message: 'names 0001_a.sql, which is not there' },
  ]);
});
