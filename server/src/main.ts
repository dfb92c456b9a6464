import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Everything else is loaded after this, so that later starts find it compiled: it takes a third off them.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/kabar', import.meta.url)));
const { run } = await import('./roles/run.ts');
const { reportError } = await import('./roles/commands/report-error.ts');

// `node server/src/main.ts [command] [options]`, see roles/commands/help.ts; exit codes: roles/exit-codes.ts.
try {
  const exitCode = await run(process.argv.slice(2));
  if (exitCode !== undefined) process.exit(exitCode);
} catch (error) {
  process.exit(reportError(error, process.argv.slice(2)));
}
