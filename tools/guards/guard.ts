/** Something a guard does not accept. `line` counts from 1. */
export type Finding = { file: string; line?: number; message: string };

/** A source file as guards read it. */
export type SourceFile = { name: string; text: string };

/** One line per finding, in the form editors and terminals make clickable. */
export function presentFindings(findings: readonly Finding[]): string {
  return findings.map((finding) => `${finding.file}${finding.line === undefined ? '' : `:${finding.line}`}  ${finding.message}`).join('\n');
}

/** The line, counted from 1, in which the character at `index` stands. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
