import { listVariables } from './load.ts';
import type { Variable } from './variable.ts';

/** The generated texts about configuration, as they stand in the repository. */
export type ConfigReference = { markdown: string; envExample: string };

/** Makes `docs/reference/configuration.md` and `.env.example` from the settings. Deterministic. */
export function generateConfigReference(): ConfigReference {
  const groups = Map.groupBy(listVariables(), ({ title }) => title);
  const markdown = [
    '# Configuration',
    '',
    '<!-- Generated from server/src/config/schema.ts by `npm run generate`. Do not edit. -->',
    '',
    'Kabar reads environment variables and nothing else. Without any it runs on this machine with a database of its own.',
    'Durations are written `30s`, `15m`, `2h`, `7d`; sizes `512KB`, `16MB` (1 MB is 1,048,576 bytes). Every problem is',
    'reported at once, at start, and `node server/src/main.ts doctor` checks what a text alone cannot show.',
    '',
    ...[...groups].flatMap(([title, entries]) => [`## ${title}`, '', ...entries.flatMap(({ variable }) => describe(variable))]),
  ].join('\n');
  const envExample = [
    '# Settings of Kabar. Generated from server/src/config/schema.ts by `npm run generate`. Do not edit.',
    '# None is needed to try it. Set them in the environment of the process; Kabar reads no .env file by itself',
    '# (`node --env-file=.env server/src/main.ts` does).',
    '',
    ...[...groups].flatMap(([title, entries]) => [`# ${title}`, ...entries.flatMap(({ variable }) => exampleOf(variable)), '']),
  ].join('\n');
  return { markdown: `${markdown.trimEnd()}\n`, envExample: `${envExample.trimEnd()}\n` };
}

function describe(variable: Variable<unknown>): string[] {
  return [
    `### \`${variable.env}\``,
    '',
    variable.does,
    '',
    `- Default: ${defaultOf(variable)}`,
    `- Example: \`${variable.env}=${variable.example}\``,
    ...(variable.secret === true ? ['- Secret: never printed or logged'] : []),
    '',
  ];
}

function defaultOf(variable: Variable<unknown>): string {
  if (variable.fallback === undefined) return variable.otherwise ?? 'none';
  return variable.fallback === '' ? 'none' : `\`${variable.fallback}\``;
}

function exampleOf(variable: Variable<unknown>): string[] {
  return [`#   ${variable.does.replaceAll('`', '')}`, `# ${variable.env}=${variable.example}`];
}
