import type { SourceFile } from '../guards/guard.ts';
import { listEngineCalls } from '../guards/sql-rules.ts';

/**
 * Makes `docs/reference/cross-workspace-code.md`: every place of the server that may see rows of more than one workspace.
 * A new place shows as a change of this file, so it cannot slip into a review unseen.
 */
export function generateEngineAccess(sources: readonly SourceFile[]): string {
  const byFile = Map.groupBy(listEngineCalls(sources), (call) => call.file);
  return [
    '# Code that crosses workspaces',
    '',
    '<!-- Generated from the calls of withEngine and engineQuery by `npm run generate`. Do not edit. -->',
    '',
    'Everything else in the server sees one workspace at a time: row-level security shows the database role `kabar_app` the rows of the',
    'workspace that `withTenant` has set, and none without it. The files below act as `kabar_engine`, because their work spans workspaces',
    'or comes before the workspace is known. Their statements still name the workspace of each row.',
    '',
    '| file | calls | why |',
    '| --- | --: | --- |',
    ...[...byFile].map(([file, calls]) => {
      const reasons = [...new Set(calls.map((call) => call.reason).filter((reason) => reason !== ''))];
      return `| ${file} | ${calls.length} | ${reasons.length === 0 ? 'single statements' : reasons.join('; ')} |`;
    }),
    '',
  ].join('\n');
}
