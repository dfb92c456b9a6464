import { expect, test } from 'vitest';
import { loadConfig } from '#config';
import { installationCommands } from './catalogue.ts';

test('every command of the installation is a role that the settings know', () => {
  const own = installationCommands.map(({ name }) => name).filter((name) => name !== 'start' && name !== 'migrate');
  expect(own.length).toBeGreaterThan(5);
  for (const name of own) expect(() => loadConfig({}, name), name).not.toThrow();
});
