import { basename } from 'node:path';
import type { Finding } from './guard.ts';

/** The migrations in the order in which they came, one name a line. Databases of people who follow the main branch have them in this order. */
export const migrationOrderFile = 'server/migrations/order.txt';

/** The list with migrations that it does not name yet at its end, lowest number first. */
export function extendMigrationOrder(text: string, files: readonly string[]): string {
  const listed = namesOf(text);
  const added = files.map((file) => basename(file)).filter((name) => !listed.includes(name));
  return [...listed, ...added.toSorted()].map((name) => `${name}\n`).join('');
}

/**
 * Migrations with a number below one that came before: a database that has the higher one refuses to start. And names in the list whose file is gone.
 */
export function checkMigrationOrder(text: string, files: readonly string[]): Finding[] {
  const present = new Set(files.map((file) => basename(file)));
  let highest = '';
  return namesOf(text).flatMap((name, index): Finding[] => {
    const line = index + 1;
    if (!present.has(name)) return [{ file: migrationOrderFile, line, message: `names ${name}, which is not there` }];
    const number = name.slice(0, 4);
    if (number <= highest) {
      return [
        { file: `server/migrations/${name}`, message: `came after ${highest}, which databases have already; give it a higher number` },
      ];
    }
    highest = number;
    return [];
  });
}

function namesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
