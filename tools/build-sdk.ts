// Makes the package that is published from `sdk/`: `npm run build:sdk`, then `npm pack sdk/dist`. Another folder may be named.
import { join, resolve } from 'node:path';
import { buildSdkPackage } from './build/sdk-package.ts';
import { repositoryRoot } from './run/repository-files.ts';

const [folder] = process.argv.slice(2);
try {
  await buildSdkPackage(folder === undefined ? join(repositoryRoot, 'sdk', 'dist') : resolve(folder));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
