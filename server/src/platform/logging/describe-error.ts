import { refused } from './log-keys.ts';

/** What a log line holds of an error. */
export type DescribedError = {
  name: string;
  code?: string;
  syscall?: string;
  table?: string;
  constraint?: string;
  message?: string;
  frames: string[];
  cause?: DescribedError;
};

const nameForm = /^[A-Za-z_$][\w$]{0,60}$/;
const codeForm = /^[A-Za-z0-9_]{1,60}$/;
const maxFrames = 12;
const maxCauses = 3;

// A frame as V8 writes it. Anything else in a stack, the message above all, is left out.
const frameForm =
  /^at (?:(?:async |new )?[\w$.<># ]{1,120}(?: \[as [\w$.]{1,60}\])? \((?:file:\/\/|node:|\/|[A-Z]:\\)[^\s()]{1,300}:\d+:\d+\)|(?:async )?(?:file:\/\/|node:|\/|[A-Z]:\\)[^\s()]{1,300}:\d+:\d+)$/;

// Messages that the engine builds from our own source and never from data.
const engineMessages = [
  /^Cannot (?:read|set) properties of (?:undefined|null) \((?:reading|setting) '[\w$]{1,60}'\)$/,
  /^[\w$.]{1,80} is not (?:a function|defined|iterable|a constructor)$/,
  /^Cannot access '[\w$]{1,60}' before initialization$/,
];

// Classes of ours whose messages are fixed sentences.
const fixedSentenceNames = new Set([
  'AppError',
  'SealError',
  'RootKeyError',
  'RootKeyUnavailableError',
  'BatcherClosedError',
  'TransactionAbortedError',
  'EgressError',
]);

/**
 * Describes anything thrown without repeating what it says. The words of foreign errors are left out, because they quote data (JSON.parse quotes the
 * text, PostgreSQL quotes the row): kind, code, place in the source and the chain of causes are kept. `showMessages` is
 * for a developer's own terminal. Never throws.
 */
export function describeError(error: unknown, showMessages: boolean, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}`, frames: [] };
  const name = nameForm.test(error.name) ? error.name : refused;
  const described: DescribedError = { name, ...namedParts(error), frames: framesOf(error) };
  if (showMessages || isFixedSentence(error)) described.message = error.message.slice(0, 500);
  const cause = 'cause' in error ? error.cause : undefined;
  if (cause !== undefined && depth < maxCauses) described.cause = describeError(cause, showMessages, depth + 1);
  return described;
}

function namedParts(error: Error): Pick<DescribedError, 'code' | 'syscall' | 'table' | 'constraint'> {
  const parts: Pick<DescribedError, 'code' | 'syscall' | 'table' | 'constraint'> = {};
  for (const key of ['code', 'syscall', 'table', 'constraint'] as const) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string' && codeForm.test(value) && !/\d{7}/.test(value)) parts[key] = value;
  }
  return parts;
}

function isFixedSentence(error: Error): boolean {
  return fixedSentenceNames.has(error.name) || engineMessages.some((form) => form.test(error.message));
}

function framesOf(error: Error): string[] {
  let stack = typeof error.stack === 'string' ? error.stack : '';
  // A message can contain lines that look like frames; it stands first, so it is cut off as a whole.
  const at = error.message === '' ? -1 : stack.indexOf(error.message);
  if (at >= 0) stack = stack.slice(at + error.message.length);
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => frameForm.test(line))
    .slice(0, maxFrames)
    .map((line) => line.slice(3));
}
