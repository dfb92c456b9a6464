import type { PromiseBoard, PromiseRow } from '@kabar/contract';

const marks: Record<PromiseRow['status'], string> = {
  proven: 'proven     ',
  evidence: 'evidence   ',
  not_offered: 'not offered',
  red: 'RED        ',
  missing: 'MISSING    ',
};

/** The board as lines for a terminal: each promise with preset, controls, proofs, last result and date. */
export function printBoard(board: PromiseBoard): string {
  const lines = board.data.flatMap((row) => [
    `${row.id}  ${marks[row.status]}  ${row.preset.padEnd(14)}  ${row.controls
      .map(({ id }) => id)
      .join(' ')
      .padEnd(11)}  ${row.claim.en}`,
    ...(row.reason === null ? [] : [`      ${row.reason.en}`]),
    ...row.proofs.map(
      (proof) =>
        `      ${proof.outcome.padEnd(8)} ${proof.at?.slice(0, 10) ?? '-         '}  ${proof.kind} ${proof.name}${proof.finding === null ? '' : `: ${proof.finding.en}`}`,
    ),
  ]);
  const { total, proven, evidence, not_offered, red, missing } = board.summary;
  return [
    ...lines,
    '',
    `${total} promises: ${proven} proven, ${evidence} wait for evidence, ${not_offered} not offered, ${red} red, ${missing} without a proof.`,
  ].join('\n');
}
