import type { ProcessorProblem } from '@kabar/contract';

const words: Readonly<Record<ProcessorProblem, string>> = {
  region_missing: 'the country',
  contract_missing: 'the contract',
  assessment_missing: 'an assessment',
  assessment_expired: 'a new assessment, because the last one is out of date',
  transfer_missing: 'how data may go to its country',
  not_announced: 'the notice to those who must be told',
  starts_later: 'nothing but the day on which it starts',
};

/** What is missing until a recipient is complete, as the end of a sentence in English: `the contract and an assessment`. */
export function sayProblems(problems: readonly ProcessorProblem[]): string {
  return new Intl.ListFormat('en-GB').format(problems.map((problem) => words[problem]));
}
