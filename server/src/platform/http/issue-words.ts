import type { z } from 'zod';

/** What zod knows of one wrong input. */
type Issue = z.core.$ZodRawIssue;

/**
 * What a caller has to do about one wrong field, in words that go on after its path: `body.to` "must have at least 5 characters". Words that a schema brings
 * along stand; these are for the rest. No value that came in is repeated: answers are logged by callers.
 */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is required';
      return `must be ${kindWords[issue.expected] ?? `of the type ${issue.expected}`}${issue.input === null ? ', not null' : ''}`;
    case 'invalid_value': {
      const choices = issue.values.map((value) => JSON.stringify(value)).join(', ');
      const wanted = issue.values.length === 1 ? choices : `one of ${choices}`;
      return issue.input === undefined ? `is required: ${wanted}` : `must be ${wanted}`;
    }
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum), issue);
    case 'too_big':
      return atMost(issue.origin, Number(issue.maximum), issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return formatOf(issue);
    case 'unrecognized_keys': {
      const names = issue.keys.map((key) => `"${key}"`).join(', ');
      return issue.keys.length === 1 ? `has no field called ${names}` : `has no fields called ${names}`;
    }
    case 'invalid_key':
      return 'has a name that is not allowed here';
    case 'invalid_element':
      return 'has an item that is not valid';
    case 'invalid_union':
      return Array.isArray(issue['options']) && issue['options'].length > 0
        ? `must be one of ${issue['options'].map((option) => JSON.stringify(option)).join(', ')}`
        : 'has none of the forms it may have; see the reference';
    default:
      return 'is not valid';
  }
}

/** JSON's own words, which a program's author thinks in. */
const kindWords: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  tuple: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const unitWords: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item', map: 'entry', file: 'byte' };

type Bound = { exact?: boolean | undefined; inclusive?: boolean | undefined };

function atLeast(origin: string, minimum: number, { exact, inclusive }: Bound): string {
  const unit = unitWords[origin];
  if (unit === undefined) return inclusive === false ? `must be more than ${minimum}` : `must be at least ${minimum}`;
  if (exact === true) return `must have exactly ${counted(minimum, unit)}`;
  return minimum === 1 ? 'must not be empty' : `must have at least ${counted(minimum, unit)}`;
}

function atMost(origin: string, maximum: number, { exact, inclusive }: Bound): string {
  const unit = unitWords[origin];
  if (unit === undefined) return inclusive === false ? `must be less than ${maximum}` : `must be at most ${maximum}`;
  return `must have ${exact === true ? 'exactly' : 'at most'} ${counted(maximum, unit)}`;
}

function counted(count: number, unit: string): string {
  if (count === 1) return `1 ${unit}`;
  return `${count.toLocaleString('en')} ${unit === 'entry' ? 'entries' : `${unit}s`}`;
}

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'an address with its protocol, such as https://example.com',
  datetime: 'a time in UTC such as 2026-11-21T08:15:30Z',
  date: 'a date such as 2026-11-21',
  time: 'a time of day such as 08:15:00',
  base64: 'in base64',
  base64url: 'in base64url',
  json_string: 'JSON',
  e164: 'a phone number such as +6281200000101',
};

function formatOf(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  const { format, prefix, suffix, includes, pattern } = issue as Record<string, unknown>;
  if (typeof prefix === 'string') return `must start with "${prefix}"`;
  if (typeof suffix === 'string') return `must end with "${suffix}"`;
  if (typeof includes === 'string') return `must contain "${includes}"`;
  const known = formats[String(format)];
  if (known !== undefined) return `must be ${known}`;
  return typeof pattern === 'string' ? `must match ${pattern}` : `must be of the form ${String(format)}`;
}
