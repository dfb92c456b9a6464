import { templateVariables, type DraftSamples } from './template-draft.ts';
import type { TemplateIssue, TemplateIssueCode } from './template-issues.ts';

/** Takes one finding; an error unless said otherwise. */
export type Report = (
  path: string,
  code: TemplateIssueCode,
  severity?: TemplateIssue['severity'],
  values?: Record<string, string | number>,
) => void;

/** Length in code points. */
export function checkLength(path: string, text: string, max: number, report: Report): void {
  const { length } = [...text];
  if (length > max) report(path, 'too_long', 'error', { max, length });
}

/**
 * What may not stand in a header, footer or label. `lenient` makes warnings of emoji, which some reviewers let pass.
 * Source: Meta for Developers, "Template components", 2025-11-21; emoji and formatting from the words of the Graph's refusals.
 */
export function checkPlain(
  path: string,
  text: string,
  report: Report,
  rules: { variables?: boolean; lines?: boolean; emoji?: boolean; formatting?: boolean; lenient?: boolean },
): void {
  if (rules.variables && /\{\{|\}\}/.test(text)) report(path, 'no_variables');
  if (rules.lines && /[\n\r\t]/.test(text)) report(path, 'no_line_breaks');
  if (rules.emoji && /\p{RGI_Emoji}/v.test(text)) report(path, 'no_emoji', rules.lenient ? 'warning' : 'error');
  const bare = text.replaceAll(/\{\{[^{}]*\}\}/g, '');
  if (rules.formatting && /([*_~`])[^\s*_~`](?:[^*_~`]*[^\s*_~`])?\1/.test(bare)) report(path, 'no_formatting', 'warning');
}

/** Words of a text outside its variables. */
function wordCount(text: string): number {
  return text
    .replaceAll(/\{\{[^{}]*\}\}/g, ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/**
 * Variables: matching braces, the right kind of name, numbers without gaps, not at an edge, not side by side, enough words between.
 * How many words are enough Meta does not say: two for each is the least that passes, three is safe.
 * Source: Meta for Developers, "Template review" (parameter formatting), 2025-10-31; "Parameter formats", 2025-11.
 */
export function checkVariables(
  path: string,
  text: string,
  format: 'positional' | 'named',
  report: Report,
  options: { edges: boolean },
): void {
  const example = format === 'named' ? '{{first_name}}' : '{{1}}';
  if (/[{}]/.test(text.replaceAll(/\{\{\s*[^{}\s]+\s*\}\}/g, ''))) report(path, 'variable_braces', 'error', { example });
  const variables = templateVariables(text);
  for (const variable of variables) {
    const name = `{{${variable}}}`;
    const isNumber = /^\d+$/.test(variable);
    if (format === 'positional' && !isNumber) report(path, 'variable_format', 'error', { name });
    else if (format === 'named' && isNumber) report(path, 'variable_format_named', 'error', { name });
    else if (format === 'named' && !/^[a-z][a-z0-9_]*$/.test(variable)) report(path, 'variable_name', 'error', { name });
  }
  if (format === 'positional' && variables.every((variable) => /^\d+$/.test(variable))) {
    const gap = variables.findIndex((_variable, index) => !variables.includes(String(index + 1)));
    if (gap !== -1) report(path, 'variable_gap', 'error', { missing: `{{${gap + 1}}}` });
  }
  if (variables.length === 0 || !options.edges) return;
  if (/^\s*\{\{/.test(text)) report(path, 'variable_at_start');
  if (/\}\}\s*$/.test(text)) report(path, 'variable_at_end');
  if (/\}\}\{\{/.test(text)) report(path, 'variables_adjacent');
  else if (/\}\}\s+\{\{/.test(text)) report(path, 'variables_close', 'warning');
  const words = wordCount(text);
  if (words < variables.length * 2) report(path, 'too_many_variables', 'error', { variables: variables.length, words });
  else if (words < variables.length * 3) report(path, 'many_variables', 'warning', { variables: variables.length, words });
}

/** A sample for every variable, as ordinary text. Source: Meta for Developers, "Template review" (samples), 2025-10-31. */
export function checkSamples(path: string, text: string, samples: DraftSamples, report: Report): void {
  for (const variable of templateVariables(text)) {
    const sample = samples[variable] ?? '';
    const place = `${path}.samples.${variable}`;
    if (sample.trim() === '') report(place, 'sample_missing', 'error', { name: `{{${variable}}}` });
    else if (/\{\{|\}\}/.test(sample)) report(place, 'sample_variable');
    else if (/[\n\r\t]/.test(sample)) report(place, 'sample_lines');
  }
}
