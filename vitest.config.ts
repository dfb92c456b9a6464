import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const folders = '{contract,cloud-api,server,emulator,sdk,tools,docs}';
// Files share a worker's modules: loading them anew for each file cost more than the tests. A test puts back what it changes.
const isolate = false;
const never = ['**/node_modules/**', '**/dist/**', 'emulator/phone/**'];

// These take minutes. One that begins last would be waited for alone.
const longest = /e2e\/src\/(faults\/|docs\/|journeys\/(pictures|command-line|cookies|account-security))/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => longest.test(file.moduleId)), ...sorted.filter((file) => !longest.test(file.moduleId))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Unhandled rejections and errors fail the run by default; nothing here may switch that off.
    env: { TZ: 'UTC', NODE_ENV: 'test' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate,
          // Some start programs or read the whole repository; on a busy machine that is slow, not wrong.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: [`${folders}/**/*.test.ts`],
          exclude: [...never, '**/*.db.test.ts', '**/*.http.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          isolate,
          include: [`${folders}/**/*.db.test.ts`, `${folders}/**/*.http.test.ts`],
          exclude: never,
          globalSetup: ['server/test/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: never,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
