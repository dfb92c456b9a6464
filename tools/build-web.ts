// Builds the dashboard and the simulated phone if their sources changed; `--force` builds in any case.
import { allPages, buildPages } from './build/pages.ts';

const force = process.argv.includes('--force');
try {
  await Promise.all(
    allPages.map(async (pages) => {
      const startedMs = performance.now();
      const result = await buildPages(pages, force);
      if (result === 'built') console.log(`Built the ${pages.name} in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
    }),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
