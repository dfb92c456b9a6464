import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCheck, ok, problem, warning } from './check.ts';
import type { Check } from './check.ts';

const leastNode: readonly [number, number] = [24, 12];
const leastFreeBytes = 2_000_000_000;

/** The runtime, the home folder, the disk. */
export const machineChecks: readonly Check[] = [
  defineCheck('Node.js', async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const isEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
    if (isEnough) return ok(`Node.js ${process.versions.node}.`);
    return problem(
      `Node.js ${process.versions.node} is too old; ${leastNode.join('.')} is needed. Start Kabar with npm start, which brings its own.`,
    );
  }),
  defineCheck('Home folder', async ({ config }) => {
    const { home } = config.paths;
    const probe = join(home, `.doctor-${process.pid}`);
    try {
      mkdirSync(home, { recursive: true });
      writeFileSync(probe, '');
      rmSync(probe);
      return ok(`${home} can be written.`);
    } catch {
      return problem(`${home} cannot be written by this user. Change its owner, or choose another with KABAR_HOME.`);
    }
  }),
  defineCheck('Disk', async ({ config }) => {
    const { bavail, bsize } = statfsSync(config.paths.home);
    const freeBytes = bavail * bsize;
    const free = `${(freeBytes / 1e9).toFixed(1)} GB are free on the disk of ${config.paths.home}.`;
    return freeBytes < leastFreeBytes ? warning(`Only ${free} The database stops when it is full.`) : ok(free);
  }),
];
