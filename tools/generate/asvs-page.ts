import { asvsChapters } from '../guards/asvs-numbers.ts';
import type { AsvsDocument, AsvsRow } from '../guards/asvs.ts';

const generatedMark = '<!-- Generated from docs/security/asvs.json by `npm run generate`. Do not edit. -->';
const statusWords = { met: 'met', not_applicable: 'does not apply', not_met: '**not met**' } as const;

/** Makes `docs/reference/asvs.md`: each requirement with what does it and what proves it. */
export function generateAsvsPage({ requirements }: AsvsDocument): string {
  const count = (status: AsvsRow['status']): number => requirements.filter((row) => row.status === status).length;
  const open = requirements.filter(({ status }) => status === 'not_met');
  const chapters = Object.entries(asvsChapters).flatMap(([number, name]) => {
    const rows = requirements.filter(({ id }) => id.startsWith(`v5.0.0-${number}.`));
    return rows.length === 0 ? [] : [`## V${number} ${name}`, '', ...head, ...rows.map(lineOf), ''];
  });
  return [
    '# Security requirements',
    '',
    generatedMark,
    '',
    'Kabar beside the [OWASP Application Security Verification Standard](https://github.com/OWASP/ASVS) 5.0.0: every requirement of levels 1 and 2, and those of level 3 that we chose. The numbers are',
    "OWASP's; the words for what each asks are ours and shorter, so read the standard where it matters. [asvs.json](../security/asvs.json) is the same for programs. `npm run check` refuses a row without a test or a reason,",
    'a test that does not exist or is skipped, and a file that is gone. We judged ourselves; nobody certified it.',
    '',
    `${requirements.length} requirements: ${count('met')} met, ${count('not_applicable')} do not apply, ${count('not_met')} not met.`,
    '',
    ...(open.length === 0
      ? []
      : ['## Not met', '', '| number | level | what it asks | why |', '| --- | --: | --- | --- |', ...open.map(openLineOf), '']),
    ...chapters,
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

const head = ['| number | level | what it asks | status | done in | shown by |', '| --- | --: | --- | --- | --- | --- |'];

function lineOf({ id, level, title, status, controls, tests, reason }: AsvsRow): string {
  const shown = [...tests.map((test) => `"${test.name}" in \`${test.file}\``), ...(reason === undefined ? [] : [reason])];
  return cells([bare(id), String(level), title, statusWords[status], controls.map((path) => `\`${path}\``).join(', '), shown.join('; ')]);
}

function openLineOf({ id, level, title, reason }: AsvsRow): string {
  return cells([bare(id), String(level), title, reason ?? '']);
}

function bare(id: string): string {
  return id.replace('v5.0.0-', '');
}

function cells(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
}
