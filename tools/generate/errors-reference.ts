import { ERRORS, type ErrorEntry } from '@kabar/contract/errors';

const generatedMark = '<!-- Generated from contract/src/errors.ts by `npm run generate`. Do not edit. -->';

/** Makes `docs/reference/errors.md`: every refusal of the API under a heading of its own. */
export function generateErrorsReference(): string {
  const entries: [string, ErrorEntry][] = Object.entries(ERRORS).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return [
    '# Errors',
    '',
    generatedMark,
    '',
    'Every answer that is not a success has one shape:',
    '',
    '```json',
    JSON.stringify(
      {
        error: {
          code: 'not_found',
          title: ERRORS.not_found.title,
          message: ERRORS.not_found.message,
          doc_url: '/docs/errors/not_found',
          request_id: 'req_01jd8z3t5kf6v9b2m4n7p0q1rs',
          retryable: false,
        },
      },
      null,
      2,
    ),
    '```',
    '',
    '- `code` is stable: it is never renamed, and a retired one is never used again. Decide by it, not by the words.',
    '- `message` is safe to show and says what to do next. `details`, where there are any, has a fixed shape per code.',
    '- `retryable: true`: the very same request may succeed later. Wait for `Retry-After` where it is given.',
    '- `request_id` is also in the header `Request-Id` and in the log; name it when you ask for help.',
    '',
    '| code | status | retryable |',
    '| --- | --: | --- |',
    ...entries.map(([code, entry]) => `| [${code}](#${code}) | ${entry.status} | ${entry.retryable ? 'yes' : 'no'} |`),
    '',
    ...entries.flatMap(([code, entry]) => [
      `## ${code}`,
      '',
      `**${entry.title}.** Status ${entry.status}${entry.retryable ? ', may be retried' : ''}.`,
      '',
      entry.message,
      '',
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
