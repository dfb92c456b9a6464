/**
 * Puts an apostrophe before what a spreadsheet would run as a formula; an import takes it away again.
 * Source: OWASP, CSV Injection.
 */
export function guardFormula(cell: string): string {
  // A phone number with its plus is no formula, and everybody expects it as it is written.
  if (/^\+\d{6,15}$/.test(cell)) return cell;
  return /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;
}
