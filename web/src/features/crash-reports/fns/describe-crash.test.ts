import { ReportCrashRequest } from '@kabar/contract';
import { expect, test } from 'vitest';
import { describeCrash } from './describe-crash.ts';

const origin = 'https://kabar.example';
function failed(stack: string, message = 'canary: “my secret”'): Error {
  const error = new TypeError(message);
  error.stack = stack;
  return error;
}

test.each([
  [
    'Chromium',
    `TypeError: canary: “my secret”\n    at Row.draw (${origin}/assets/index-DY7m.js:12:3401)\n    at ${origin}/assets/a.js:1:2`,
  ],
  ['Firefox and Safari', `Row.draw@${origin}/assets/index-DY7m.js:12:3401\n@${origin}/assets/a.js:1:2`],
])('tells kind and places of an error of %s, in the form the server takes', (_name, stack) => {
  const report = describeCrash(failed(stack), '/w/$slug/inbox', origin);
  expect(report).toEqual({
    name: 'TypeError',
    route: '/w/$slug/inbox',
    frames: ['Row.draw@/assets/index-DY7m.js:12:3401', '/assets/a.js:1:2'],
  });
  expect(ReportCrashRequest.safeParse(report).success).toBe(true);
});

test.each([
  ['an extension', failed('TypeError: x\n    at run (chrome-extension://abc/content.js:1:1)')],
  ['another site', failed('TypeError: x\n    at run (https://other.example/a.js:1:1)')],
  ['what is no error', 'a text'],
  ['a message that looks like a frame', failed(`TypeError: x\n  canary (${origin}/a.js:1:1) more`)],
])('says nothing of %s', (_name, error) => {
  expect(describeCrash(error, '/w/$slug/inbox', origin)).toBeNull();
});

test('says nothing of a page whose pattern it does not know', () => {
  expect(describeCrash(failed(`x@${origin}/a.js:1:1`), '/w/kopi?q=sari', origin)).toBeNull();
});
